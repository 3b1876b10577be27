using System.Collections.Immutable;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Quality;

/// <summary>The checks that need the whole table.</summary>
public static class QualityChecks
{
    public static readonly Check EqualRows = new("equal-rows", Severity.Note, Handling.Kept,
        "a row equals an earlier row in every coded column",
        "In anonymised or synthetic data equal rows are different people, made alike on purpose: they are never removed.");

    public static readonly Check NotACount = new("not-a-count", Severity.Wrong, Handling.SetToNotRecorded,
        "the count is neither a whole number nor a mark of suppression",
        "It cannot be added to anything.");

    public static readonly Check HiddenCount = new("hidden-count", Severity.Note, Handling.Kept,
        "a count is hidden by its publisher",
        "It is neither zero nor not recorded. What can be worked out from the margins must never be published.");

    public static readonly Check CountOfOne = new("count-of-one", Severity.Warning, Handling.Kept,
        "a count of one person stands in the open",
        "Whoever knows one thing of that person learns the rest of the row. Publish such a table only after a release audit.");

    public static readonly Check GroupedDigits = new("grouped-digits", Severity.Note, Handling.Mapped,
        "a count is written with thousands marks",
        "Programs that expect plain digits take it for text, or read 1,234 as one and a fraction.");

    public static readonly Check SumsDiffer = new("columns-differ-from-total", Severity.Wrong, Handling.Kept,
        "the counts of a row do not add up to its total column",
        "Impossible: the row contradicts itself.");

    public static readonly Check TemplateJunk = new("template-junk", Severity.Wrong, Handling.SetToNotRecorded,
        "a questionnaire cell's own name stands as a category, or its digits as the count",
        "Summed up it gives billions. UNODC's table of 2025 holds 120 such categories, and 8 more such counts under the category of own nationals, which is row 1 of the same form.");

    public static readonly Check TotalAmongDetails = new("total-among-details", Severity.Note, Handling.Kept,
        "a row is a total of other rows of the same table",
        "Adding all rows counts people twice; take details or totals, never both.");

    public static readonly Check RepeatedCell = new("repeated-cell", Severity.Warning, Handling.Kept,
        "a cell is published more than once with one value",
        "It must be counted once.");

    public static readonly Check ConflictingCell = new("conflicting-cell", Severity.Wrong, Handling.Kept,
        "a cell is published more than once with different values",
        "At most one of them is right, and the table does not say which.");

    public static readonly Check PartsExceedTotal = new("parts-exceed-total", Severity.Wrong, Handling.Kept,
        "the published parts of a total add up to more than the total",
        "Impossible: the table contradicts itself.");

    public static readonly Check PartsFallShort = new("parts-fall-short", Severity.Note, Handling.Kept,
        "the published parts of a total add up to less than the total, and none is hidden",
        "Perhaps a part was not published; the rest must not be read as zero.");

    public static readonly Check HiddenPartsExceedTotal = new("hidden-parts-exceed-total", Severity.Wrong, Handling.Kept,
        "the published parts of a total exceed it even when every hidden part is zero",
        "Impossible: the table contradicts itself, and nothing may be said of its hidden cells.");

    public static readonly Check CountryQueued = new("country-not-read", Severity.Warning, Handling.Kept,
        "a country or citizenship was not read for certain",
        "It has no country code until a person decides; a guess would put people under the wrong country.");

    public static readonly Check CountryInferred = new("country-inferred", Severity.Note, Handling.Mapped,
        "a country was read from another spelling, ending or wording than a known name or code",
        "The rule is sure by its tests, yet not an exact match; the answer names it.");

    public static readonly Check SeveralCountries = new("several-countries", Severity.Note, Handling.Mapped,
        "one field names several countries",
        "Counting by country counts such a row under each of them, or under none.");

    public static readonly Check NotACountry = new("not-a-country", Severity.Note, Handling.Kept,
        "a country field says something that is no country, such as stateless, a region, a residual or a total",
        "It is kept as what it is and never counted as a country.");

    public static readonly Check CountryNotRecorded = new("country-not-recorded", Severity.Note, Handling.SetToNotRecorded,
        "a country field says in words that it is not known",
        "As a country code it is not recorded, which is not the same as having none.");

    public static readonly Check LocalCount = new("count-in-category", Severity.Warning, Handling.Kept,
        "a category holds a number of people in its name",
        "Such as \"2 maliens\": the count column and the name say the same thing twice, or not.");

    /// <summary>All of them.</summary>
    public static ImmutableArray<Check> All { get; } =
    [
        EqualRows, NotACount, HiddenCount, CountOfOne, GroupedDigits, SumsDiffer,
        TemplateJunk, TotalAmongDetails, RepeatedCell, ConflictingCell, PartsExceedTotal, PartsFallShort,
        HiddenPartsExceedTotal, CountryQueued, CountryInferred, SeveralCountries, NotACountry, CountryNotRecorded,
        LocalCount,
    ];
}
