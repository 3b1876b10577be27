using System.Collections.Immutable;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>One step of arithmetic a person can follow: in this relation, these hidden cells can only be what is left.</summary>
/// <param name="Relation">Index into the bound relations.</param>
/// <param name="Pass">The pass it falls in, from 1; later passes lean on earlier ones.</param>
/// <param name="Cells">The hidden cells that fall.</param>
/// <param name="Reason">Which argument.</param>
public sealed record SubtractionStep(int Relation, int Pass, ImmutableArray<int> Cells, SubtractionReason Reason);

/// <summary>The arguments of plain arithmetic.</summary>
public enum SubtractionReason
{
    /// <summary>One hidden cell is left in the relation: it is the remainder.</summary>
    OnlyOneHidden = 0,

    /// <summary>The hidden parts can only all be at their least.</summary>
    AllAtLeast = 1,

    /// <summary>The hidden parts can only all be at their most.</summary>
    AllAtMost = 2,

    /// <summary>A hidden total whose parts are all known: addition.</summary>
    SumOfKnownParts = 3,
}

/// <summary>Subtraction to a fixpoint: sound where a group is consistent, and incomplete; the explanation beside the exact bounds.</summary>
internal static class Subtraction
{
    /// <summary>Runs over the relations of one group. <paramref name="known"/> maps each cell to its value once known; <paramref name="addition"/> also derives hidden totals.</summary>
    public static List<SubtractionStep> Run(PublishedTable table, BoundRelations bound, IReadOnlyList<int> relations, Dictionary<int, long> known, bool addition)
    {
        var steps = new List<SubtractionStep>();
        for (var pass = 1; ; pass++)
        {
            var before = steps.Count;
            foreach (var r in relations)
            {
                if (Step(table, bound.Relations[r], r, pass, known, addition) is { } step)
                {
                    steps.Add(step);
                }
            }

            if (steps.Count == before)
            {
                return steps;
            }
        }
    }

    private static SubtractionStep? Step(PublishedTable table, AdditiveRelation relation, int number, int pass, Dictionary<int, long> known, bool addition)
    {
        long? Value(int cell) => table.State(cell) == CellState.Shown ? table.Low(cell) : known.TryGetValue(cell, out var v) ? v : null;
        var total = Value(relation.Total);
        var hidden = relation.Parts.Where(p => Value(p) is null).ToArray();
        var shown = relation.Parts.Sum(p => Value(p) ?? 0);
        if (total is null)
        {
            if (hidden.Length > 0 || !addition)
            {
                return null;
            }

            known[relation.Total] = shown;
            return new SubtractionStep(number, pass, [relation.Total], SubtractionReason.SumOfKnownParts);
        }

        if (hidden.Length == 0)
        {
            return null;
        }

        var left = total.Value - shown;
        if (hidden.Length == 1)
        {
            known[hidden[0]] = left;
            return new SubtractionStep(number, pass, [.. hidden], SubtractionReason.OnlyOneHidden);
        }

        // Many marks without an upper end add up beyond a long; nothing is ever at such a most.
        var least = hidden.Sum(table.Low);
        long? most = hidden.Any(p => table.High(p) >= SuppressionMark.Unbounded) ? null : hidden.Sum(table.High);
        if (left != least && left != most)
        {
            return null;
        }

        foreach (var cell in hidden)
        {
            known[cell] = left == least ? table.Low(cell) : table.High(cell);
        }

        return new SubtractionStep(number, pass, [.. hidden], left == least ? SubtractionReason.AllAtLeast : SubtractionReason.AllAtMost);
    }
}
