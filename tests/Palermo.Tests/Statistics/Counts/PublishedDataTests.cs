using System.Globalization;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Flows;
using Palermo.Statistics.National;
using Palermo.Statistics.Tables;

namespace Palermo.Tests.Statistics.Counts;

/// <summary>The published files of the field, counted: figures that others can check.</summary>
public sealed class PublishedDataTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ctdc_SharesOfExploitation_HaveThePublishedDenominator()
    {
        var table = await new TableFiller(TablePack.Default, Populations.None).FillAsync(Definition("ctdc-exploitation"), Ctdc(), new ReturnScope(null, null), Stop);

        Assert.Equal(71_220, table.Denominator.Count);
        Assert.Equal([19_980L, 45_582, 7_105, 26_530, 97_750], table.Observations.Select(o => o.Cell.Count));
        Assert.Equal([28.05m, 64.00m, 9.98m], table.Observations.Select(o => o.Share).Take(3));
    }

    [Fact]
    public async Task Ctdc_Flows_AreThePublishedCorridors()
    {
        var source = Ctdc();
        var flows = await FlowTable.OfAsync(source, FlowColumns.Of("ctdc-63")!, cancel: Stop);

        Assert.Equal((12_410, 19_025, 127), (flows.Internal, flows.CrossBorder, flows.Corridors.Length));
        Assert.Equal([new("UA", "RU", 4_499), new("MX", "US", 2_351), new("MM", "ID", 1_229)], flows.Corridors.Take(3));
        Assert.Equal(11, flows.Corridors[^1].People);
        Assert.Equal(97_750, flows.Internal + flows.CrossBorder + flows.OriginNotRecorded + flows.DestinationNotRecorded + flows.NeitherRecorded);
        Assert.Equal(flows.CrossBorder, flows.Roles.Sum(r => r.Source));
        Assert.Equal(flows.CrossBorder, flows.Roles.Sum(r => r.Destination));
        Assert.Equal(flows.Internal, flows.Roles.Sum(r => r.Internal));
    }

    [Fact]
    public void UkNrm_FourthQuarterOf2023_SumsToItsTotals()
    {
        var counts = Read("uk-nrm-referrals", "uk-nrm", "nrm_referrals_2023_q4.csv");
        string[] totals = ["Government agency total", "Local Authority total", "NGO and third sector total", "Police total"];
        var published = counts.Count(new CountQuery(["First responder"], Filter.In("First responder", totals) & Filter.In("Nationality", "Total") & Filter.In("Exploitation type", "Total"), Measure.Sum("People")), Stop);

        Assert.Equal([1_908L, 1_017, 221, 995], totals.Select(t => published.CellAt(published["First responder"].Code(t)!.Value).Count));
        Assert.Equal(4_141, published.Total);
    }

    /// <summary>Decisions of 2023 Q4, by age and outcome as published; the parts add up to the total, and the quarters to the year.</summary>
    [Theory]
    [InlineData("reasonable", 4_705, 15_247, new long[] { 1_405, 957, 567, 1_506, 165, 105 })]
    [InlineData("conclusive", 3_148, 9_825, new long[] { 1_070, 841, 247, 762, 132, 96 })]
    public void UkNrm_Decisions_SumToTheirTotals(string grounds, long quarter, long year, long[] parts)
    {
        var counts = Read($"uk-nrm-{grounds}-grounds", "uk-nrm", $"nrm_{grounds}_grounds.csv");
        long Of(string column, Filter when) => counts.Count(new CountQuery([], Filter.In("Year", "2023") & when, Measure.Sum(column)), Stop).Total;
        string[] columns = [.. ((string[])["Adult (18 or over)", "Child (17 or under)", "Age not specified or unknown"]).SelectMany(a => ((string[])["Negative", "Positive"]).Select(o => $"{a} - {o} {grounds} grounds"))];

        Assert.Equal(parts, columns.Select(c => Of(c, Filter.In("Quarter", "Q4"))));
        Assert.Equal(quarter, parts.Sum());
        Assert.Equal((quarter, year), (Of("Total", Filter.In("Quarter", "Q4")), Of("Total", Filter.In("Quarter", "Q1", "Q2", "Q3", "Q4"))));
        Assert.Equal(year, Of("Total", Filter.In("Quarter", "Total")));
    }

    [Fact]
    public async Task UkNrm_DetailedRows_AddUpByResponderAndLeaveThePoliceBlank()
    {
        var table = await new TableFiller(TablePack.Default, Populations.None).FillAsync(Definition("uk-nrm-referrals-age"), Read("uk-nrm-referrals", "uk-nrm", "nrm_referrals_2023_q4.csv"), new ReturnScope(null, null), Stop);

        Assert.Equal(1_908, table["Government agency", Axis.Total].Count);
        Assert.Equal(1_017, table["Local Authority", Axis.Total].Count);
        Assert.Equal(221, table["NGO and third sector", Axis.Total].Count);
        Assert.Equal(CellState.Blank, table["Police", Axis.Total].State);
        Assert.Equal(3_146, table[Axis.Total, Axis.Total].Count);
    }

    [Fact]
    public async Task Unodc_TrendsByCountry_AreThoseOfTheFileWithHiddenCellsHidden()
    {
        var path = SharedData.File("unodc", "data_glotip_20250414.csv");
        var figures = await PublishedFigures.UnodcTrendsAsync(Read("unodc-glotip", "unodc", "data_glotip_20250414.csv"), DialectCatalog.Default["unodc-glotip"], Stop);

        // The same read by splitting lines: only rows of totals, which have no quoted comma but in the number.
        var expected = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var fields = Fields(line);
            if (fields[5] == "Total" && fields[6] == "Total" && fields[7] == "Total" && fields[8] == "Total")
            {
                var key = string.Join('|', fields[0].Length == 0 ? Axis.NotRecorded : fields[0], fields[4], fields[9]);
                (expected.TryGetValue(key, out var set) ? set : expected[key] = []).Add(fields[11]);
            }
        }

        var cells = figures.Table.Observations.ToDictionary(o => string.Join('|', o.Codes), o => o.Cell, StringComparer.Ordinal);
        Assert.Equal(expected.Count, cells.Values.Count(c => c.State != CellState.Blank) + figures.Contradictory);
        Assert.Equal(expected.Values.Count(v => v.Count == 1 && v.Contains("<5")), cells.Values.Count(c => c.State == CellState.Suppressed));
        Assert.Equal(expected.Values.Count(v => v.Count > 1), figures.Contradictory);
        Assert.True(cells.Values.Count(c => c.State == CellState.Value) > 3_000);
        foreach (var (key, values) in expected.Where(e => e.Value.Count == 1 && !e.Value.Contains("<5")))
        {
            Assert.Equal(long.Parse(values.Single(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture), cells[key].Count);
        }

        Assert.DoesNotContain(cells.Values, c => c.State == CellState.Value && c.Count < 5);
    }

    private static TableDefinition Definition(string id) => TablePack.Default.Tables.Single(t => t.Id == id);

    private static FrameCounts Ctdc() => Read("ctdc-63", "ctdc", "ctdc_global_kanon_20210715.csv");

    private static FrameCounts Read(string dialect, params string[] path) =>
        FrameCounts.Of(Frame.Read(SharedData.File(path), new FrameOptions { Dialect = dialect }, cancel: Stop), path[^1], null);

    private static string[] Fields(string line)
    {
        List<string> fields = [""];
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add("");
            }
            else
            {
                fields[^1] += c;
            }
        }

        return [.. fields];
    }
}
