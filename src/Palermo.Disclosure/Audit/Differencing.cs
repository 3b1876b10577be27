using System.Collections.Immutable;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>What several releases give away together, beyond each alone. Counts only.</summary>
/// <param name="Releases">The releases, in the order given.</param>
/// <param name="SharedCells">Cells printed in more than one release.</param>
/// <param name="Revised">Shared cells whose printed counts differ; they are not held equal.</param>
/// <param name="HiddenHereShownThere">Cells hidden in one release and printed in another.</param>
/// <param name="SmallDifferences">Shared cells that differ by less than the threshold: the difference itself is a small count.</param>
/// <param name="Joint">The audit of all releases as one table.</param>
/// <param name="RecoveredOnlyJointly">Hidden cells that fall only when the releases are held together.</param>
public sealed record DifferencingReport(
    ImmutableArray<string> Releases, int SharedCells, int Revised, int HiddenHereShownThere, int SmallDifferences, AuditReport Joint, int RecoveredOnlyJointly);

/// <summary>
/// Level 3: differencing between releases of the same population. Releases are laid over each other by their labels; a dimension
/// that one release lacks is taken at its total. Cells that both print with different counts were revised and stay apart.
/// </summary>
public static class Differencing
{
    /// <summary>Audits releases together. <paramref name="threshold"/>: differences below it are counted as small.</summary>
    /// <exception cref="InvalidDataException">The releases share no dimension.</exception>
    public static DifferencingReport Audit(ImmutableArray<(PublishedTable Table, AuditResult Alone)> releases, TableShape shape, ImmutableArray<RelationRule> rules = default, int threshold = 5, CancellationToken stop = default, CancellationToken timeOver = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var names = releases.SelectMany(r => r.Table.Dimensions.Select(d => d.Name)).Distinct(StringComparer.Ordinal).ToArray();
        if (releases.Skip(1).Any(r => !r.Table.Dimensions.Any(d => releases[0].Table.Dimensions.Any(e => e.Name == d.Name))))
        {
            throw new InvalidDataException("the releases share no dimension: there is nothing to subtract");
        }

        // A dimension that is missing from a release is read as the label the others use for the total.
        var totals = names.ToDictionary(
            n => n,
            n => releases.SelectMany(r => r.Table.Dimensions.Where(d => d.Name == n).SelectMany(d => d.Labels)).FirstOrDefault(RelationFinder.IsTotal) ?? "Total",
            StringComparer.Ordinal);

        var merged = new Dictionary<string, (string[] Labels, CellState State, long Low, long High, int Seen)>(StringComparer.Ordinal);
        int shared = 0, revised = 0, revealed = 0, small = 0;
        for (var release = 0; release < releases.Length; release++)
        {
            var table = releases[release].Table;
            var at = names.Select(n => table.Dimensions.Select(d => d.Name).ToList().IndexOf(n)).ToArray();
            for (var cell = 0; cell < table.Cells; cell++)
            {
                if ((cell & 0xfff) == 0)
                {
                    stop.ThrowIfCancellationRequested();
                }

                if (table.State(cell) is not (CellState.Shown or CellState.Hidden))
                {
                    continue;
                }

                var labels = new string[names.Length];
                for (var i = 0; i < names.Length; i++)
                {
                    labels[i] = at[i] < 0 ? totals[names[i]] : table.Dimensions[at[i]].Labels[table.Codes(cell)[at[i]]];
                }

                var key = string.Join('\u001f', labels);
                if (!merged.TryGetValue(key, out var before))
                {
                    merged[key] = (labels, table.State(cell), table.Low(cell), table.High(cell), 1);
                    continue;
                }

                shared++;
                var low = Math.Max(before.Low, table.Low(cell));
                var high = Math.Min(before.High, table.High(cell));
                if (low > high)
                {
                    revised++;
                    var gap = Math.Abs(before.Low - table.Low(cell));
                    small += before.State == CellState.Shown && table.State(cell) == CellState.Shown && gap < threshold ? 1 : 0;
                    merged[key] = before with { State = CellState.Unreadable, Seen = before.Seen + 1 };
                    continue;
                }

                revealed += before.State != table.State(cell) && before.State != CellState.Unreadable ? 1 : 0;
                var state = before.State == CellState.Unreadable ? before.State : before.State == CellState.Shown || table.State(cell) == CellState.Shown ? CellState.Shown : CellState.Hidden;
                merged[key] = (labels, state, low, high, before.Seen + 1);
            }
        }

        var builder = new PublishedTableBuilder(string.Join(" + ", releases.Select(r => r.Table.Name)), names);
        foreach (var cell in merged.Values)
        {
            builder.Add(cell.Labels, cell.State, cell.Low, cell.High);
        }

        var joint = TableAuditor.Audit(builder.Build(), shape, rules, null, stop, timeOver);
        var alone = releases.Sum(r => r.Alone.Report.RecoveredCells);
        return new DifferencingReport(
            [.. releases.Select(r => r.Table.Name)], shared, revised, revealed, small, joint.Report,
            Math.Max(0, revealed + joint.Report.RecoveredCells - alone));
    }
}
