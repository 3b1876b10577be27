using System.Collections.Immutable;
using Palermo.Disclosure.Protection;
using Palermo.Statistics.Counts;

namespace Palermo.Web.Datasets;

/// <summary>
/// Answers questions to datasets. The one way in which counts of records leave this folder: what comes out is protected, whoever
/// asks and whatever is made of it (page, picture, file, answer to a program).
/// </summary>
/// <remarks>Setting <c>Datasets:Threshold</c>: counts from 1 to below it are withheld; 5 unless set, never under 3.</remarks>
public sealed class CountDesk
{
    /// <summary>Cells, totals included, that one table may have.</summary>
    public const int MostCells = 60_000;

    // Above this many (small cells times cells) the linear programs of the exact cover would keep a visitor waiting.
    private const long ExactCover = 60_000;

    private readonly DatasetShelf _shelf;
    private readonly int _threshold;

    public CountDesk(DatasetShelf shelf, IConfiguration settings)
    {
        _shelf = shelf;
        _threshold = ThresholdOf(settings);
    }

    internal static int ThresholdOf(IConfiguration settings) => Math.Max(3, settings.GetValue("Datasets:Threshold", 5));

    /// <summary>Counts and protects.</summary>
    /// <exception cref="CountsException">A column is not of the dataset, a value not of a column, or the table too large.</exception>
    public ProtectedTable Ask(TableQuestion question, CancellationToken cancel = default)
    {
        var dataset = _shelf.Find(question.Dataset) ?? throw Wrong(CountsErrorCode.Missing, "there is no such dataset", null, "It is not among those of this server.", "Choose one of the list.");
        foreach (var column in question.Where.Select(w => w.Column).Append(question.Rows).Concat(question.Columns is { } c ? [c] : []))
        {
            if (dataset.Find(column) is null)
            {
                throw Wrong(CountsErrorCode.UnknownColumn, "the dataset has no such column to ask for", column, "Identifiers and free text are never counted.", "Choose one of its columns.");
            }
        }

        if (question.Rows == question.Columns)
        {
            throw Wrong(CountsErrorCode.Query, "rows and columns are the same column", question.Rows, "The table would only repeat its diagonal.", "Choose another column, or none.");
        }

        var counts = _shelf.CountsOf(dataset);
        foreach (var (column, code) in question.Where)
        {
            if (code is not null && counts.Dimension(column).Code(code) is null)
            {
                throw Wrong(CountsErrorCode.UnknownCode, "the column has no such value", column, "No record has it.", "Choose one of the list.");
            }
        }

        var pivot = PivotTable.Of(counts.Count(question.ToQuery(), cancel), question.Columns is { } across ? [across] : []);
        if ((pivot.Rows.Length + 1L) * (pivot.Columns.Length + 1L) > MostCells)
        {
            throw Wrong(CountsErrorCode.TooManyCells, "the table is too large to be read", null, "Its columns have too many values together.", "Choose a column with fewer values, or filter.");
        }

        var (table, protection) = Protect(pivot, _threshold, cancel);
        return new(table, question, dataset, protection);
    }

    /// <summary>Withholds the small counts of a table and what would give them away.</summary>
    internal static (PivotTable Table, Protection Protection) Protect(PivotTable table, int threshold, CancellationToken cancel)
    {
        var (rows, columns) = (table.Rows.Length, table.ColumnDimensions.IsEmpty ? 0 : table.Columns.Length);
        // One dimension: rows under their total. Two: rows times columns, with both margins.
        var width = columns + 1;
        var rules = new PrimaryRules(threshold, GroupDisclosure: false);
        ImmutableArray<Hierarchy> sides = [Hierarchy.Flat("r", table.Rows.Select((_, i) => "r" + i))];
        if (columns > 0)
        {
            sides = sides.Add(Hierarchy.Flat("c", table.Columns.Select((_, i) => "c" + i)));
        }

        var tree = CountTree.Build(sides, at => columns > 0 ? Number(table[at[0] - 1, at[1] - 1]) : Number(table.RowTotals[at[0] - 1]));
        var primary = rules.Apply(tree);
        var small = primary.Count(p => p);
        if (small == 0)
        {
            return (table, new(threshold, 0, 0, false));
        }

        var exact = (long)small * tree.Counts.Length <= ExactCover;
        var hidden = exact
            ? [.. SecondarySuppression.Protect(tree, rules, new ProtectionLevel(), cancel) is var suppressed && suppressed.Protected ? suppressed.Hidden : [.. WithTotals(primary, rows, width)]]
            : WithTotals(primary, rows, width);
        Cell Shown(Cell cell, int at) => hidden[at] ? Cell.Suppressed : cell;
        var shown = table with
        {
            Cells = [.. table.Cells.Select((c, i) => columns > 0 ? Shown(c, (((i / columns) + 1) * width) + (i % columns) + 1) : Shown(c, i + 1))],
            RowTotals = [.. table.RowTotals.Select((c, r) => Shown(c, (r + 1) * width))],
            ColumnTotals = [.. table.ColumnTotals.Select((c, i) => columns > 0 ? Shown(c, i + 1) : Shown(c, 0))],
            Total = Shown(table.Total, 0),
        };
        return (shown, new(threshold, small, hidden.Count(h => h) - small, !exact));
    }

    private static long Number(Cell cell) => cell.IsNumber ? cell.Count : 0;

    /// <summary>
    /// Withholds every total that a withheld cell adds into. Each equation of the table that holds a withheld cell then holds a
    /// withheld total as well, and the totals have no equation left among themselves: any withheld cell can take any value.
    /// </summary>
    private static bool[] WithTotals(bool[] primary, int rows, int width)
    {
        var hidden = (bool[])primary.Clone();
        for (var r = 1; r <= rows; r++)
        {
            for (var c = 1; c < width; c++)
            {
                if (primary[(r * width) + c])
                {
                    hidden[r * width] = hidden[c] = true;
                }
            }
        }

        hidden[0] = true;
        return hidden;
    }

    private static CountsException Wrong(CountsErrorCode code, string what, string? where, string why, string toDo) => new(new CountsError(code, what, where, why, toDo));
}
