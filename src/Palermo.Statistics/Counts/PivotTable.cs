using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <summary>A heading of a row or column: one code a dimension.</summary>
/// <param name="Codes">0 is "not recorded".</param>
public readonly record struct Heading(ImmutableArray<int> Codes);

/// <summary>
/// A table as it is shown: rows, columns, and a cell for each pair, with totals. Totals count each record once, so the
/// cells of a dimension of several codes a record may add to more.
/// </summary>
/// <param name="RowDimensions">What the rows are divided by.</param>
/// <param name="ColumnDimensions">What the columns are divided by.</param>
/// <param name="Rows">Headings; "not recorded" stands last.</param>
/// <param name="Columns">Headings; "not recorded" stands last.</param>
/// <param name="Cells">Rows times columns, row by row.</param>
/// <param name="RowTotals">One a row.</param>
/// <param name="ColumnTotals">One a column.</param>
/// <param name="Total">All records.</param>
/// <param name="Provenance">What the figures rest on.</param>
public sealed record PivotTable(
    ImmutableArray<Dimension> RowDimensions,
    ImmutableArray<Dimension> ColumnDimensions,
    ImmutableArray<Heading> Rows,
    ImmutableArray<Heading> Columns,
    ImmutableArray<Cell> Cells,
    ImmutableArray<Cell> RowTotals,
    ImmutableArray<Cell> ColumnTotals,
    Cell Total,
    Provenance Provenance)
{
    public Cell this[int row, int column] => Cells[(row * Columns.Length) + column];

    /// <summary>Shapes a table: the dimensions named go into columns, the others into rows.</summary>
    /// <param name="table">Counts.</param>
    /// <param name="columns">Dimensions of the columns; none gives one column of totals.</param>
    /// <param name="onlyOccurring">Leaves out rows of codes that occur in no record; combinations of several row dimensions always are.</param>
    public static PivotTable Of(CountTable table, ImmutableArray<string> columns, bool onlyOccurring = true)
    {
        var rowNames = table.Dimensions.Select(d => d.Name).Except(columns, StringComparer.Ordinal).ToImmutableArray();
        var ordered = table.Keep([.. rowNames, .. columns]);
        var (rowTable, columnTable) = (ordered.Keep(rowNames), ordered.Keep(columns));
        var rows = Headings(rowTable, onlyOccurring || rowNames.Length > 1);
        var heads = Headings(columnTable, onlyOccurring && columnTable.Dimensions.Any(d => d.IsOpen));
        var cells = ImmutableArray.CreateBuilder<Cell>(rows.Length * heads.Length);
        foreach (var row in rows)
        {
            foreach (var head in heads)
            {
                cells.Add(ordered.CellAt([.. row.Codes, .. head.Codes]));
            }
        }

        return new PivotTable(
            rowTable.Dimensions,
            columnTable.Dimensions,
            rows,
            heads,
            cells.MoveToImmutable(),
            [.. rows.Select(r => rowTable.CellAt(r.Codes.AsSpan()))],
            [.. heads.Select(h => columnTable.CellAt(h.Codes.AsSpan()))],
            ordered.Keep([]).CellAt([]),
            table.Provenance);
    }

    private static ImmutableArray<Heading> Headings(CountTable table, bool occurring)
    {
        IEnumerable<ImmutableArray<int>> all = occurring ? table.Entries.Select(e => e.Codes().ToImmutableArray()) : Product(table.Dimensions);

        // Codes in their order, "not recorded" after them.
        var order = all.ToList();
        order.Sort((a, b) =>
        {
            for (var i = 0; i < a.Length; i++)
            {
                var by = Place(a[i]).CompareTo(Place(b[i]));
                if (by != 0)
                {
                    return by;
                }
            }

            return 0;
        });
        return [.. order.Select(c => new Heading(c))];

        static int Place(int code) => code == Dimension.NotRecorded ? int.MaxValue : code;
    }

    private static IEnumerable<ImmutableArray<int>> Product(ImmutableArray<Dimension> dimensions) =>
        dimensions.Aggregate((IEnumerable<ImmutableArray<int>>)[[]], (sofar, d) => sofar.SelectMany(head => Enumerable.Range(0, d.Size).Select(c => head.Add(c))));
}
