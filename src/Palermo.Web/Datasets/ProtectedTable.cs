using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Statistics.Counts;

namespace Palermo.Web.Datasets;

/// <summary>A table asked for: how many persons, by one or two columns, among those with certain values.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Rows">The column of the rows.</param>
/// <param name="Columns">The column of the columns; null for one column of counts.</param>
/// <param name="Where">Columns and the one value each must have; a null value is "not recorded".</param>
public sealed record TableQuestion(string Dataset, string Rows, string? Columns, ImmutableArray<(string Column, string? Code)> Where)
{
    public static TableQuestion Of(string dataset, string rows, string? columns = null) => new(dataset, rows, columns, []);

    internal CountQuery ToQuery() => new(
        Columns is null ? [Rows] : [Rows, Columns],
        Where.IsEmpty ? Filter.All : Filter.Both(Where.Select(w => w.Code is { } code ? Filter.In(w.Column, code) : Filter.NotRecorded(w.Column))),
        Measure.Records);
}

/// <summary>What was done so that a table singles nobody out.</summary>
/// <param name="Threshold">Counts below this are not told from none.</param>
/// <param name="Noise">How far a shown count may be from the true one.</param>
/// <param name="Small">Cells of the table that are too small to be shown, or none.</param>
public sealed record Protection(int Threshold, long Noise, int Small);

/// <summary>
/// A table as rows and columns, made from an answer of the gate and from nothing else: what it shows has passed there. It may be shown
/// and downloaded, also beside other answers to the same dataset.
/// </summary>
public sealed class ProtectedTable
{
    internal ProtectedTable(ReleasedTable released, TableQuestion question, DatasetInfo dataset, Dimension rows, Dimension? columns, DataOrigin origin)
    {
        (Released, Question, Dataset) = (released, question, dataset);
        string? Only(string column) => question.Where.FirstOrDefault(w => w.Column == column) is { Column: not null } w ? w.Code ?? "" : null;
        var rowCodes = Codes(rows, code => Shows(code, columns is null ? null : ReleasedTable.All), Only(rows.Name), open: true);
        var columnCodes = columns is null ? [0] : Codes(columns, code => Shows(ReleasedTable.All, code), Only(columns.Name), columns.IsOpen);
        Cell At(int row, int column) => CellOf(columns is null ? released[row] : released[row, column]);
        var cells = rowCodes.SelectMany(r => columnCodes.Select(c => At(r, c))).ToImmutableArray();
        Table = new PivotTable(
            [rows],
            columns is null ? [] : [columns],
            [.. rowCodes.Select(c => new Heading([c]))],
            columns is null ? [new Heading([])] : [.. columnCodes.Select(c => new Heading([c]))],
            cells,
            [.. rowCodes.Select(r => At(r, ReleasedTable.All))],
            [.. columnCodes.Select(c => columns is null ? CellOf(released.Total) : At(ReleasedTable.All, c))],
            CellOf(released.Total),
            // The dialect's reader is what turned the file's codes into those shown; no table of a questionnaire and no law stand between.
            Provenance.Of(origin, question.ToQuery().ToString()) with { Mappings = [origin.Dialect] });
        Protection = new Protection(released.Clearance.SmallestShown, released.Clearance.MostNoise ?? 0, cells.Count(c => !c.IsNumber));

        bool Shows(int row, int? column) => (column is { } c ? released[row, c] : released[row]).Number is not null;
    }

    /// <summary>The gate's answer.</summary>
    public ReleasedTable Released { get; }

    /// <summary>Rows, columns, totals; a count that is few or none is a suppressed cell.</summary>
    public PivotTable Table { get; }

    /// <summary>What was asked.</summary>
    public TableQuestion Question { get; }

    /// <summary>The dataset asked.</summary>
    public DatasetInfo Dataset { get; }

    public Protection Protection { get; }

    // Values that no number is shown for are left out of an open list: that one of them occurs may itself point at a person.
    private static int[] Codes(Dimension dimension, Func<int, bool> shows, string? only, bool open) =>
    [
        .. Enumerable.Range(1, dimension.Codes.Length).Append(Dimension.NotRecorded)
            .Where(c => only is null ? !open || shows(c) : (dimension.Text(c) ?? "") == only),
    ];

    private static Cell CellOf(ReleasedCount count) => count.Number is { } n ? Cell.Of(n) : Cell.Suppressed;
}
