using System.Collections.Immutable;
using Palermo.Disclosure.Audit;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Protection;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using CellState = Palermo.Disclosure.Tables.CellState;

namespace Palermo.Web.Datasets;

/// <summary>What an intruder's arithmetic finds in one way of publishing a table.</summary>
/// <param name="Recovered">Cells that are not printed and can only have one value.</param>
/// <param name="SmallShown">Counts from 1 to below the threshold that are printed as they are.</param>
/// <param name="Holds">What keeps a person safe across tables: true where the same people give the same answer everywhere.</param>
public sealed record ReleaseRisk(int Recovered, int SmallShown, bool Holds);

/// <summary>What a reader keeps of a table, measured against the true counts; for whoever prepares it.</summary>
/// <param name="Shown">Share of the cells with people that print a number.</param>
/// <param name="MeanChange">Mean distance of a printed number from the true one.</param>
/// <param name="MostChange">Greatest such distance.</param>
/// <param name="AddsUp">Whether parts add up to their totals.</param>
public sealed record ReleaseUse(double Shown, double MeanChange, long MostChange, bool AddsUp);

/// <summary>One way of publishing a table: what would be printed, what it risks, what it is good for. Without a table it is refused.</summary>
public sealed record ReleaseOption(Safeguard Safeguard, ReleasedTable? Table, ReleaseRisk? Risk, ReleaseUse? Use);

/// <summary>Protects one table in every way that fits an audience, and lays the ways side by side.</summary>
public sealed class ReleaseDesk(DatasetShelf shelf, CountDesk counting, Gate gate)
{
    /// <summary>Cells of a table that is published from a page; a larger one is for the command line.</summary>
    public const int MostCells = 4_000;

    private static readonly ProtectionLevel Level = new();

    /// <summary>The ways, the strongest last.</summary>
    /// <exception cref="CountsException">As for <see cref="CountDesk.Ask(TableQuestion, Audience, CancellationToken)"/>.</exception>
    public ImmutableArray<ReleaseOption> Options(TableQuestion question, Audience audience, CancellationToken stop = default)
    {
        // The same refusals as for exploring; its answer is one of the ways.
        var noisy = counting.Ask(question with { Where = [] }, audience, stop).Released;
        var dataset = shelf.Find(question.Dataset)!;
        var (tree, exact) = Tree(dataset, question, stop);
        if (tree.Counts.Length > MostCells)
        {
            throw new CountsException(new CountsError(CountsErrorCode.TooManyCells, "the table is too large to be published from a page", null, $"It has {tree.Counts.Length} cells; at most {MostCells} are attacked while a person waits.", "Choose columns with fewer values, or publish it with the command line."));
        }

        var suppressed = Way(Safeguard.Suppression, () => gate.Suppressed(SecondarySuppression.Protect(tree, new PrimaryRules(), Level, stop), Level, dataset.Name, dataset.Version, audience, stop: stop));
        var rounded = Way(Safeguard.Rounding, () => gate.Rounded(tree, ControlledRounding.Round(tree, 5), dataset.Name, dataset.Version, audience));
        return [suppressed, rounded, Way(Safeguard.CellKey, () => noisy)];

        ReleaseOption Way(Safeguard safeguard, Func<ReleasedTable> make)
        {
            try
            {
                var table = make();
                return new ReleaseOption(safeguard, table, Attack(tree, table, safeguard, stop), Measure(exact, table, safeguard));
            }
            catch (Exception e) when (e is GateRefusal or InvalidDataException)
            {
                return new ReleaseOption(safeguard, null, null, null);
            }
        }
    }

    /// <summary>Lets a table out beside all that left of the same version before, and has it counted with all that leaves later.</summary>
    /// <exception cref="GateRefusal">Together with what left before it would point at people.</exception>
    public async Task AdmitAsync(ReleasedTable table, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        var dataset = shelf.Find(table.Clearance.Dataset)!;
        await gate.AdmitAsync(shelf.CountsOf(dataset), counting.Cube(dataset), TablePack.Default, table, stop);
    }

    private (CountTree Tree, Func<ReleasedTable, ReleasedCell, long> Exact) Tree(DatasetInfo dataset, TableQuestion question, CancellationToken stop)
    {
        var counts = shelf.CountsOf(dataset);
        ImmutableArray<string> by = question.Columns is { } c ? [question.Rows, c] : [question.Rows];
        var table = counts.Count(CountQuery.Of(by), stop);
        // "Not recorded" stands last, without a label: code 0 of the released table. Values of an open list that the gate does not name
        // are one value, so that a release does not tell who is there.
        var named = by.Select(n => counts.Dimension(n).IsOpen ? counting.Codes(dataset, n) : counts.Dimension(n).Codes).ToImmutableArray();
        var sides = by.Select((n, d) => Hierarchy.Flat(n, [.. named[d], .. counts.Dimension(n).IsOpen ? new[] { ReleasedTable.Others } : [], ""])).ToImmutableArray();
        var nodeOf = by.Select((_, d) => table.Dimensions[d].Codes.Select(c => named[d].IndexOf(c) is >= 0 and var at ? at + 1 : named[d].Length + 1).Prepend(sides[d].Nodes.Length - 1).ToArray()).ToArray();
        var summed = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in table.Entries)
        {
            var key = string.Join(',', Enumerable.Range(0, by.Length).Select(d => nodeOf[d][entry.Code(d)]));
            summed[key] = summed.GetValueOrDefault(key) + entry.Value;
        }

        var tree = CountTree.Build(sides, at => summed.GetValueOrDefault(string.Join(',', at)));
        var exact = Enumerable.Range(0, tree.Counts.Length).ToDictionary(cell => string.Join('\n', tree.Nodes(cell).Select((n, d) => n == 0 ? "*all*" : sides[d].Nodes[n].Label)), cell => tree.Counts[cell], StringComparer.Ordinal);
        return (tree, (released, cell) => exact.GetValueOrDefault(string.Join('\n', cell.Codes.Select((c, d) => c == ReleasedTable.All ? "*all*" : released.Columns[d].Label(c) ?? ""))));
    }

    // Every printed number is taken as what its safeguard says of it: exact, or a range; a hole as anything. Then the auditor.
    private ReleaseRisk Attack(CountTree tree, ReleasedTable table, Safeguard safeguard, CancellationToken stop)
    {
        var most = table.Clearance.MostNoise ?? 0;
        var builder = new PublishedTableBuilder("release", tree.Dimensions.Select(d => d.Name));
        var small = 0;
        for (var cell = 0; cell < tree.Counts.Length; cell++)
        {
            var nodes = tree.Nodes(cell);
            var codes = nodes.Select((n, d) => CodeOf(table.Columns[d], n == 0 ? null : tree.Dimensions[d].Nodes[n].Label)).ToArray();
            if (codes.Contains(Unnamed))
            {
                // The table does not print this value at all: whatever it holds.
                builder.Add(tree.Labels(cell), CellState.Hidden, 0, SuppressionMark.Unbounded);
                continue;
            }

            var count = table[codes];
            if (count.Number is not { } n)
            {
                builder.Add(tree.Labels(cell), CellState.Hidden, 0, count.Showing == Showing.Few ? most : SuppressionMark.Unbounded);
            }
            else if (most > 0)
            {
                builder.Add(tree.Labels(cell), CellState.Hidden, Math.Max(safeguard == Safeguard.CellKey ? 1 : 0, n - most), n + most);
            }
            else
            {
                builder.Add(tree.Labels(cell), CellState.Shown, n, n);
                small += n is > 0 and < TableAuditor.SmallCount ? 1 : 0;
            }
        }

        var published = builder.Build();
        var result = TableAuditor.Audit(published, "release", RelationBinder.Bind(published, [.. Publication.Rules(tree)], asked: true, stop), null, stop);
        return new ReleaseRisk(result.Report.RecoveredCells, small, safeguard == Safeguard.CellKey);
    }

    private const int Unnamed = -2;

    private static int CodeOf(ReleasedColumn column, string? label) => label switch
    {
        null => ReleasedTable.All,
        "" => 0,
        _ => column.Labels.IndexOf(label) is >= 0 and var at ? at + 1 : Unnamed,
    };

    private static ReleaseUse Measure(Func<ReleasedTable, ReleasedCell, long> exact, ReleasedTable table, Safeguard safeguard)
    {
        var peopled = table.Cells.Where(c => exact(table, c) > 0).ToArray();
        var changes = peopled.Where(c => c.Count.Number is not null).Select(c => Math.Abs(c.Count.Number!.Value - exact(table, c))).ToArray();
        return new ReleaseUse((double)changes.Length / Math.Max(1, peopled.Length), changes.Length == 0 ? 0 : changes.Average(), changes.Length == 0 ? 0 : changes.Max(), safeguard != Safeguard.CellKey);
    }
}
