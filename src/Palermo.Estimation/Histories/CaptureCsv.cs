using System.Text;

namespace Palermo.Estimation.Histories;

/// <summary>
/// Reads capture histories from delimited text: one 0/1 column a list and, last, a column <c>count</c>, or any other
/// <see cref="CaptureLayout"/>. Comma, semicolon, tab or bar; quoted fields may hold the delimiter. All or nothing.
/// </summary>
public static class CaptureCsv
{
    public static CaptureReading Read(TextReader text, CaptureLayout? layout = null)
    {
        var first = text.ReadLine()?.TrimStart('\uFEFF') ?? "";
        var separator = ",;\t|".MaxBy(c => first.Count(x => x == c));
        return CaptureRows.Read(Split(first, separator), Rows(text, separator), layout ?? new CaptureLayout());
    }

    private static IEnumerable<CaptureRow> Rows(TextReader text, char separator)
    {
        for (var line = 2; text.ReadLine() is { } raw; line++)
        {
            if (!string.IsNullOrWhiteSpace(raw))
            {
                yield return new CaptureRow(line, Split(raw, separator));
            }
        }
    }

    internal static string[] Split(string line, char separator)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return [.. line.Split(separator).Select(c => c.Trim())];
        }

        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                var doubled = quoted && i + 1 < line.Length && line[i + 1] == '"';
                cell.Append(doubled ? "\"" : "");
                i += doubled ? 1 : 0;
                quoted = doubled ? quoted : !quoted;
            }
            else if (line[i] == separator && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        cells.Add(cell.ToString().Trim());
        return [.. cells];
    }
}
