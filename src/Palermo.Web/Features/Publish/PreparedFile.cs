using System.Collections.Immutable;
using System.Text;

namespace Palermo.Web.Features.Publish;

/// <summary>The beginning of a CSV file of a prepared release, and how many rows it has: who signs it off sees what leaves.</summary>
/// <param name="Header">Names of the columns.</param>
/// <param name="Rows">The first rows.</param>
/// <param name="Total">Rows of the whole file.</param>
public sealed record PreparedFile(ImmutableArray<string> Header, ImmutableArray<ImmutableArray<string>> Rows, int Total)
{
    /// <summary>Reads a file as Palermo writes it (fields quoted where they must be); null where there is none.</summary>
    public static PreparedFile? Read(byte[]? csv, int most)
    {
        if (csv is null)
        {
            return null;
        }

        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        ImmutableArray<string>? header = null;
        var total = 0;
        foreach (var record in Records(Encoding.UTF8.GetString(csv)))
        {
            if (header is null)
            {
                header = record;
                continue;
            }

            total++;
            if (rows.Count < most)
            {
                rows.Add(record);
            }
        }

        return new PreparedFile(header ?? [], rows.ToImmutable(), total);
    }

    private static IEnumerable<ImmutableArray<string>> Records(string text)
    {
        var record = ImmutableArray.CreateBuilder<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    record.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n' when !quoted:
                    record.Add(field.ToString());
                    field.Clear();
                    yield return record.ToImmutable();
                    record.Clear();
                    break;
                default:
                    field.Append(text[i]);
                    break;
            }
        }
    }
}
