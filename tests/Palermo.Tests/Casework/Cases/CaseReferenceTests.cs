using CsCheck;
using Palermo.Casework.Cases;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Cases;

public sealed class CaseReferenceTests
{
    [Fact]
    public void Reference_ReadAsPeopleTypeIt_IsItself() => Gen.Byte.Array[16].Sample(bytes =>
    {
        var reference = CaseReference.Next(new Ids(span => bytes.AsSpan(0, span.Length).CopyTo(span)));
        Assert.Matches("^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$", reference);
        Assert.Equal(reference, CaseReference.Read(reference));
        Assert.Equal(reference, CaseReference.Read(" " + reference.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
    });

    [Theory]
    [InlineData("")]
    [InlineData("ABCD")]
    [InlineData("ABCD-EFG0")]
    [InlineData("ABCD-EFGHJ")]
    public void Text_ThatIsNoReference_IsNone(string typed) => Assert.Null(CaseReference.Read(typed));

    [Fact]
    public void References_OfManyCases_DoNotRepeat()
    {
        var ids = new Ids();
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => CaseReference.Next(ids)).Distinct().Count());
    }
}
