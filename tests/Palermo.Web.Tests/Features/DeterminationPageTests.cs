using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Determinations;
using Palermo.Statistics.Tables;
using Palermo.Web.Datasets;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Features;

/// <summary>Determinations of a population: what the page and its files show is what the gate let out, and near the truth.</summary>
public sealed class DeterminationPageTests(JudgedPopulation site) : IClassFixture<JudgedPopulation>
{
    private const string Question = "?data=" + JudgedPopulation.Dataset + "&text=un-palermo/2000&with=eu-2011-36/2024";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Undetermined under")]
    [InlineData("fr", "Indéterminés selon")]
    [InlineData("es", "Sin determinar según")]
    [InlineData("ar", "غير محسوم بحسب")]
    public async Task Page_InEachLanguage_StatesTheFindingAndWhatItRestsOn(string language, string finding)
    {
        using var visitor = site.Holder(Right.ReadCounts);
        var page = await visitor.Get($"/{language}/determinations{Question}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(finding, page.Title, StringComparison.Ordinal);
        foreach (var rests in (string[])["palermo-facts 1.0.0 (standard: recorded)", "un-palermo/2000", "eu-2011-36/2024", "palermo-facts 1", Dataset.Version[..12]])
        {
            Assert.Contains(rests, page.Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task File_HoldsNoSmallCount_AndEveryNumberIsNearTheTruth()
    {
        using var visitor = site.Holder(Right.ReadCounts);
        var csv = await visitor.GetStringAsync(new Uri($"/en/determinations/csv{Question}", UriKind.Relative), Stop);
        var frame = FrameCounts.Of(Frame.Read(site.File, cancel: Stop), "screened", null);
        var records = frame.Vectors(frame.Columns, cancel: Stop);
        var facts = LawFacts.Of(DialectCatalog.Default["palermo-facts"], records.Dimensions, site.Library.Vocabulary, false);
        var population = facts.Count(records);
        var protocol = population.Judge(site.Library.Protocol).Result;
        var missing = DeterminationStatistics.Missing(population, site.Library.Protocol).ToDictionary(m => m.Id + m.Question.IsWholeElement);

        var tables = csv.TrimStart('\uFEFF').Split("\n\n").Select(CsvTable.Read).ToArray();

        Assert.Equal(3, tables.Length);
        Assert.All(tables.SelectMany(t => t), o => Assert.True(o.Cell.State == CellState.Suppressed || o.Cell.Count >= 5, $"{string.Join(' ', o.Codes)} shows {o.Cell}"));
        Cell At(int table, params string[] codes) => tables[table].Single(o => o.Codes.SequenceEqual(codes)).Cell;
        Assert.InRange(At(0, "un-palermo/2000", "met").Count, protocol.True - 5, protocol.True + 5);
        Assert.InRange(At(0, "un-palermo/2000", "undetermined").Count, protocol.Unknown - 5, protocol.Unknown + 5);
        // The same people, the same answer: in the margin of the pair as by itself.
        Assert.Equal(At(0, "un-palermo/2000", "met"), At(1, "met", Axis.Total));
        var first = tables[2][0].Codes[0];
        Assert.InRange(At(2, first, "either").Count, missing[first + "True"].Either - 5, missing[first + "True"].Either + 5);
        foreach (var rests in (string[])["# Mapping: palermo-facts 1.0.0", "# Law: un-palermo/2000", "SHA-256 ", "# Query: determinations"])
        {
            Assert.Contains(rests, csv, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ActTakenAsGiven_IsAnotherResult_AndSaysSo()
    {
        using var visitor = site.Holder(Right.ReadCounts);
        var page = await visitor.Get($"/en/determinations{Question}&act=given");

        Assert.Contains("Conditional result", page.Words, StringComparison.Ordinal);
        var recorded = await visitor.GetStringAsync(new Uri($"/en/determinations/csv{Question}", UriKind.Relative), Stop);
        var given = await visitor.GetStringAsync(new Uri($"/en/determinations/csv{Question}&act=given", UriKind.Relative), Stop);
        Assert.Contains("an act taken as given", given, StringComparison.Ordinal);
        Assert.True(Met(given) > Met(recorded));

        static long Met(string csv) => CsvTable.Read(csv.TrimStart('\uFEFF').Split("\n\n")[0]).Single(o => o.Codes is ["un-palermo/2000", "met"]).Cell.Count;
    }

    [Fact]
    public async Task WorkbookAndJson_AreServed()
    {
        using var visitor = site.Holder(Right.ReadCounts);
        var workbook = await visitor.GetByteArrayAsync(new Uri($"/ar/determinations/xlsx{Question}", UriKind.Relative), Stop);
        var json = await visitor.GetByteArrayAsync(new Uri($"/ar/determinations/json{Question}", UriKind.Relative), Stop);

        Assert.Equal("PK"u8.ToArray(), workbook[..2]);
        Assert.Contains("\"laws\"", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?data=nobody", HttpStatusCode.NotFound)]
    [InlineData("?data=sample-routes", HttpStatusCode.NotFound)]
    [InlineData("?text=no-such/1", HttpStatusCode.BadRequest)]
    [InlineData("?text=un-palermo/2000&with=%3Cscript%3E", HttpStatusCode.BadRequest)]
    public async Task AQuestionThatIsNone_IsRefused(string question, HttpStatusCode status)
    {
        using var visitor = site.Holder(Right.ReadCounts);

        Assert.Equal(status, (await visitor.Get("/en/determinations" + question)).Status);
    }

    [Fact]
    public async Task WithoutTheRight_NothingIsShown()
    {
        using var visitor = site.Visitor();

        Assert.NotEqual(HttpStatusCode.OK, (await visitor.Get("/en/determinations" + Question)).Status);
    }

    private DatasetInfo Dataset => site.Services.GetRequiredService<DatasetShelf>().Find(JudgedPopulation.Dataset)!;
}
