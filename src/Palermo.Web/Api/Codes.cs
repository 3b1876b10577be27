using System.Text.Json;

namespace Palermo.Web.Api;

/// <summary>Code words of the interface: the values of our closed lists in small letters with underscores.</summary>
public static class Codes
{
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word.</summary>
    /// <exception cref="UnknownCodeException">The list has no such word.</exception>
    public static T Read<T>(string word, string path) where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => Word(v) == word).Select(v => (T?)v).FirstOrDefault() ?? throw new UnknownCodeException(path, [.. Enum.GetValues<T>().Select(Word)]);

    public static T Read<T>(IReadOnlyDictionary<string, T> words, string word, string path) =>
        words.TryGetValue(word, out var value) ? value : throw new UnknownCodeException(path, [.. words.Keys.Order(StringComparer.Ordinal)]);

    public static DateOnly Day(string text, string path) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : throw new UnknownCodeException(path, ["yyyy-MM-dd"]);
}

/// <summary>A word that its closed list does not hold. The message names the place and the words that are allowed, never the word sent.</summary>
public sealed class UnknownCodeException(string path, IReadOnlyList<string> allowed) : Exception($"{path}: not one of {string.Join(", ", allowed)}")
{
    public string Path => path;

    public IReadOnlyList<string> Allowed => allowed;
}
