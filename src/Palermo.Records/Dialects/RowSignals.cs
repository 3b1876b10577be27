using System.Collections.Immutable;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Dialects;

/// <summary>
/// A dialect's row checks compiled: every condition is one bit, a field contributes the bits it meets, a row is checked
/// with two ANDs a check. A check that needs an absent column is not run.
/// </summary>
public sealed class RowSignals
{
    private readonly List<RowCondition> conditions = [];
    private readonly ImmutableArray<(Check Check, ulong All, ulong None)> checks;

    public RowSignals(Binding binding)
    {
        var built = ImmutableArray.CreateBuilder<(Check, ulong, ulong)>();
        foreach (var check in binding.Dialect.Checks)
        {
            if (check.All.Concat(check.None).All(c => c.Columns.Any(n => binding.PositionOf(n) >= 0)))
            {
                built.Add((check.ToCheck(), Mask(check.All), Mask(check.None)));
            }
        }

        checks = built.ToImmutable();
    }

    /// <summary>Whether any check looks at the column.</summary>
    public bool Watches(string column) => conditions.Exists(c => c.Columns.Contains(column));

    /// <summary>The bits that a code of a column contributes.</summary>
    public ulong Of(string column, string code)
    {
        var mask = 0UL;
        for (var i = 0; i < conditions.Count; i++)
        {
            mask |= conditions[i].Columns.Contains(column) && conditions[i].Values.Contains(code) ? 1UL << i : 0;
        }

        return mask;
    }

    /// <summary>Counts the checks that a row with these bits hits.</summary>
    public void Count(ulong signals, long row, Ledger ledger)
    {
        foreach (var (check, all, none) in checks)
        {
            if ((signals & all) == all && (signals & none) == 0)
            {
                ledger.Add(check, row);
            }
        }
    }

    private ulong Mask(ImmutableArray<RowCondition> wanted)
    {
        var mask = 0UL;
        foreach (var condition in wanted)
        {
            var at = conditions.FindIndex(c => c.Columns.SequenceEqual(condition.Columns) && c.Values.SequenceEqual(condition.Values));
            if (at < 0)
            {
                at = conditions.Count;
                conditions.Add(condition);
            }

            mask |= at < 64 ? 1UL << at : throw new InvalidOperationException("A dialect's row checks use more than 64 conditions.");
        }

        return mask;
    }
}
