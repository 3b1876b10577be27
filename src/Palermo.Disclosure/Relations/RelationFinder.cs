using System.Collections.Immutable;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Relations;

/// <summary>Finds the additive rules a table follows from the words its totals are written with.</summary>
public static class RelationFinder
{
    /// <summary>Whether a label reads as a total of its whole dimension.</summary>
    public static bool IsTotal(string label) => TotalWords.IsTotal(label);

    /// <summary>Whether a label reads as a subtotal of a branch ("Police total").</summary>
    public static bool IsSubtotal(string label) => TotalWords.IsSubtotal(label);

    /// <summary>
    /// Proposes one rule a dimension with a total label, and one a subtotal label. Labels that read as totals are never parts of
    /// a subtotal; a dimension's total is the sum of its detail labels.
    /// </summary>
    public static ImmutableArray<RelationRule> Propose(PublishedTable table)
    {
        var rules = ImmutableArray.CreateBuilder<RelationRule>();
        foreach (var dimension in table.Dimensions)
        {
            var totals = dimension.Labels.Where(IsTotal).ToArray();
            var subtotals = dimension.Labels.Where(IsSubtotal).ToArray();
            var details = dimension.Labels.Where(l => !IsTotal(l) && !IsSubtotal(l) && l.Length > 0).ToImmutableArray();
            if (details.Length == 0)
            {
                continue;
            }

            foreach (var total in totals.Concat(subtotals))
            {
                rules.Add(new RelationRule(
                    $"{dimension.Name}: {total} = sum of its parts",
                    [dimension.Name], new Selector([total]), [.. details.Select(d => new Selector([d]))]));
            }
        }

        return rules.ToImmutable();
    }
}
