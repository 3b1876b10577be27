using System.Globalization;
using Palermo.Records.Countries;

namespace Palermo.Tests.Records.Countries;

public sealed class HandTableTests
{
    [Theory]
    [InlineData("unodc-categories.tsv", 751)]
    [InlineData("uk-nationalities.tsv", 222)]
    [InlineData("fresh.tsv", 300)]
    [InlineData("held-out.tsv", 780)]
    public void Read_HandCheckedTable_MapsNothingWronglyAndQueuesTheRest(string table, int atLeast)
    {
        var rows = HandTable.Read(table);
        Assert.True(rows.Count >= atLeast);

        var wrong = rows
            .Select(r => (Row: r, Got: HandTable.Notation(CountryNormaliser.Default.Read(r.Text))))
            .Where(p => p.Got != "?" && p.Got != p.Row.Expected)
            .Select(p => $"{p.Row.Text} -> {p.Got}, expected {p.Row.Expected}");

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("unodc-categories.tsv", 0.95)]
    [InlineData("uk-nationalities.tsv", 0.99)]
    [InlineData("fresh.tsv", 0.90)]
    [InlineData("held-out.tsv", 0.95)]
    public void Read_TextsThatNameACountry_AreMappedInTheShareAskedFor(string table, double share)
    {
        var named = HandTable.Read(table).Where(r => r.NamesACountry).ToArray();
        var queued = named.Where(r => CountryNormaliser.Default.Read(r.Text) is not MappedCountry).Select(r => r.Text).ToArray();

        Assert.True(1 - ((double)queued.Length / named.Length) >= share, $"{queued.Length} of {named.Length} are not mapped: {string.Join(" | ", queued)}");
    }

    [Theory]
    [InlineData("2 maliens", "ML:2")]
    [InlineData("3 maliens", "ML:3")]
    [InlineData("3 nig\uFFFDriens et 1 tunisien", "NE:3 TN:1")]
    public void Read_CountsInsideTheName_AreKept(string text, string expected)
    {
        var mapped = Assert.IsType<MappedCountry>(CountryNormaliser.Default.Read(text));

        Assert.Equal(expected, string.Join(' ', mapped.Countries.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Country.Code}:{m.Count}"))));
    }

    [Fact]
    public void UnodcTable_HoldsExactlyThePublishersCategories()
    {
        var published = CategoriesOf(SharedData.File("unodc", "data_glotip_20250414.csv"), 6);

        Assert.Equal(751, published.Count);
        Assert.Equal(published.Order(StringComparer.Ordinal), HandTable.Read("unodc-categories.tsv").Select(r => r.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void UkTable_HoldsExactlyTheFormsNationalities()
    {
        var published = CategoriesOf(SharedData.File("uk-nrm", "nrm_nationalities.csv"), 0);

        Assert.Equal(222, published.Count);
        Assert.Equal(published.Order(StringComparer.Ordinal), HandTable.Read("uk-nationalities.tsv").Select(r => r.Text).Order(StringComparer.Ordinal));
    }

    private static HashSet<string> CategoriesOf(string file, int column) =>
        HandTable.Csv(file).Skip(1).Select(r => r[column]).ToHashSet(StringComparer.Ordinal);
}
