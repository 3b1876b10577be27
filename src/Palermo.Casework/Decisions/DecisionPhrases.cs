using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Palermo.Casework.Decisions;

/// <summary>The sentences of a decision document that are not the proof's own, whole, by language; English where one is missing.</summary>
public sealed class DecisionPhrases
{
    private static readonly ConcurrentDictionary<string, DecisionPhrases> Books = new(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _phrases;

    private DecisionPhrases(string language, FrozenDictionary<string, string> phrases) => (Language, _phrases) = (language, phrases);

    public static IReadOnlyList<string> Languages { get; } = ["ar", "en", "es", "fr"];

    public string Language { get; }

    public bool IsRightToLeft => Language == "ar";

    public IEnumerable<string> Keys => _phrases.Keys;

    public static DecisionPhrases For(string language) => Books.GetOrAdd(Languages.Contains(language) ? language : "en", Load);

    public string Say(string key, params ReadOnlySpan<object?> parts)
    {
        var phrase = _phrases.GetValueOrDefault(key) ?? For("en")._phrases[key];
        return parts.Length == 0 ? phrase : string.Format(CultureInfo.InvariantCulture, phrase, parts);
    }

    private static DecisionPhrases Load(string language)
    {
        using var stream = typeof(DecisionPhrases).Assembly.GetManifestResourceStream($"Palermo.Casework.Phrases.{language}.json")!;
        using var document = JsonDocument.Parse(stream);
        return new DecisionPhrases(language, document.RootElement.EnumerateObject().ToFrozenDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal));
    }
}
