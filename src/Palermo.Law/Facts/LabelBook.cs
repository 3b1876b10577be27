using System.Collections.Frozen;
using System.Text.Json;

namespace Palermo.Law.Facts;

/// <summary>
/// Words of labels in languages that came after the instrument files: those are dated, hashed and never edited. An English
/// label has one rendering in a language, wherever it stands.
/// </summary>
public static class LabelBook
{
    private const string Prefix = "Palermo.Law.Labels.";

    private static readonly Lazy<FrozenDictionary<string, FrozenDictionary<string, string>>> Books = new(() =>
        typeof(LabelBook).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(n => n[Prefix.Length..^".json".Length], Read, StringComparer.Ordinal));

    /// <summary>Languages that have a book.</summary>
    public static IEnumerable<string> Languages => Books.Value.Keys.Order(StringComparer.Ordinal);

    /// <summary>The English labels that a language's book renders.</summary>
    public static IEnumerable<string> Known(string language) => Books.Value[language].Keys;

    /// <summary>Words that a file has in English alone, such as what was not checked in a text: in a language where its book has them, else as they are.</summary>
    public static string In(string language, string english) => Find(language, english) ?? english;

    /// <summary>A label's words in a language, or null when its book lacks them.</summary>
    public static string? Find(string language, string english) =>
        Books.Value.TryGetValue(language, out var book) && book.TryGetValue(english, out var words) ? words : null;

    private static FrozenDictionary<string, string> Read(string resource)
    {
        using var stream = typeof(LabelBook).Assembly.GetManifestResourceStream(resource)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToFrozenDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
    }
}
