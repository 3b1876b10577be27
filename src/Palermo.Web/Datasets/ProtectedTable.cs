using System.Collections.Immutable;
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
/// <param name="Threshold">Counts from 1 to below this are withheld.</param>
/// <param name="Small">Cells withheld because they are small.</param>
/// <param name="Cover">Further cells withheld so that the small ones cannot be computed from the totals.</param>
/// <param name="TotalsWithheld">The table was too large for the exact cover: the totals that meet a small cell are withheld instead.</param>
public sealed record Protection(int Threshold, int Small, int Cover, bool TotalsWithheld);

/// <summary>
/// A table that may be shown and downloaded: small counts withheld, and enough others that they cannot be computed from it.
/// It does not protect against comparing several tables; whoever publishes more than one owes the fuller check of a release.
/// </summary>
/// <param name="Table">Rows, columns, totals.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Dataset">The dataset asked.</param>
/// <param name="Protection">What was withheld and why.</param>
public sealed record ProtectedTable(PivotTable Table, TableQuestion Question, DatasetInfo Dataset, Protection Protection);
