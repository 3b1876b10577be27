using System.Collections.Immutable;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Solving;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>Levels 0 to 2 of a release audit: consistency first, subtraction as the explanation, exact bounds as the answer.</summary>
public static class TableAuditor
{
    /// <summary>Audits a table under <paramref name="rules"/>, or under the rules it follows itself when none are given.</summary>
    public static AuditResult Audit(PublishedTable table, TableShape shape, ImmutableArray<RelationRule> rules = default, IProgress<double>? progress = null, CancellationToken stop = default, CancellationToken timeOver = default)
    {
        var asked = !rules.IsDefaultOrEmpty || !shape.Rules.IsEmpty;
        var used = !rules.IsDefaultOrEmpty ? rules : asked ? shape.Rules : RelationFinder.Propose(table);
        return Audit(table, shape.Name, RelationBinder.Bind(table, used, asked, stop), progress, stop, timeOver);
    }

    /// <summary>
    /// Audits a table under bound relations. <paramref name="stop"/> ends it without an answer; after <paramref name="timeOver"/> no group is
    /// begun and none searched further, and the report says how much was left.
    /// </summary>
    public static AuditResult Audit(PublishedTable table, string shape, BoundRelations bound, IProgress<double>? progress = null, CancellationToken stop = default, CancellationToken timeOver = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(bound);
        var relationsOf = new List<int>?[bound.Groups];
        for (var r = 0; r < bound.Relations.Length; r++)
        {
            (relationsOf[bound.GroupOfCell[bound.Relations[r].Total]] ??= []).Add(r);
        }

        var hiddenOf = new List<int>?[bound.Groups];
        var negativeIn = new bool[bound.Groups];
        int hidden = 0, unreadable = 0, negative = 0, small = 0, singles = 0;
        for (var c = 0; c < table.Cells; c++)
        {
            switch (table.State(c))
            {
                case CellState.Hidden:
                    hidden++;
                    (hiddenOf[bound.GroupOfCell[c]] ??= []).Add(c);
                    break;
                case CellState.Unreadable:
                    unreadable++;
                    break;
                case CellState.Shown when table.Low(c) < 0:
                    negative++;
                    negativeIn[bound.GroupOfCell[c]] = true;
                    break;
                case CellState.Shown when table.Low(c) is > 0 and < SmallCount:
                    small++;
                    singles += table.Low(c) == 1 ? 1 : 0;
                    break;
            }
        }

        var tally = new Tally();
        var (done, unsearched, unsearchedCells, cut) = (0, 0, 0, false);
        foreach (var g in EasyFirst(hiddenOf))
        {
            if ((done++ & 1023) == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress?.Report((double)done / bound.Groups);
            }

            if (timeOver.IsCancellationRequested)
            {
                unsearched += hiddenOf[g] is null ? 0 : 1;
                unsearchedCells += hiddenOf[g]?.Count ?? 0;
                continue;
            }

            var relations = relationsOf[g] ?? [];
            var inside = hiddenOf[g] ?? [];
            var contradictory = negativeIn[g] || GroupSolver.ShownContradiction(table, bound, relations);
            if (inside.Count == 0)
            {
                tally.ContradictoryShown += contradictory ? 1 : 0;
                continue;
            }

            tally.Group(table, bound, relations, inside, contradictory ? null : GroupSolver.Solve(table, bound, relations, inside, stop, timeOver));
            cut |= timeOver.IsCancellationRequested && tally.Undecided > 0;
        }

        var report = new AuditReport
        {
            Table = table.Name,
            Shape = shape,
            Cells = table.Cells,
            AmbiguousCells = table.AmbiguousCells,
            UnreadableCells = unreadable,
            NegativeCells = negative,
            SmallCellsShown = small,
            SinglesShown = singles,
            HiddenCells = hidden,
            RecoveredCells = tally.Recovered.Count,
            NarrowedCells = tally.NarrowedTo.Values.Sum(),
            NarrowedTo = tally.NarrowedTo.ToImmutableSortedDictionary(),
            ContradictoryGroups = tally.Contradictory,
            HiddenCellsInContradictoryGroups = tally.HiddenInContradictory,
            ConsistentGroups = tally.Consistent,
            ContradictoryGroupsFullyShown = tally.ContradictoryShown,
            UndecidedCells = tally.Undecided,
            RecoveredBySubtraction = tally.BySubtraction,
            RecoveredByArithmetic = tally.ByArithmetic,
            SubtractionDisagreements = tally.Disagreements,
            RecoveredBy = Breakdown(table, bound, tally.Recovered),
            Relations = bound.Standings,
            Marks = table.Marks,
            UnsearchedGroups = unsearched,
            UnsearchedCells = unsearchedCells,
            TimeOver = cut || unsearched > 0,
        };
        return new AuditResult(report, [.. tally.Bounds], [.. tally.Steps]);
    }

    /// <summary>Counts below this and above zero are small: the field's usual public threshold.</summary>
    public const int SmallCount = 5;

    /// <summary>Groups with more hidden cells than this come last, so that one of them does not take the time of all others.</summary>
    private const int Easy = 40;

    private static IEnumerable<int> EasyFirst(List<int>?[] hiddenOf)
    {
        var hard = new List<int>();
        for (var g = 0; g < hiddenOf.Length; g++)
        {
            if (hiddenOf[g] is { Count: > Easy })
            {
                hard.Add(g);
                continue;
            }

            yield return g;
        }

        foreach (var g in hard.OrderBy(g => hiddenOf[g]!.Count))
        {
            yield return g;
        }
    }

    /// <summary>Dimensions with at most this many labels are broken down; finer ones would point at places.</summary>
    private const int BreakdownLabels = 12;

    private static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>> Breakdown(PublishedTable table, BoundRelations bound, List<int> recovered)
    {
        var summed = bound.Relations.SelectMany(r => r.Parts.Take(1).Select(p => (r.Total, Part: p)))
            .SelectMany(r => Enumerable.Range(0, table.Dimensions.Length).Where(d => table.Codes(r.Total)[d] != table.Codes(r.Part)[d]))
            .Distinct().ToHashSet();
        var result = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedDictionary<string, int>>(StringComparer.Ordinal);
        for (var d = 0; d < table.Dimensions.Length; d++)
        {
            if (!summed.Contains(d) && table.Dimensions[d].Labels.Length is > 1 and <= BreakdownLabels)
            {
                var at = d;
                result[table.Dimensions[d].Name] = recovered.GroupBy(c => table.Dimensions[at].Labels[table.Codes(c)[at]], StringComparer.Ordinal)
                    .ToImmutableSortedDictionary(p => p.Key, p => p.Count(), StringComparer.Ordinal);
            }
        }

        return result.ToImmutable();
    }
}
