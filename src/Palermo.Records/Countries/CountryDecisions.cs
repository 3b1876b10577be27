using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Palermo.Records.Countries;

/// <summary>
/// A person's decision on one text. Exactly one of <paramref name="Countries"/> (lasting codes: alpha-2, or alpha-4 of a withdrawn country)
/// and <paramref name="Class"/> is given; neither means "leave it queued": looked at, not decidable.
/// </summary>
/// <param name="Text">The text as it stood, without surrounding space. Compared letter by letter: a decision is never stretched to a similar text.</param>
/// <param name="Countries">Lasting codes; empty when the text names none.</param>
/// <param name="Class">The class that is no country; null when the text names countries.</param>
/// <param name="DecidedBy">Role or initials of who decided.</param>
/// <param name="DecidedOn">The day of the decision.</param>
/// <param name="Note">Why.</param>
public sealed record CountryDecision(
    string Text,
    ImmutableArray<string> Countries,
    NonCountry? Class,
    string DecidedBy,
    DateOnly DecidedOn,
    string? Note)
{
    internal CountryAnswer ToAnswer(CountryCodes codes)
    {
        ImmutableArray<Evidence> because = [new(CountryRule.Decision, "", "", string.Create(CultureInfo.InvariantCulture, $"decided by {DecidedBy} on {DecidedOn:yyyy-MM-dd}"))];
        if (Class is { } kind)
        {
            return new NotACountry(kind, [], 1, because, []);
        }

        return Countries.IsDefaultOrEmpty
            ? new Queued(QueueReason.Ambiguous, because, [])
            : new MappedCountry([.. Countries.Select(c => new CountryMention(codes[c]))], 1, because, []);
    }
}

/// <summary>Decisions, stored as JSON Lines: one decision a line, so that they can be reviewed, compared and merged like any data.</summary>
public sealed class CountryDecisions
{
    private readonly FrozenDictionary<string, CountryDecision> _byText;

    private CountryDecisions(IEnumerable<CountryDecision> decisions)
    {
        // The latest line on a text holds.
        var byText = new Dictionary<string, CountryDecision>(StringComparer.Ordinal);
        foreach (var d in decisions)
        {
            byText[d.Text.Trim()] = d with { Text = d.Text.Trim() };
        }

        _byText = byText.ToFrozenDictionary(StringComparer.Ordinal);
        All = [.. byText.Values.OrderBy(d => d.Text, StringComparer.Ordinal)];
    }

    public static CountryDecisions None { get; } = new([]);

    /// <summary>One a text, by text.</summary>
    public ImmutableArray<CountryDecision> All { get; }

    public bool IsEmpty => All.IsEmpty;

    /// <summary>Names these decisions: the same decisions, the same name.</summary>
    public string Fingerprint
    {
        get
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            Write(text);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
        }
    }

    /// <summary>The decision on exactly this text, null when there is none.</summary>
    public CountryDecision? Find(string text) => _byText.GetValueOrDefault(text.Trim());

    /// <summary>These decisions with one more; it replaces an earlier one on the same text.</summary>
    /// <exception cref="ArgumentException">The decision names a code that does not exist, or both countries and a class.</exception>
    public CountryDecisions With(CountryDecision decision, CountryCodes codes)
    {
        return Problem(decision, codes) is { } problem
            ? throw new ArgumentException("Country decision: " + problem, nameof(decision))
            : new(All.Append(decision));
    }

    /// <summary>Reads JSON Lines; blank lines are passed over, and lines of a review queue that nobody has filled in yet.</summary>
    /// <exception cref="InvalidDataException">A line is no decision, or names an unknown code; the message gives the line's number, never its text.</exception>
    public static CountryDecisions Read(TextReader reader, CountryCodes codes)
    {
        var decisions = new List<CountryDecision>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            DecisionLine? decision;
            try
            {
                decision = JsonSerializer.Deserialize(line, CountryDecisionJson.Default.DecisionLine);
            }
            catch (JsonException e)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Country decisions, line {number}, {e.Path}: not a decision. Correct the line or remove it."), e);
            }

            if (decision?.IsOpen == true)
            {
                continue;
            }

            if (decision?.Text is null || string.IsNullOrWhiteSpace(decision.DecidedBy) || decision.DecidedOn is not { } day)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Country decisions, line {number}: text, decidedBy and decidedOn are required."));
            }

            var decided = new CountryDecision(decision.Text, decision.Countries.IsDefault ? [] : decision.Countries, decision.Class, decision.DecidedBy, day, decision.Note);
            if (Problem(decided, codes) is { } problem)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Country decisions, line {number}: {problem}"));
            }

            decisions.Add(decided);
        }

        return new(decisions);
    }

    /// <summary>Writes JSON Lines in the order of the texts: the same decisions give the same bytes.</summary>
    public void Write(TextWriter writer)
    {
        foreach (var decision in All)
        {
            writer.Write(JsonSerializer.Serialize(decision, CountryDecisionJson.Default.CountryDecision));
            writer.Write('\n');
        }
    }

    private static string? Problem(CountryDecision decision, CountryCodes codes)
    {
        if (decision.Countries.IsDefaultOrEmpty)
        {
            return null;
        }

        return decision.Class is not null
            ? "give countries or a class, not both."
            : decision.Countries.FirstOrDefault(c => codes.Find(c) is null) is { } unknown
                ? $"no country has the code '{unknown}'; use alpha-2, or alpha-4 of ISO 3166-3."
                : null;
    }
}

/// <summary>A line as it may stand in a file: a decision, or one still to be made.</summary>
internal sealed record DecisionLine(string? Text, ImmutableArray<string> Countries, NonCountry? Class, string? DecidedBy, DateOnly? DecidedOn, string? Note)
{
    /// <summary>Nobody has decided it.</summary>
    [JsonIgnore]
    public bool IsOpen => Text is not null && Countries.IsDefaultOrEmpty && Class is null && DecidedBy is "" && DecidedOn is null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(CountryDecision))]
[JsonSerializable(typeof(DecisionLine))]
internal sealed partial class CountryDecisionJson : JsonSerializerContext;
