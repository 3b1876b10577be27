using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Palermo.Law.Renderings;

/// <summary>
/// The sentences of reasons, whole, by language. Nothing is glued together from English pieces; a language that lacks a
/// sentence falls back to English as a whole sentence.
/// </summary>
public sealed class Phrasebook
{
    private static readonly ConcurrentDictionary<string, Phrasebook> Books = new(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _phrases;

    private Phrasebook(string language, FrozenDictionary<string, string> phrases) => (Language, _phrases) = (language, phrases);

    public string Language { get; }

    /// <summary>Languages that have a book.</summary>
    public static IReadOnlyList<string> Languages { get; } =
    [
        .. typeof(Phrasebook).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("Palermo.Law.Phrases.", StringComparison.Ordinal))
            .Select(n => n["Palermo.Law.Phrases.".Length..^".json".Length])
            .Order(StringComparer.Ordinal),
    ];

    public IEnumerable<string> Keys => _phrases.Keys;

    public bool IsRightToLeft => Language == "ar";

    public static Phrasebook For(string language) => Books.GetOrAdd(Languages.Contains(language) ? language : "en", Load);

    /// <summary>A sentence with its parts filled in.</summary>
    /// <exception cref="KeyNotFoundException">No book has the phrase: a defect, caught by a test over all keys.</exception>
    public string Say(string key, params ReadOnlySpan<object?> parts)
    {
        var phrase = _phrases.GetValueOrDefault(key) ?? For("en")._phrases[key];
        return parts.Length == 0 ? phrase : string.Format(CultureInfo.InvariantCulture, phrase, parts);
    }

    /// <summary>Joins words into a list as the language does.</summary>
    public string Join(IEnumerable<string> words)
    {
        var list = words.ToList();
        return list.Count switch
        {
            0 => "",
            1 => list[0],
            _ => Say("and", list[..^1].Aggregate((a, b) => Say("comma", a, b)), list[^1]),
        };
    }

    private static Phrasebook Load(string language)
    {
        using var stream = typeof(Phrasebook).Assembly.GetManifestResourceStream($"Palermo.Law.Phrases.{language}.json")!;
        using var document = JsonDocument.Parse(stream);
        return new Phrasebook(language, document.RootElement.EnumerateObject().ToFrozenDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal));
    }
}
