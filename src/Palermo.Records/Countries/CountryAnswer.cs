using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Records.Countries;

/// <summary>How a text was read. The order is that in which the rules are tried.</summary>
public enum CountryRule
{
    /// <summary>A person decided this text before; the decision is stored data.</summary>
    Decision,

    /// <summary>The text is a name in CLDR or the United Nations' terminology.</summary>
    Name,

    /// <summary>The text is another name: abbreviation, short name, part of a country, formerly used name.</summary>
    OtherName,

    /// <summary>The text is a word for a country's people or their adjective.</summary>
    Demonym,

    /// <summary>The text is a word that stands in such fields but names no country.</summary>
    Word,

    /// <summary>The text is an ISO 3166 code in capitals.</summary>
    Code,

    /// <summary>The same words in another order, or with and without articles.</summary>
    WordOrder,

    /// <summary>Letters lost or garbled by a wrong encoding were restored; exactly one restoration is a known text.</summary>
    TextRepair,

    /// <summary>Framing words, counts and separators were set aside.</summary>
    Parts,

    /// <summary>A territory named together with its state is the territory.</summary>
    TerritoryOfState,

    /// <summary>A known name or demonym with another ending for a people (Burundean, Kazaki).</summary>
    DemonymEnding,

    /// <summary>The same sounds spelt otherwise (Egybt, Lybia).</summary>
    Spelling,

    /// <summary>One or two letters off exactly one target, every other target clearly farther.</summary>
    Typo,

    /// <summary>No rule answers for certain.</summary>
    None,
}

/// <summary>Why a text is left to a person.</summary>
public enum QueueReason
{
    /// <summary>Nothing known is close enough.</summary>
    NotFound,

    /// <summary>Several countries answer to the text.</summary>
    Ambiguous,

    /// <summary>Close to a country, but another is as near, or the text is a city or another word.</summary>
    TooClose,

    /// <summary>A country was found, together with words that were not understood.</summary>
    PartlyRead,

    /// <summary>Countries and other meanings stand together without saying which is meant.</summary>
    Mixed,
}

/// <summary>One step of an answer: the rule, the known form it met, that form's language (or kind) and where the form comes from.</summary>
public sealed record Evidence(CountryRule Rule, string Form, string Language, string Source)
{
    public override string ToString() => Form.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Rule}: {Source}")
        : string.Create(CultureInfo.InvariantCulture, $"{Rule}: '{Form}' ({(Language.Length == 0 ? "" : Language + ", ")}{Source})");
}

/// <summary>A country named by a text, with the number of persons the text puts beside it ("2 maliens"), if any.</summary>
public sealed record CountryMention(Country Country, int? Count = null);

/// <summary>
/// The answer for one text: a country or several, a class that is no country, or left to a person. Nothing else exists: a text is never guessed.
/// </summary>
public abstract record CountryAnswer
{
    private protected CountryAnswer(double confidence, ImmutableArray<Evidence> because, ImmutableArray<Country> alternatives)
    {
        Confidence = confidence;
        Because = because;
        Alternatives = alternatives;
    }

    /// <summary>
    /// Nominal strength of the rule, 0 to 1 (1 exact, 0.75 weakest automatic rule, 0 queued). A rank for sorting and filtering, not a probability.
    /// </summary>
    public double Confidence { get; init; }

    /// <summary>The steps, first to last.</summary>
    public ImmutableArray<Evidence> Because { get; init; }

    /// <summary>Countries a person should consider: all of them when queued, the less likely ones otherwise.</summary>
    public ImmutableArray<Country> Alternatives { get; init; }

    /// <summary>The last rule applied.</summary>
    public CountryRule Rule => Because.IsDefaultOrEmpty ? CountryRule.None : Because[^1].Rule;

    /// <summary>The answer in one sentence, without the text itself.</summary>
    public abstract string Explain();

    private protected string Why() => string.Join("; ", Because);

    private protected string Consider() => Alternatives.IsDefaultOrEmpty ? "" : " Consider " + string.Join(", ", Alternatives) + ".";
}

/// <summary>One or more countries, in the order of the text, each once.</summary>
public sealed record MappedCountry(ImmutableArray<CountryMention> Countries, double Confidence, ImmutableArray<Evidence> Because, ImmutableArray<Country> Alternatives)
    : CountryAnswer(Confidence, Because, Alternatives)
{
    /// <summary>The country when exactly one is named, else null.</summary>
    public Country? Only => Countries.Length == 1 ? Countries[0].Country : null;

    public override string Explain() =>
        string.Join(" + ", Countries.Select(m => m.Count is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n} x {m.Country}") : m.Country.ToString()))
        + " because of " + Why() + "." + Consider();
}

/// <summary>A class that is no country; <paramref name="Named"/> lists countries the text gives as examples of it.</summary>
public sealed record NotACountry(NonCountry Class, ImmutableArray<CountryMention> Named, double Confidence, ImmutableArray<Evidence> Because, ImmutableArray<Country> Alternatives)
    : CountryAnswer(Confidence, Because, Alternatives)
{
    public override string Explain() => $"no country ({Class}) because of {Why()}.{Consider()}";
}

/// <summary>Left to a person.</summary>
public sealed record Queued(QueueReason Reason, ImmutableArray<Evidence> Because, ImmutableArray<Country> Alternatives)
    : CountryAnswer(0, Because, Alternatives)
{
    public override string Explain() => $"queued ({Reason}){(Because.IsDefaultOrEmpty ? "" : ": " + Why())}.{Consider()}";
}
