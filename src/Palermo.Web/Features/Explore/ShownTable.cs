using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;
using Palermo.Web.Charts;
using Palermo.Web.Datasets;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Features.Explore;

/// <summary>
/// A protected table in words: rows ordered as a reader wants them, "not recorded" last, totals under them. Shares are of the
/// people for whom the column is recorded; a share over a withheld count is withheld.
/// </summary>
public sealed class ShownTable
{
    private readonly ProtectedTable _table;
    private readonly Texts _texts;

    public ShownTable(ProtectedTable table, Texts texts, bool share = false)
    {
        (_table, _texts, IsShare) = (table, texts, share);
        RowColumn = table.Dataset.Find(table.Question.Rows)!;
        ColumnColumn = table.Question.Columns is { } c ? table.Dataset.Find(c) : null;
        RowOrder = [.. Ordered(table.Table.Rows, RowColumn, i => table.Table.RowTotals[i])];
        ColumnOrder = ColumnColumn is null ? [0] : [.. Ordered(table.Table.Columns, ColumnColumn, i => table.Table.ColumnTotals[i])];
        Model = ToModel();
    }

    public DatasetColumn RowColumn { get; }

    public DatasetColumn? ColumnColumn { get; }

    public bool IsShare { get; }

    public int Decimals => IsShare ? 1 : 0;

    /// <summary>Rows of the protected table in the order shown.</summary>
    public ImmutableArray<int> RowOrder { get; }

    /// <summary>Its columns in the order shown.</summary>
    public ImmutableArray<int> ColumnOrder { get; }

    public TableModel Model { get; }

    public string? RowCode(int row) => _table.Table.RowDimensions[0].Text(_table.Table.Rows[row].Codes[0]);

    public string? ColumnCode(int column) => ColumnColumn is null ? null : _table.Table.ColumnDimensions[0].Text(_table.Table.Columns[column].Codes[0]);

    public static string Key(int row) => "r" + row.ToString(CultureInfo.InvariantCulture);

    public static Amount ToAmount(Cell cell) => cell.State switch
    {
        CellState.NotRecorded => Amount.NotRecorded,
        CellState.Suppressed => Amount.Suppressed,
        CellState.Blank => Amount.Blank,
        _ => Amount.Of(cell.Count),
    };

    /// <summary>The table's heading: what is counted, and among whom.</summary>
    public string Caption
    {
        get
        {
            var by = ColumnColumn is null ? _texts["table.caption.one", _texts.Column(RowColumn.Name)] : _texts["table.caption.two", _texts.Column(RowColumn.Name), _texts.Column(ColumnColumn.Name)];
            var among = string.Join(_texts["chart.comma"], _table.Question.Where.Select(w => _texts.Column(w.Column) + _texts["chart.colon"] + _texts.Code(_table.Dataset.Find(w.Column)!, w.Code)));
            return by + (IsShare ? " " + _texts["table.caption.share"] : "") + (among.Length > 0 ? " (" + among + ")" : "");
        }
    }

    /// <summary>The finding in one sentence: the largest group that is recorded and may be shown.</summary>
    public string Finding
    {
        get
        {
            var best = RowOrder.Where(r => RowCode(r) is not null)
                .SelectMany(r => ColumnOrder.Where(c => ColumnColumn is null || ColumnCode(c) is not null).Select(c => (Row: r, Column: c, Cell: _table.Table[r, c])))
                .Where(x => x.Cell.State == CellState.Value)
                .OrderByDescending(x => x.Cell.Count).FirstOrDefault();
            if (best.Cell.State != CellState.Value)
            {
                return _texts["table.finding.none"];
            }

            var who = _texts.Code(RowColumn, RowCode(best.Row)) + (ColumnColumn is null ? "" : _texts["chart.comma"] + _texts.Code(ColumnColumn, ColumnCode(best.Column)));
            var n = Numbers.Shown(best.Cell.Count, _texts.Language.Tag);
            return _table.Table.Total.IsNumber ? _texts["table.finding.most", who, n, Numbers.Shown(_table.Table.Total.Count, _texts.Language.Tag)] : _texts["table.finding.most_of", who, n];
        }
    }

    // Years, ages and flags in their own order; what has none, the largest first. "Not recorded" is always last.
    private IEnumerable<int> Ordered(ImmutableArray<Heading> headings, DatasetColumn column, Func<int, Cell> total)
    {
        var all = Enumerable.Range(0, headings.Length).Where(i => headings[i].Codes[0] != Dimension.NotRecorded);
        var dimension = _table.Table.RowDimensions.Concat(_table.Table.ColumnDimensions).First(d => d.Name == column.Name);
        var ordered = column.Kind switch
        {
            ColumnKind.Year => all.OrderBy(i => dimension.Text(headings[i].Codes[0]), StringComparer.Ordinal),
            ColumnKind.Age or ColumnKind.Flag or ColumnKind.Sex => all.OrderBy(i => headings[i].Codes[0]),
            _ => all.OrderByDescending(i => total(i).IsNumber ? total(i).Count : 0).ThenBy(i => headings[i].Codes[0]),
        };
        return ordered.Concat(Enumerable.Range(0, headings.Length).Where(i => headings[i].Codes[0] == Dimension.NotRecorded));
    }

    private TableModel ToModel()
    {
        var table = _table.Table;
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var (row, year) in WithMissingYears())
        {
            if (row is { } r)
            {
                rows.Add(new(Key(r), _texts.Code(RowColumn, RowCode(r)), Amounts(r)));
            }
            else
            {
                rows.Add(new("y" + year, year!, [.. Enumerable.Repeat(Amount.Blank, ColumnColumn is null ? 1 : ColumnOrder.Length + (IsShare ? 0 : 1))]));
            }
        }

        if (!IsShare)
        {
            rows.Add(new("all", _texts["data.all"], ColumnColumn is null ? [ToAmount(table.Total)] : [.. ColumnOrder.Select(c => ToAmount(table.ColumnTotals[c])), ToAmount(table.Total)], IsTotal: true));
        }

        ImmutableArray<string> heads = ColumnColumn is null ? [_texts[IsShare ? "table.percent" : "data.persons"]] : [.. ColumnOrder.Select(c => _texts.Code(ColumnColumn, ColumnCode(c))), .. IsShare ? [] : new[] { _texts["data.all"] }];
        return new(Caption, _texts.Column(RowColumn.Name), heads, rows.ToImmutable());
    }

    // A year of the span in which nothing was recorded at all is a gap, not a zero.
    private IEnumerable<(int? Row, string? Year)> WithMissingYears()
    {
        int? last = null;
        foreach (var row in RowOrder)
        {
            if (RowColumn.Kind == ColumnKind.Year && int.TryParse(RowCode(row), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 1900 and < 2200)
            {
                for (var missing = last + 1; missing < year; missing++)
                {
                    yield return (null, missing?.ToString(CultureInfo.InvariantCulture));
                }

                last = year;
            }

            yield return (row, null);
        }
    }

    private ImmutableArray<Amount> Amounts(int row)
    {
        var table = _table.Table;
        if (ColumnColumn is null)
        {
            return [IsShare ? Share(table.RowTotals[row], RowCode(row) is null, table.Total, NotRecorded(_table.Table.Rows, i => table.RowTotals[i])) : ToAmount(table.RowTotals[row])];
        }

        var silent = NotRecorded(table.Columns, i => table[row, i]);
        return IsShare
            ? [.. ColumnOrder.Select(c => Share(table[row, c], ColumnCode(c) is null, table.RowTotals[row], silent))]
            : [.. ColumnOrder.Select(c => ToAmount(table[row, c])), ToAmount(table.RowTotals[row])];
    }

    private static Cell NotRecorded(ImmutableArray<Heading> headings, Func<int, Cell> cell)
    {
        var at = Enumerable.Range(0, headings.Length).FirstOrDefault(i => headings[i].Codes[0] == Dimension.NotRecorded, -1);
        return at < 0 ? Cell.Of(0) : cell(at);
    }

    private static Amount Share(Cell part, bool isSilent, Cell whole, Cell silent)
    {
        if (isSilent)
        {
            return Amount.Blank;
        }

        if (part.State == CellState.Suppressed || whole.State == CellState.Suppressed || silent.State == CellState.Suppressed)
        {
            return Amount.Suppressed;
        }

        var of = whole.Count - (silent.IsNumber ? silent.Count : 0);
        return !part.IsNumber || of <= 0 ? ToAmount(part.IsNumber ? Cell.Blank : part) : Amount.Of(100.0 * part.Count / of);
    }
}
