using System.Collections.Immutable;
using Palermo.Records.Countries;
using Palermo.Records.Quality;

namespace Palermo.Records.Store;

/// <summary>What the countries of one column were read as when the dataset was imported; the texts themselves are the column's codes.</summary>
internal sealed record StoredCountries(string Column, ImmutableArray<StoredAnswer?> Answers, ImmutableArray<long> Rows)
{
    public static StoredCountries Of(CountryReading reading) => new(reading.Column, [.. reading.Answers.Select(StoredAnswer.Of)], reading.Rows);

    public CountryReading ToReading(ImmutableArray<string> texts, CountryCodes codes) => new(Column, texts, [.. Answers.Select(a => a?.ToAnswer(codes))], Rows);
}

/// <summary>One answer as data: countries by their lasting codes, a class, or a reason to wait.</summary>
internal sealed record StoredAnswer(
    ImmutableArray<StoredMention> Countries,
    NonCountry? Class,
    QueueReason? Reason,
    double Confidence,
    ImmutableArray<Evidence> Because,
    ImmutableArray<string> Consider)
{
    public static StoredAnswer? Of(CountryAnswer? answer) => answer switch
    {
        null => null,
        MappedCountry m => Of(m, m.Countries, null, null),
        NotACountry n => Of(n, n.Named, n.Class, null),
        Queued q => Of(q, [], null, q.Reason),
        _ => throw new InvalidOperationException("An answer of an unknown kind."),
    };

    public CountryAnswer ToAnswer(CountryCodes codes)
    {
        ImmutableArray<CountryMention> countries = [.. Countries.Select(c => new CountryMention(codes[c.Code], c.Count))];
        ImmutableArray<Country> consider = [.. Consider.Select(c => codes[c])];
        return Reason is { } reason ? new Queued(reason, Because, consider)
            : Class is { } kind ? new NotACountry(kind, countries, Confidence, Because, consider)
            : new MappedCountry(countries, Confidence, Because, consider);
    }

    private static StoredAnswer Of(CountryAnswer answer, ImmutableArray<CountryMention> countries, NonCountry? kind, QueueReason? reason) =>
        new([.. countries.Select(c => new StoredMention(c.Country.Code, c.Count))], kind, reason, answer.Confidence, answer.Because, [.. answer.Alternatives.Select(a => a.Code)]);
}

/// <summary>A country by its lasting code, and the number of people its text gave, if any.</summary>
internal sealed record StoredMention(string Code, int? Count);
