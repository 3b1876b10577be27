using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Palermo.Records.Countries;

/// <summary>Which code a field is declared to hold.</summary>
public enum CodeKind
{
    /// <summary>Two letters, ISO 3166-1.</summary>
    Alpha2,

    /// <summary>Three letters, ISO 3166-1.</summary>
    Alpha3,

    /// <summary>Three digits, ISO 3166-1 and M49.</summary>
    Numeric,

    /// <summary>Four letters, ISO 3166-3.</summary>
    Alpha4,
}

/// <summary>
/// ISO 3166-1 and -3 with validity intervals. A code can have meant different countries at different times
/// (CS, AI, GE, SK, BQ, BY): resolving one needs the date, and without a date every meaning is returned.
/// </summary>
public sealed class CountryCodes
{
    private readonly FrozenDictionary<(CodeKind, string), ImmutableArray<Country>> _byCode;

    public CountryCodes(ImmutableArray<Country> countries)
    {
        All = countries;
        _byCode = countries
            .SelectMany(Codes)
            .GroupBy(e => (e.Kind, e.Code))
            .ToFrozenDictionary(g => g.Key, g => g.Select(e => e.Country).ToImmutableArray());
    }

    /// <summary>Every element, those in force first, each group in the order of its code.</summary>
    public ImmutableArray<Country> All { get; }

    /// <summary>
    /// What a code means. Case does not matter; surrounding space is not tolerated. Empty when the code is not assigned (on that day).
    /// More than one answer means that the code had several meanings and the date, if any, does not tell them apart.
    /// </summary>
    /// <param name="kind">The code system the field is declared to hold.</param>
    /// <param name="code">The code; leading zeros of numeric codes are required.</param>
    /// <param name="on">The day the record speaks of; null for any day, when elements in force win over withdrawn ones only if nothing else had the code.</param>
    public ImmutableArray<Country> Resolve(CodeKind kind, string code, DateOnly? on = null)
    {
        if (!_byCode.TryGetValue((kind, code.ToUpperInvariant()), out var found))
        {
            return [];
        }

        return on is { } day ? [.. found.Where(c => c.Valid.Includes(day))] : found;
    }

    /// <summary>The element of a lasting code: alpha-2 of one in force, or alpha-4 of a withdrawn one.</summary>
    /// <exception cref="KeyNotFoundException">No element has that code.</exception>
    public Country this[string code] =>
        Find(code) ?? throw new KeyNotFoundException($"No country has the code '{code}': give an ISO 3166-1 alpha-2 code in force, or an ISO 3166-3 alpha-4 code.");

    /// <summary>As the indexer, null when there is none.</summary>
    public Country? Find(string code) => code.Length == 4
        ? Resolve(CodeKind.Alpha4, code).FirstOrDefault()
        : Resolve(CodeKind.Alpha2, code).FirstOrDefault(c => !c.IsFormer);

    /// <summary>The elements that followed a withdrawn one, to the end of the chain: for Yugoslavia, Montenegro and Serbia.</summary>
    public ImmutableArray<Country> Today(Country country)
    {
        if (!country.IsFormer)
        {
            return [country];
        }

        return [.. country.Successors.SelectMany(s => Today(this[s])).Distinct().OrderBy(c => c.Code, StringComparer.Ordinal)];
    }

    private static IEnumerable<(CodeKind Kind, string Code, Country Country)> Codes(Country c)
    {
        yield return (CodeKind.Alpha2, c.Alpha2, c);
        yield return (CodeKind.Alpha3, c.Alpha3, c);
        if (c.Numeric is not null)
        {
            yield return (CodeKind.Numeric, c.Numeric, c);
        }

        if (c.Alpha4 is not null)
        {
            yield return (CodeKind.Alpha4, c.Alpha4, c);
        }
    }
}
