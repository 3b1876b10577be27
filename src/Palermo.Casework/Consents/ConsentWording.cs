using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Palermo.Casework.Consents;

/// <summary>
/// The words that a person is shown or read before anything is asked, by language: dated data, so that a consent can say to
/// which exact words it was given.
/// </summary>
public sealed class ConsentWording
{
    private readonly ImmutableDictionary<string, ImmutableArray<string>> _words;

    private ConsentWording(string key, ImmutableDictionary<string, ImmutableArray<string>> words, int longestDays)
        => (Key, _words, LongestDays) = (key, words, longestDays);

    /// <summary><c>id/version</c>.</summary>
    public string Key { get; }

    /// <summary>The longest time for which a consent to these words may be recorded.</summary>
    public int LongestDays { get; }

    public IEnumerable<string> Languages => _words.Keys.Order(StringComparer.Ordinal);

    /// <summary>The sentences in a language, else in English.</summary>
    public ImmutableArray<string> In(string language) => _words.GetValueOrDefault(language, _words["en"]);

    /// <summary>SHA-256 of the sentences in a language, joined by line feeds, as lower-case hexadecimal.</summary>
    public string Hash(string language) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', In(language)))));

    /// <exception cref="InvalidDataException">The file lacks English words or a member.</exception>
    public static ConsentWording Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        var words = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var language in root.GetProperty("words").EnumerateObject())
        {
            words.Add(language.Name, [.. language.Value.EnumerateArray().Select(s => s.GetString()!)]);
        }

        return words.ContainsKey("en")
            ? new ConsentWording($"{root.GetProperty("id").GetString()}/{root.GetProperty("version").GetString()}", words.ToImmutable(), root.GetProperty("longestDays").GetInt32())
            : throw new InvalidDataException($"{Path.GetFileName(file)}, words: English words are missing; every language falls back to them");
    }
}
