using Microsoft.Extensions.Configuration;
using Palermo.Web.House;

namespace Palermo.Web.Tests.Accounts;

/// <summary>A demonstration never runs beside anything real.</summary>
public sealed class DeploymentTests
{
    [Theory]
    [InlineData("Casework:Folder")]
    [InlineData("Casework:Connection")]
    [InlineData("Casework:KeyFile")]
    [InlineData("Casework:PassphraseFile")]
    public void Demonstration_BesideARealSetting_IsRefused(string setting)
    {
        var refused = Assert.Throws<DeploymentException>(() => Of(("Demonstration", "true"), (setting, "anything at all")));
        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("anything at all", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_IsClosed_AndADatabaseWithoutAKeyIsRefused()
    {
        Assert.Equal(DeploymentMode.Closed, Of().Mode);
        Assert.Throws<DeploymentException>(() => Of(("Casework:Connection", "Host=db")));
        Assert.Equal(DeploymentMode.Operation, Of(("Casework:KeyFile", "key.json")).Mode);
    }

    [Fact]
    public void Demonstration_HasAFolderOfItsOwn()
    {
        var deployment = Of(("Demonstration", "true"));
        try
        {
            Assert.True(deployment.IsDemonstration);
            Assert.Null(deployment.Connection);
            Assert.Contains("palermo-demonstration-", deployment.Folder, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(deployment.Folder);
        }
    }

    private static Deployment Of(params (string Key, string Value)[] settings) =>
        Deployment.Of(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
