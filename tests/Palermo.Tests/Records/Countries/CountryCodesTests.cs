using Palermo.Records.Countries;

namespace Palermo.Tests.Records.Countries;

public sealed class CountryCodesTests
{
    private static readonly CountryNormaliser Normaliser = CountryNormaliser.Default;
    private static readonly CountryCodes Codes = Normaliser.Codes;

    [Fact]
    public void All_HoldsIso3166AsPublished()
    {
        Assert.Equal(249, Codes.All.Count(c => !c.IsFormer && !c.UserAssigned));
        Assert.Equal(31, Codes.All.Count(c => c.IsFormer));
        Assert.Equal("XK", Assert.Single(Codes.All, c => c.UserAssigned).Alpha2);
        Assert.Equal(249, Codes.All.Where(c => !c.IsFormer && !c.UserAssigned).Select(c => c.Alpha3).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Successors_OfEveryWithdrawnElement_Exist() =>
        Assert.All(Codes.All.Where(c => c.IsFormer), c => Assert.NotEmpty(Codes.Today(c)));

    [Theory]
    [InlineData("CS", "1990-06-01", "CSHH")]
    [InlineData("CS", "2004-06-01", "CSXX")]
    [InlineData("CS", "2000-06-01", "")]
    [InlineData("AI", "1975-06-01", "AIDJ")]
    [InlineData("AI", "2010-06-01", "AI")]
    [InlineData("GE", "1978-06-01", "GEHH")]
    [InlineData("GE", "1999-06-01", "GE")]
    [InlineData("SK", "1974-12-31", "SKIN")]
    [InlineData("SK", "2020-01-01", "SK")]
    [InlineData("BQ", "1976-01-01", "BQAQ")]
    [InlineData("BQ", "2011-01-01", "BQ")]
    [InlineData("YU", "2001-01-01", "YUCS")]
    [InlineData("YU", "2004-01-01", "")]
    [InlineData("SS", "2005-01-01", "")]
    [InlineData("NA", "2005-01-01", "NA")]
    public void Resolve_ReusedCode_NeedsTheDate(string code, string on, string expected) =>
        Assert.Equal(expected, string.Join(' ', Codes.Resolve(CodeKind.Alpha2, code, DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture)).Select(c => c.Code)));

    [Fact]
    public void ReadCode_ReusedCodeWithoutDate_PrefersTheOneInForceAndQueuesTwoWithdrawn()
    {
        var georgia = Assert.IsType<MappedCountry>(Normaliser.ReadCode(CodeKind.Alpha2, "GE"));

        Assert.Equal("GE", georgia.Only!.Code);
        Assert.Equal("GEHH", Assert.Single(georgia.Alternatives).Code);
        Assert.Equal("CSHH CSXX", string.Join(' ', Assert.IsType<Queued>(Normaliser.ReadCode(CodeKind.Alpha2, "CS")).Alternatives.Select(c => c.Code)));
        Assert.Equal("CSXX", Assert.IsType<MappedCountry>(Normaliser.ReadCode(CodeKind.Alpha2, "CS", new DateOnly(2005, 1, 1))).Only!.Code);
    }

    [Fact]
    public void ReadCode_NaInACodeField_IsNamibia() =>
        Assert.Equal("NAM", Assert.IsType<MappedCountry>(Normaliser.ReadCode(CodeKind.Alpha2, "NA")).Only!.Alpha3);

    [Theory]
    [InlineData(CodeKind.Alpha2, "ZZ", "NotRecorded")]
    [InlineData(CodeKind.Alpha2, "00", "NotRecorded")]
    [InlineData(CodeKind.Alpha2, "", "NotRecorded")]
    [InlineData(CodeKind.Alpha2, "QX", "?")]
    [InlineData(CodeKind.Alpha3, "rou", "RO")]
    [InlineData(CodeKind.Numeric, "004", "AF")]
    [InlineData(CodeKind.Alpha4, "SUHH", "SUHH")]
    public void ReadCode_DeclaredField_ReadsCodesOnly(CodeKind kind, string code, string expected) =>
        Assert.Equal(expected, HandTable.Notation(Normaliser.ReadCode(kind, code)));

    [Fact]
    public void ReadCode_EveryCtdcCitizenshipCode_IsACountry()
    {
        var rows = HandTable.Csv(SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv"));
        var columns = rows.First().Select((name, at) => (name, at)).Where(c => c.name is "citizenship" or "CountryOfExploitation").Select(c => c.at).ToArray();
        Assert.Equal(2, columns.Length);
        var codes = rows.Skip(1).SelectMany(r => columns.Select(c => r[c])).ToHashSet(StringComparer.Ordinal);
        codes.Remove("");
        Assert.All(codes, c => Assert.Equal(c, HandTable.Notation(Normaliser.ReadCode(CodeKind.Alpha2, c))));
    }
}
