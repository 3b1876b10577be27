using System.Collections.Immutable;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Relations;

/// <summary>Finds the additive rules a table follows from the words its totals are written with.</summary>
public static class RelationFinder
{
    private static readonly HashSet<string> TotalWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "total", "all", "all persons", "both", "both sexes", "overall", "sum", "grand total", "subtotal",
        "todos", "todas", "ambos sexos", "ensemble", "tous", "les deux sexes", "\u0438\u0442\u043e\u0433\u043e", "\u0432\u0441\u0435\u0433\u043e",
        "\u0627\u0644\u0645\u062c\u0645\u0648\u0639", "\u0627\u0644\u0625\u062c\u0645\u0627\u0644\u064a", "\u603b\u8ba1", "\u5408\u8ba1", "insgesamt",
    };

    /// <summary>Whether a label reads as a total of its whole dimension.</summary>
    public static bool IsTotal(string label) => TotalWords.Contains(label.Trim());

    /// <summary>Whether a label reads as a subtotal of a branch ("Police total").</summary>
    public static bool IsSubtotal(string label)
    {
        var trimmed = label.AsSpan().Trim();
        return trimmed.Length > 6 && trimmed.EndsWith(" total", StringComparison.OrdinalIgnoreCase) && !IsTotal(label);
    }

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
