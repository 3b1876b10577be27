using System.Collections.Immutable;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;

namespace Palermo.Records.Quality;

/// <summary>What the texts of a column of countries mean.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Texts">Its distinct texts, in the order of their codes.</param>
/// <param name="Answers">The answer to each; null for a text that stands only where the column means something else.</param>
/// <param name="Rows">How many rows have each text where it means a country.</param>
public sealed record CountryReading(string Column, ImmutableArray<string> Texts, ImmutableArray<CountryAnswer?> Answers, ImmutableArray<long> Rows)
{
    /// <summary>What joins the countries of one field.</summary>
    public const string Joiner = ";";

    /// <summary>The texts that wait for a person, the most frequent first.</summary>
    public CountryReview Review =>
        new([.. Answers
            .Select((a, i) => (Answer: a as Queued, Text: Texts[i], Count: Rows[i]))
            .Where(a => a.Answer is not null)
            .OrderByDescending(a => a.Count)
            .ThenBy(a => a.Text, StringComparer.Ordinal)
            .Select(a => new CountryReviewItem(a.Text, a.Count, a.Answer!))]);

    /// <summary>Reads each distinct text once.</summary>
    internal static CountryReading Of(string column, ImmutableArray<string> texts, ImmutableArray<long> rows, CountryTextForm form, CountryNormaliser normaliser) =>
        new(column, texts, [.. texts.Select((text, i) => rows[i] == 0 ? null : Answer(text, form, normaliser))], rows);

    private static CountryAnswer Answer(string text, CountryTextForm form, CountryNormaliser normaliser)
    {
        if (form == CountryTextForm.Name || normaliser.Decided(text) is not null)
        {
            return normaliser.Read(text);
        }

        var kind = form == CountryTextForm.Alpha2 ? CodeKind.Alpha2 : CodeKind.Alpha3;
        var parts = text.Split(Joiner, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => normaliser.ReadCode(kind, p)).ToArray();
        var mapped = parts.OfType<MappedCountry>().ToArray();
        return parts.Length > 1 && mapped.Length == parts.Length
            ? new MappedCountry([.. mapped.SelectMany(m => m.Countries).DistinctBy(m => m.Country.Code)], mapped.Min(m => m.Confidence), [.. mapped.SelectMany(m => m.Because)], [])
            : parts.FirstOrDefault(p => p is not MappedCountry) ?? parts.FirstOrDefault() ?? normaliser.Read("");
    }
}
