using Palermo.Disclosure.Audit;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Protection;

/// <summary>A protected table as the public will see it, and the audit it must pass before it may be written.</summary>
public static class Publication
{
    /// <summary>The printed table: counts, and a mark without a range for every hidden cell.</summary>
    public static PublishedTable Print(SuppressedTable protectedTable, bool zerosHidden = true)
    {
        ArgumentNullException.ThrowIfNull(protectedTable);
        var table = protectedTable.Table;
        var builder = new PublishedTableBuilder("protected", table.Dimensions.Select(d => d.Name));
        for (var c = 0; c < table.Counts.Length; c++)
        {
            if (protectedTable.Hidden[c])
            {
                builder.Add(table.Labels(c), CellState.Hidden, zerosHidden ? 0 : 1, SuppressionMark.Unbounded);
            }
            else
            {
                builder.Add(table.Labels(c), CellState.Shown, table.Counts[c], table.Counts[c]);
            }
        }

        return builder.Build();
    }

    /// <summary>The rules of the table's own hierarchies.</summary>
    public static IEnumerable<RelationRule> Rules(CountTree table)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var dimension in table.Dimensions)
        {
            for (var n = 0; n < dimension.Nodes.Length; n++)
            {
                var node = n;
                var children = dimension.Nodes.Where(m => m.Parent == node).Select(m => new Selector([m.Label])).ToArray();
                if (children.Length > 0)
                {
                    yield return new RelationRule($"{dimension.Name}: {dimension.Nodes[n].Label}", [dimension.Name], new Selector([dimension.Nodes[n].Label]), [.. children]);
                }
            }
        }
    }

    /// <summary>Audits the printed table with the release auditor, which shares no code with the protection.</summary>
    public static AuditResult Audit(SuppressedTable protectedTable, bool zerosHidden = true, CancellationToken stop = default, CancellationToken timeOver = default)
    {
        var printed = Print(protectedTable, zerosHidden);
        return TableAuditor.Audit(printed, "protected", RelationBinder.Bind(printed, [.. Rules(protectedTable.Table)], asked: true, stop), null, stop, timeOver);
    }

    /// <summary>
    /// Whether the audited table may be written: nothing recovered, and every primary cell as wide as asked. What the auditor cannot settle,
    /// in a large table or because the time is over, the proof must show by addition.
    /// </summary>
    public static bool MayBeWritten(SuppressedTable protectedTable, ProtectionLevel level, bool zerosHidden = true, CancellationToken stop = default, CancellationToken timeOver = default)
    {
        ArgumentNullException.ThrowIfNull(level);
        var result = Audit(protectedTable, zerosHidden, stop, timeOver);
        var settled = result.Report is { UndecidedCells: 0, UnsearchedCells: 0 };
        return protectedTable.Protected && (settled || protectedTable.Proof?.Holds(protectedTable, level, zerosHidden) == true) && result.Report.RecoveredCells == 0 && result.Report.ContradictoryGroups == 0
            && result.Bounds.Where(b => protectedTable.Primary[b.Cell]).All(b => b.Max - b.Min >= level.Width);
    }
}
