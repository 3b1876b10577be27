using System.Collections.Immutable;
using Palermo.Disclosure.Protection;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Disclosure.Gates;

/// <summary>Tables that are protected once and published, instead of asked for.</summary>
public sealed partial class Gate
{
    /// <summary>Lets out a suppressed table after attacking it once more.</summary>
    /// <exception cref="GateRefusal">The attack found a way in.</exception>
    public ReleasedTable Suppressed(SuppressedTable table, ProtectionLevel level, string dataset, string version, Audience audience, bool zerosHidden = true, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!Publication.MayBeWritten(table, level, zerosHidden, stop))
        {
            throw new GateRefusal(Refused.NotSafe, "the protected table does not stand up to the attack; it stays inside");
        }

        return FromTree(table.Table, new Clearance(dataset, version, audience, Safeguard.Suppression, 0, 0), c => table.Hidden[c] ? ReleasedCount.Withheld : ReleasedCount.Of(table.Table.Counts[c]));
    }

    /// <summary>Lets out a rounded table: its values are multiples of the base and add up.</summary>
    public ReleasedTable Rounded(CountTree table, RoundedTable rounded, string dataset, string version, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rounded);
        if (rounded.Values.Any(v => v % rounded.Base != 0) || rounded.Base < 3 || rounded.Values.Length != table.Counts.Length || table.Equations.Any(e => e.Parts.Sum(p => rounded.Values[p]) != rounded.Values[e.Total]))
        {
            throw new GateRefusal(Refused.NotSafe, "the rounded table is not one of multiples of 3 or more that add up; it stays inside");
        }

        return FromTree(table, new Clearance(dataset, version, audience, Safeguard.Rounding, 0, rounded.Adjacent ? rounded.Base - 1 : 3L * rounded.Base), c => ReleasedCount.Of(rounded.Values[c]));
    }

    /// <summary>Lets out the noisy counts of single values of a private release: one table a column.</summary>
    public ImmutableArray<ReleasedTable> Private(MarginTable margins, Domain domain, string dataset, string version, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(margins);
        ArgumentNullException.ThrowIfNull(domain);
        var clearance = new Clearance(dataset, version, audience, Safeguard.DifferentialPrivacy, 0, null);
        var singles = margins.Cells.Where(c => c.Values.Length == 1).ToLookup(c => c.Values[0].Column, StringComparer.Ordinal);
        return
        [
            .. domain.Columns.Select(column => new ReleasedTable(
                clearance,
                [new ReleasedColumn(column.Name, column.Labels)],
                [],
                [
                    new ReleasedCell([ReleasedTable.All], ReleasedCount.Of(margins.Total)),
                    .. singles[column.Name].Select(c => new ReleasedCell([column.Labels.IndexOf(c.Values[0].Label) + 1], ReleasedCount.Of(c.Noisy))),
                ],
                ReleasedCount.Withheld)),
        ];
    }

    // Node 0 of a dimension is its total, the margin of a released table; the other nodes are labels in their order.
    private static ReleasedTable FromTree(CountTree table, Clearance clearance, Func<int, ReleasedCount> show) => new(
        clearance,
        [.. table.Dimensions.Select(d => new ReleasedColumn(d.Name, [.. d.Nodes.Skip(1).Select(n => n.Label)]))],
        [],
        [.. Enumerable.Range(0, table.Counts.Length).Select(c => new ReleasedCell([.. table.Nodes(c).Select(n => n == 0 ? ReleasedTable.All : n)], show(c)))],
        ReleasedCount.Withheld);
}
