using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Palermo.Records.Tables;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Tables;

/// <summary>
/// A table as CSV: a column an axis, then <c>value</c>, <c>state</c> and, where the table has them,
/// <c>series</c>, <c>rate_per_100000</c> and <c>share_percent</c>.
/// A zero is written 0; blank, suppressed and "not recorded" have no value and differ in their state.
/// What the figures rest on stands under them in lines that begin with #.
/// </summary>
public static class CsvTable
{
    public static string Write(StatTable table)
    {
        var extras = Extras.Of(table);
        var text = new StringBuilder();
        Line(text, [.. table.Axes.Select(a => a.Name), "value", "state", .. extras.Names]);
        foreach (var observation in table.Observations)
        {
            Line(text, [.. observation.Codes, Number(observation.Cell), StateWords.Of(observation.Cell.State), .. extras.Of(observation).Select(x => Convert.ToString(x, CultureInfo.InvariantCulture) ?? "")]);
        }

        foreach (var line in Sources.Lines(table))
        {
            text.Append("# ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The codes and cells of the one table of a text that <see cref="Write"/> wrote.</summary>
    public static ImmutableArray<Observation> Read(string text)
    {
        using var reader = new StringReader(text);
        var lines = Lines(reader).ToArray();
        var axes = Array.IndexOf(lines[0], "value");
        return [.. lines.Skip(1).Select(l => new Observation([.. l.Take(axes).Select(CsvField.Read)], CellOf(StateWords.Read(l[axes + 1]), l[axes])))];
    }

    internal static Cell CellOf(CellState state, string number) => state switch
    {
        CellState.Value or CellState.Zero => Cell.Of(long.Parse(number, CultureInfo.InvariantCulture)),
        CellState.Suppressed => Cell.Suppressed,
        CellState.NotRecorded => Cell.NotRecorded,
        _ => Cell.Blank,
    };

    internal static string Number(Cell cell) => cell.IsNumber ? cell.Count.ToString(CultureInfo.InvariantCulture) : "";

    internal static void Line(StringBuilder text, IReadOnlyList<string> fields) => text.AppendJoin(',', fields.Select(CsvField.Of)).Append('\n');

    /// <summary>The lines of the table, quotes undone; lines of sources are passed over.</summary>
    private static IEnumerable<string[]> Lines(StringReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            // A quoted field may go over a line's end.
            while (line.Count(c => c == '"') % 2 == 1 && reader.ReadLine() is { } more)
            {
                line += "\n" + more;
            }

            if (line.Length > 0 && line[0] != '#')
            {
                yield return Fields(line);
            }
        }
    }

    private static string[] Fields(string line)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
