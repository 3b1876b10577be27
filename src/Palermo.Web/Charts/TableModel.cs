using System.Collections.Immutable;

namespace Palermo.Web.Charts;

/// <summary>The table beside a picture, from which the picture is drawn.</summary>
/// <param name="Caption">What is counted, where and when.</param>
/// <param name="RowHeader">What the rows are.</param>
/// <param name="Columns">The columns of amounts.</param>
/// <param name="Rows">Their rows, each with one amount a column.</param>
public sealed record TableModel(string Caption, string RowHeader, ImmutableArray<string> Columns, ImmutableArray<TableRow> Rows)
{
    public bool Has(AmountKind kind) => Rows.Any(r => r.Amounts.Any(a => a.Kind == kind));
}

/// <summary>A row of amounts.</summary>
/// <param name="Key">Letters, digits, dots and dashes, once in the table: the marks of the picture lead to it.</param>
/// <param name="Label">What the row is.</param>
/// <param name="Amounts">One a column.</param>
/// <param name="IsTotal">A total of other rows; it is never drawn.</param>
public sealed record TableRow(string Key, string Label, ImmutableArray<Amount> Amounts, bool IsTotal = false)
{
    /// <summary>In percent, one an amount, null where it has none; empty where the table gives no shares.</summary>
    public ImmutableArray<double?> Shares { get; init; } = [];

    public double? ShareOf(int amount) => Shares.IsEmpty ? null : Shares[amount];
}
