using System.Collections.Immutable;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Dialects;

/// <summary>
/// A dialect of the field as data: the columns of a published file or form, their codes, other spellings, missing values
/// and checks. One folder under <c>data/dialects</c>, described by <c>dialect.schema.json</c>.
/// </summary>
public sealed record Dialect
{
    /// <summary>The stable name, the same as its folder's.</summary>
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string Title { get; init; }

    /// <summary>What one row is: a victim, a table cell, a case.</summary>
    public required string Unit { get; init; }

    /// <summary>Where the columns and codes were read.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>How a header is told from another dialect's.</summary>
    public required Recognition Recognise { get; init; }

    /// <summary>Spellings that mean "not recorded" in every column. The empty field always does.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>How "not recorded" is written.</summary>
    public string MissingMark { get; init; } = "";

    /// <summary>Beginnings of header cells that are a licence or terms notice in place of a column name.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>Value sets shared by several columns, by the name that <see cref="DialectColumn.Kind"/> gives.</summary>
    public ImmutableDictionary<string, ImmutableArray<DialectValue>> Kinds { get; init; } = ImmutableDictionary<string, ImmutableArray<DialectValue>>.Empty;

    public required ImmutableArray<DialectColumn> Columns { get; init; }

    public ImmutableArray<RowCheck> Checks { get; init; } = [];

    /// <summary>Set when a row is a published cell: what it counts and which marks are totals.</summary>
    public CountTableShape? Counts { get; init; }

    /// <summary>For rows that hold several counts: which columns add up to which.</summary>
    public ImmutableArray<ColumnSum> Sums { get; init; } = [];
}

/// <summary>How a table of counts is built.</summary>
public sealed record CountTableShape
{
    /// <summary>The column that holds the count.</summary>
    public required string Value { get; init; }

    /// <summary>Marks that hide a count.</summary>
    public ImmutableArray<string> Suppressed { get; init; } = [];

    /// <summary>The columns that together name a cell.</summary>
    public required ImmutableArray<string> Key { get; init; }

    /// <summary>Values that mark a row as a total of others.</summary>
    public ImmutableArray<ColumnPattern> Totals { get; init; } = [];

    /// <summary>Columns whose parts add up to a total.</summary>
    public ImmutableArray<AdditiveColumn> Additive { get; init; } = [];

    /// <summary>Values that are the leavings of a template.</summary>
    public ImmutableArray<ColumnPattern> Junk { get; init; } = [];
}

/// <summary>Values of a column that a regular expression matches.</summary>
public sealed record ColumnPattern(string Column, string Pattern, string? Why = null);

/// <summary>Within one column, a total and the parts that exhaust it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Total">Its value that marks the total.</param>
/// <param name="Parts">Its values that are the parts; an empty text is the cell where it is not recorded.</param>
public sealed record AdditiveColumn(string Column, string Total, ImmutableArray<string> Parts)
{
    /// <summary>Parts that stand elsewhere than beside the total.</summary>
    public ImmutableArray<PartElsewhere> Elsewhere { get; init; } = [];
}

/// <summary>
/// A part that is published under another value of a second column: where people of unknown sex are published with unknown
/// age alone, that one cell is a part of the total by sex and of the total by age.
/// </summary>
/// <param name="Part">The part.</param>
/// <param name="Column">The second column.</param>
/// <param name="Total">The value of the second column beside which the total stands.</param>
/// <param name="Under">The value of the second column under which the part stands instead.</param>
public sealed record PartElsewhere(string Part, string Column, string Total, string Under);

/// <summary>Columns of one row whose counts add up to the count of another.</summary>
public sealed record ColumnSum(string Total, ImmutableArray<string> Parts);

/// <summary>A header is of the dialect when it holds at least <paramref name="AtLeast"/> of its columns and every one of <see cref="All"/>.</summary>
public sealed record Recognition(int AtLeast)
{
    public ImmutableArray<string> All { get; init; } = [];
}

/// <summary>
/// One column. <see cref="Kind"/> is <c>code</c> (one of <see cref="Values"/>), <c>list</c> (several, joined by
/// <see cref="Separator"/>), <c>open</c> (any text is a code: countries, years), <c>id</c>, <c>text</c>, or the name of
/// one of the dialect's shared value sets.
/// </summary>
public sealed record DialectColumn
{
    public required string Name { get; init; }

    /// <summary>Other names of the same column. Case and outer spaces never matter.</summary>
    public ImmutableArray<string> Also { get; init; } = [];

    public required string Kind { get; init; }

    public ImmutableArray<DialectValue> Values { get; init; } = [];

    /// <summary>What joins the parts of a <c>list</c>.</summary>
    public string Separator { get; init; } = ";";

    /// <summary>Further marks that join parts, beside the separator, in the same field.</summary>
    public ImmutableArray<string> Joiners { get; init; } = [];

    /// <summary>Separators of other programs, tried where the first leaves a part unknown.</summary>
    public ImmutableArray<string> OtherSeparators { get; init; } = [];

    /// <summary>Spellings that mean "not recorded" in this column alone.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>The name in JSON, where it differs.</summary>
    public string? JsonName { get; init; }

    /// <summary>What the column says, in a few words.</summary>
    public string? Label { get; init; }

    /// <summary>Set when the column holds countries or citizenships: how it writes them.</summary>
    public CountryTexts? Countries { get; init; }
}

/// <summary>How a column writes countries.</summary>
public enum CountryTextForm
{
    /// <summary>Names, demonyms, codes, lists: whatever people write.</summary>
    Name,

    /// <summary>ISO 3166-1 alpha-2 codes; several are joined by a semicolon.</summary>
    Alpha2,

    /// <summary>ISO 3166-1 alpha-3 codes; several are joined by a semicolon.</summary>
    Alpha3,
}

/// <summary>A column of countries or citizenships.</summary>
public sealed record CountryTexts(CountryTextForm Form)
{
    /// <summary>The rows whose field is a country; null for all. A column may hold other things beside.</summary>
    public RowCondition? Only { get; init; }
}

/// <summary>A value: its code, other spellings that mean it, and its label.</summary>
public sealed record DialectValue
{
    public required string Code { get; init; }

    public ImmutableArray<string> Also { get; init; } = [];

    public string? Label { get; init; }
}

/// <summary>A check over the columns of one row: hit when all of <see cref="All"/> hold and none of <see cref="None"/>.</summary>
public sealed record RowCheck
{
    public required string Id { get; init; }

    public required Severity Severity { get; init; }

    public required Handling Handling { get; init; }

    public required string What { get; init; }

    public required string Why { get; init; }

    public required ImmutableArray<RowCondition> All { get; init; }

    public ImmutableArray<RowCondition> None { get; init; } = [];

    public Check ToCheck() => new(Id, Severity, Handling, What, Why);
}

/// <summary>Holds when any of the columns has (or, for a list, contains) any of the values.</summary>
public sealed record RowCondition
{
    public required ImmutableArray<string> Columns { get; init; }

    public required ImmutableArray<string> Values { get; init; }
}
