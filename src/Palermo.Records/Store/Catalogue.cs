using System.Text.Json;

namespace Palermo.Records.Store;

/// <summary>Which name means which version since when: an append-only file of lines, the newest line of a name holds.</summary>
internal sealed class Catalogue(string folder)
{
    private static readonly JsonSerializerOptions Compact = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string path = Path.Combine(folder, "catalogue.jsonl");

    public IEnumerable<CatalogueLine> Lines()
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        foreach (var line in File.ReadLines(path))
        {
            CatalogueLine? entry;
            try
            {
                entry = JsonSerializer.Deserialize<CatalogueLine>(line, Compact);
            }
            catch (JsonException)
            {
                // The last line of a write that was stopped: the import it belonged to never happened.
                continue;
            }

            if (entry is not null)
            {
                yield return entry;
            }
        }
    }

    public void Append(CatalogueLine line)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        file.Write("\n"u8);
        JsonSerializer.Serialize(file, line, Compact);
        file.Write("\n"u8);
        file.Flush(flushToDisk: true);
    }
}
