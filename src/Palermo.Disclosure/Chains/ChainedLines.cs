using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Palermo.Disclosure.Chains;

/// <summary>
/// A file of JSON lines that only grows; each line holds the SHA-256 of the line before it (the first: nothing), so that one taken out,
/// put in or changed is noticed. Used under its owner's lock.
/// </summary>
public static class ChainedLines
{
    /// <summary>The entries of the lines, in order.</summary>
    /// <param name="lines">The lines; none for a file that is not there.</param>
    /// <param name="options">How they are written.</param>
    /// <param name="previous">The hash that an entry holds.</param>
    /// <param name="broken">What is thrown for the first line, counted from 1, that is none of the chain's. No line stands in a message.</param>
    public static IEnumerable<T> Read<T>(IEnumerable<string> lines, JsonSerializerOptions options, Func<T, string> previous, Func<int, Exception> broken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(broken);
        var before = "";
        foreach (var (at, line) in lines.Index())
        {
            yield return Entry<T>(line, options) is { } entry && previous(entry) == before ? entry : throw broken(at + 1);
            before = Hash(line);
        }
    }

    /// <summary>The lines of a file; none where there is no file.</summary>
    public static IEnumerable<string> Of(string path) => File.Exists(path) ? File.ReadLines(path) : [];

    /// <summary>Appends an entry made of the hash that it has to hold; it is on the disk before this returns.</summary>
    public static void Append<T>(string path, JsonSerializerOptions options, Func<string, T> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var line = JsonSerializer.Serialize(entry(After(Of(path).LastOrDefault())), options) + "\n";
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.UTF8.GetBytes(line));
        file.Flush(flushToDisk: true);
    }

    /// <summary>What an entry holds that comes after this line; null: it is the first.</summary>
    public static string After(string? line) => line is null ? "" : Hash(line);

    private static string Hash(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));

    private static T? Entry<T>(string line, JsonSerializerOptions options)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
