using System.Text.Json;
using System.Text.Json.Serialization;

namespace Palermo.Disclosure.Gates;

/// <summary>A file that only grows, a line of JSON an entry; null in place of its path keeps nothing.</summary>
internal static class LedgerFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="InvalidDataException">A line is none of the ledger's; the message names the file and the line.</exception>
    public static IEnumerable<T> Read<T>(string? path, string of)
    {
        if (path is null || !File.Exists(path))
        {
            yield break;
        }

        foreach (var (number, text) in File.ReadLines(path).Index())
        {
            yield return Line<T>(text) ?? throw new InvalidDataException($"{Path.GetFileName(path)}, line {number + 1}: this is no line of a ledger of {of}; restore the file from its copy");
        }
    }

    public static void Append<T>(string? path, T line)
    {
        if (path is not null)
        {
            File.AppendAllText(path, JsonSerializer.Serialize(line, Options) + "\n");
        }
    }

    // The text itself goes into no message: it names columns and cells.
    private static T? Line<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
