using Palermo.Records.Countries;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;
using Palermo.Records.Quality;
using Palermo.Records.Store;

namespace Palermo.Tests.Records.Store;

/// <summary>An import makes every check that <see cref="Review"/> makes, and keeps what the countries were read as.</summary>
public sealed class StoredCountryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("palermo-countries").FullName;

    private DatasetStore Store => DatasetStore.Open(Path.Combine(folder, "data"), TimeProvider.System);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string text)
    {
        var path = Path.Combine(folder, "in.csv");
        File.WriteAllText(path, text);
        return path;
    }

    private static IEnumerable<string> Lines(Ledger ledger) =>
        ledger.Lines.Select(l => $"{l.Check.Id} {l.Column} {l.Count} {string.Join(' ', l.FirstRows)} {l.Check.What}");

    [Theory]
    [InlineData("ctdc", "ctdc_global_kanon_20210715.csv")]
    [InlineData("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv")]
    [InlineData("unodc", "data_glotip_20250414.csv")]
    [InlineData("unodc", "data_glotip_20250414.xlsx")]
    [InlineData("uk-nrm", "nrm_referrals_2023_q4.csv")]
    [InlineData("uk-nrm", "nrm_conclusive_grounds.csv")]
    [InlineData("uk-nrm", "small_boat_NRM_outcomes.csv")]
    public void Import_OfARealFile_FindsWhatCheckFinds_AndKeepsItsCountries(string kind, string file)
    {
        var path = SharedData.File(kind, file);
        var reviewed = Review.Of(Frame.Read(path, cancel: TestContext.Current.CancellationToken));
        Store.Import(path, "first", cancel: TestContext.Current.CancellationToken);
        var stored = Store.Load("first");

        Assert.Equal(Lines(reviewed.Ledger), Lines(stored.Ledger));
        Assert.All(reviewed.Columns, c => Assert.True(Enumerable.Range(0, c.Rows).All(r => c[r] == stored[c.Name][r]), c.Name));
        var expected = CountryColumn.Of(reviewed);
        var kept = CountryColumn.Of(stored, Store.Countries("first"));
        Assert.Equal(expected.Select(c => c.Name), kept.Select(c => c.Name));
        Assert.All(expected.Zip(kept), c =>
        {
            Assert.Equal(c.First.Reading.Texts, c.Second.Reading.Texts);
            Assert.Equal(c.First.Rows, c.Second.Rows);
            Assert.Equal(c.First.Answers.Select(a => (a?.Explain(), a?.Confidence)), c.Second.Answers.Select(a => (a?.Explain(), a?.Confidence)));
            Assert.Equal(c.First.Codes.Codes, c.Second.Codes.Codes);
            Assert.True(Enumerable.Range(0, c.First.Codes.Rows).All(r => c.First.Codes[r] == c.Second.Codes[r]));
        });
    }

    private const string Header = "id,registered_year,citizenship,exploitation_sexual,gender\n";

    [Fact]
    public void Import_ManyParts_CountsCountriesAndEqualRowsOverAll()
    {
        var path = Write(Header + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},2020,{(i % 3 == 0 ? "Freedonian" : i % 3 == 1 ? "NG" : "QX")},,{(i % 2 == 0 ? "man" : "woman")}\n")));
        Store.Import(path, "first", cancel: TestContext.Current.CancellationToken);
        var ledger = Store.Load("first").Ledger;

        Assert.Equal(300_000 - 6, ledger.CountOf("equal-rows"));
        var queued = ledger.Lines.Single(l => l.Check.Id == "country-not-read");
        Assert.Equal(("citizenship", 200_000L), (queued.Column, queued.Count));
        Assert.Equal([1, 3, 4, 6, 7], queued.FirstRows);
        Assert.Equal([("Freedonian", 100_000L), ("QX", 100_000L)], Store.Countries("first").Single().Review.Items.Select(i => (i.Text, i.Occurrences)));
    }

    [Fact]
    public void Import_WithDecisions_IsAnotherVersion_AndReadsTheTextAsDecided()
    {
        var path = Write(Header + "1,2020,Freedonian,,man\n2,2020,UA,,woman\n");
        var decided = CountryDecisions.None.With(new("Freedonian", ["FR"], null, "analyst", new DateOnly(2026, 3, 1), null), CountryNormaliser.Default.Codes);
        var without = Store.Import(path, "first", cancel: TestContext.Current.CancellationToken);
        var with = Store.Import(path, "second", decisions: decided, cancel: TestContext.Current.CancellationToken);

        Assert.NotEqual(without.Manifest.Version, with.Manifest.Version);
        Assert.NotEqual(without.Manifest.Countries, with.Manifest.Countries);
        Assert.Single(Store.Countries("first").Single().Review.Items);
        Assert.Empty(Store.Countries("second").Single().Review.Items);
        Assert.Equal(["FR", "UA"], CountryColumn.Of(Store.Load("second"), Store.Countries("second")).Single().Codes.Codes);
        Assert.Equal("Freedonian", Store.Load("second")["citizenship"].Text(0));
    }

    [Fact]
    public void StoredReading_NamesNobody_InTheManifest()
    {
        Store.Import(Write(Header + "1,2020,Freedonian,,man\n"), "first", cancel: TestContext.Current.CancellationToken);

        Assert.All(Directory.GetFiles(Path.Combine(folder, "data"), "*", SearchOption.AllDirectories), f => Assert.DoesNotContain("Freedonian", File.ReadAllText(f), StringComparison.Ordinal));
    }
}
