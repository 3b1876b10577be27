using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;

namespace Palermo.Web.Datasets;

/// <summary>Makes the national report of a dataset; like every answer of this folder it is the gate's.</summary>
public sealed class ReportDesk(DatasetShelf shelf, CountDesk desk, Gate gate)
{
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
    /// <exception cref="GateRefusal">The report may not leave beside what has left already.</exception>
    public async Task<NationalReport> MakeAsync(DatasetInfo dataset, ReturnScope scope, CancellationToken cancel) =>
        await gate.ReportAsync(shelf.CountsOf(dataset), desk.Cube(dataset), TablePack.Default, Populations.None, new ReportRequest(scope), cancel);
}
