using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <summary>
/// Which records count. A condition on a column that a record does not fill is open, neither true nor false, and so is its
/// negation (Kleene); only records for which the whole filter is true count. "Not Female" therefore never counts a record
/// that does not say; ask for those with <see cref="NotRecorded"/>.
/// </summary>
public abstract record Filter
{
    private protected Filter()
    {
    }

    /// <summary>Every record.</summary>
    public static Filter All { get; } = new AllOf([]);

    /// <summary>The column's code is one of these; a list contains one of them.</summary>
    public static Filter In(string column, params IEnumerable<string> codes) => new CodeIn(column, [.. codes]);

    public static Filter Recorded(string column) => new IsRecorded(column, true);

    public static Filter NotRecorded(string column) => new IsRecorded(column, false);

    public static Filter Both(params IEnumerable<Filter> parts) => new AllOf([.. parts]);

    public static Filter Either(params IEnumerable<Filter> parts) => new AnyOf([.. parts]);

    public static Filter operator &(Filter a, Filter b) => new AllOf([a, b]);

    public static Filter operator |(Filter a, Filter b) => new AnyOf([a, b]);

    public static Filter operator !(Filter a) => new NotOf(a);

    public static Filter BitwiseAnd(Filter left, Filter right) => left & right;

    public static Filter BitwiseOr(Filter left, Filter right) => left | right;

    public static Filter LogicalNot(Filter of) => !of;

    /// <summary>The columns asked about, each once.</summary>
    public IEnumerable<string> Columns => (this switch
    {
        CodeIn f => [f.Column],
        IsRecorded f => [f.Column],
        AllOf f => f.Parts.SelectMany(p => p.Columns),
        AnyOf f => f.Parts.SelectMany(p => p.Columns),
        NotOf f => f.Part.Columns,
        _ => (IEnumerable<string>)[],
    }).Distinct(StringComparer.Ordinal);

    /// <summary>The filter's text, which <see cref="FilterText"/> reads back.</summary>
    public sealed override string ToString() => FilterText.Write(this);
}

/// <summary>True when the code is (for a list: contains) one of the codes, false when it is another, open when not recorded.</summary>
public sealed record CodeIn(string Column, ImmutableArray<string> Codes) : Filter;

/// <summary>Whether the column is filled; never open.</summary>
public sealed record IsRecorded(string Column, bool Yes) : Filter;

/// <summary>All parts; none: every record.</summary>
public sealed record AllOf(ImmutableArray<Filter> Parts) : Filter;

/// <summary>Any part; none: no record.</summary>
public sealed record AnyOf(ImmutableArray<Filter> Parts) : Filter;

/// <summary>The negation; open stays open.</summary>
public sealed record NotOf(Filter Part) : Filter;
