using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Accounts;

public sealed class PasskeyOriginTests
{
    [Theory]
    [InlineData("https://cases.example.org", false, "cases.example.org", true)]
    [InlineData("https://cases.example.org:8443", false, "CASES.example.org", true)]
    [InlineData("http://localhost:5080", false, "localhost", true)]
    [InlineData("http://127.0.0.1:5080", false, "127.0.0.1", true)]
    [InlineData("http://cases.example.org", false, "cases.example.org", false)]
    [InlineData("https://cases.example.org.evil.example", false, "cases.example.org", false)]
    [InlineData("https://evil.example", false, "cases.example.org", false)]
    [InlineData("http://localhost:5080", false, "cases.example.org", false)]
    [InlineData("https://cases.example.org", true, "cases.example.org", false)]
    [InlineData("ftp://localhost", false, "localhost", false)]
    [InlineData("", false, "localhost", false)]
    public void Origin_IsOurs_OnlyOfOurHostOverTlsOrOnTheMachineItself(string origin, bool crossOrigin, string host, bool expected) =>
        Assert.Equal(expected, PasskeyOrigin.IsOurs(origin, crossOrigin, host));
}
