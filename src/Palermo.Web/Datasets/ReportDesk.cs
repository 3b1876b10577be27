using System.Collections.Immutable;
using Palermo.Statistics.Tables;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;

namespace Palermo.Web.Datasets;

/// <summary>Makes the national report of a dataset; like every answer of this folder it is protected by the server's threshold.</summary>
public sealed class ReportDesk(DatasetShelf shelf, CountDesk desk, IConfiguration settings)
{
    private readonly int _threshold = Math.Max(3, settings.GetValue("Datasets:Threshold", 5));

    /// <summary>Whether the tables are defined for the dialect of a dataset.</summary>
    public static bool Covers(DatasetInfo dataset) => TablePack.Default.Map(dataset.Dialect.Split(' ')[0]) is not null;

    /// <summary>The countries and years that a report can be made for, as the dataset writes them.</summary>
    public (ImmutableArray<string> Countries, ImmutableArray<int> Years) Scopes(DatasetInfo dataset)
    {
        var map = TablePack.Default.Map(dataset.Dialect.Split(' ')[0]);
        ImmutableArray<string> Codes(string variable) => map?.Rule(variable, null)?.Column is { } column && dataset.Find(column) is not null ? desk.Codes(dataset, column) : [];
        return (Codes("country"), [.. Codes("year").Select(y => int.TryParse(y, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var year) ? year : 0).Where(y => y > 0).OrderDescending()]);
    }

    /// <exception cref="CountsException">The tables cannot be made of these data.</exception>
    public async Task<NationalReport> MakeAsync(DatasetInfo dataset, ReturnScope scope, CancellationToken cancel)
    {
        var report = await NationalReport.MakeAsync(shelf.CountsOf(dataset), TablePack.Default, Populations.None, new ReportRequest(scope) { Threshold = _threshold }, cancel);
        return report with { Tables = [.. report.Tables.Select(NameFewNowhere)], FlowTables = [.. report.FlowTables.Select(NameFewNowhere)] };
    }

    /// <summary>A value that few people have is not told from one that nobody has: its line would say that somebody has it.</summary>
    private static StatTable NameFewNowhere(StatTable table)
    {
        var kept = table.Axes.Select((axis, i) => axis with { Codes = [.. axis.Codes.Where(c => c is Axis.Total or Axis.NotRecorded || table.Observations.Any(o => o.Codes[i] == c && o.Cell.State == CellState.Value) || !table.Observations.Any(o => o.Codes[i] == c && o.Cell.State == CellState.Suppressed))] }).ToImmutableArray();
        return table with { Axes = kept, Observations = [.. table.Observations.Where(o => o.Codes.Select((c, i) => kept[i].Codes.Contains(c)).All(k => k))] };
    }
}
