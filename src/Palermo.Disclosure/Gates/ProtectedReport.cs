using System.Collections.Immutable;
using Palermo.Statistics.Reports;

namespace Palermo.Disclosure.Gates;

/// <summary>Which cells of a report are hidden.</summary>
/// <param name="Cells">All cells that were looked at, those of earlier reports first.</param>
/// <param name="Placed">The cell of each observation, by table.</param>
/// <param name="Hidden">The hidden cells.</param>
internal sealed record ProtectedReport(LinkedCells Cells, Dictionary<string, int[]> Placed, HashSet<int> Hidden)
{
    /// <summary>The report as it left before.</summary>
    /// <exception cref="GateRefusal">The ledger's entry does not fit the figures.</exception>
    public static ProtectedReport AsItLeft(ReportFigures figures, ReportEntry entry)
    {
        var cells = new LinkedCells();
        var placed = figures.All.ToDictionary(t => t.Table.Id, cells.Add, StringComparer.Ordinal);
        return new ProtectedReport(cells, placed, entry.HiddenAmong(Enumerable.Range(0, cells.Count), cells));
    }

    /// <summary>The hidden cells of the report's own tables as the ledger keeps them.</summary>
    public ImmutableArray<string> Digests() =>
        [.. Placed.Values.SelectMany(c => c).Where(c => c >= 0 && Hidden.Contains(c)).Distinct().Select(c => ReportEntry.Digest(Cells.Keys[c])).Order(StringComparer.Ordinal)];
}

/// <content>Finding which cells of a report to hide.</content>
public sealed partial class Gate
{
    /// <summary>
    /// First the tables that are owed; then each that yields takes what is left: what was printed stays printed, and where that leaves it
    /// no safe pattern it is hidden whole.
    /// </summary>
    /// <exception cref="GateRefusal">No pattern of hidden cells is safe beside what left before.</exception>
    private ProtectedReport Protect(ReportFigures figures, Left left, int threshold, FrozenCube? explored, CancellationToken stop)
    {
        var tables = figures.All.Where(t => !t.Yields).ToList();
        var safe = Protect(tables, left, null, threshold, explored, stop)
            ?? throw new GateRefusal(Refused.NotSafe, "whatever is hidden, the figures of this report together with what left before would point at people; it stays inside");
        var whole = new List<FiguredTable>();
        foreach (var table in figures.All.Where(t => t.Yields))
        {
            if (Protect([.. tables, table], left, safe, threshold, explored, stop) is { } wider)
            {
                safe = wider;
                tables.Add(table);
            }
            else
            {
                whole.Add(table);
            }
        }

        foreach (var table in whole)
        {
            // A figure that another table prints is told there.
            var known = safe.Cells.Count;
            safe.Placed[table.Table.Id] = safe.Cells.Add(table);
            safe.Hidden.UnionWith(Enumerable.Range(known, safe.Cells.Count - known));
        }

        return safe;
    }

    private ProtectedReport? Protect(List<FiguredTable> tables, Left left, ProtectedReport? before, int threshold, FrozenCube? explored, CancellationToken stop)
    {
        var cells = left.Cells.Copy();
        var placed = tables.ToDictionary(t => t.Table.Id, cells.Add, StringComparer.Ordinal);
        cells.Link();
        // What left before cannot be called back; it was safe when it left.
        var mustPrint = Enumerable.Range(0, cells.Count).Select(c => left.Printed.Contains(c) || (c < before?.Cells.Count && !before.Hidden.Contains(c))).ToArray();
        var primary = cells.Primary(threshold).Select((p, c) => p && !mustPrint[c]).ToArray();
        // A number that left rounded may stand in a report: then it is known, and the rounding says no more.
        var start = (before?.Hidden ?? left.Hidden.Except(left.Rounded.Keys.Intersect(placed.Values.SelectMany(c => c)))).ToHashSet();
        var found = new LinkedSuppression(cells, primary, mustPrint, threshold, left.Loose)
            .Run([.. Enumerable.Range(0, cells.Count).Select(start.Contains)], Known(explored, cells, left), stop);
        return found is null ? null : new ProtectedReport(cells, placed, [.. Enumerable.Range(0, found.Length).Where(c => found[c])]);
    }
}
