using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Resampling;

/// <summary>Resampled tables read from a file, or why not.</summary>
public sealed record ResampleReading(ImmutableArray<CaptureTable> Tables, TableProblem? Problem);

/// <summary>
/// Reads bootstrap count vectors drawn elsewhere, so that a method can be run on another program's draws. Four layouts:
/// a header of histories written as 0s and 1s in list order (101, 010, ...) and one line a resample; the lists' own columns followed by
/// one column a resample; no header, one line a resample with counts in the order of the lines of the table; or the same as a JSON list
/// of lists, or as {"histories": [...], "counts": [[...], ...]}. Histories left out have count 0.
/// </summary>
public static class ResampleFile
{
    /// <param name="text">The file.</param>
    /// <param name="table">The observed table.</param>
    /// <param name="lines">The histories in the order of the table's file, for layouts without a header.</param>
    public static ResampleReading Read(TextReader text, CaptureTable table, IReadOnlyList<int> lines)
    {
        var whole = text.ReadToEnd().TrimStart('\uFEFF');
        try
        {
            return whole.TrimStart().StartsWith('[') || whole.TrimStart().StartsWith('{') ? Json(whole, table, lines) : Delimited(whole, table, lines);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return Refuse(0, "the file is neither delimited numbers nor a JSON list of lists of whole numbers");
        }
    }

    private static ResampleReading Json(string text, CaptureTable table, IReadOnlyList<int> lines)
    {
        using var json = JsonDocument.Parse(text);
        var (rows, histories) = (json.RootElement, (IReadOnlyList<int>?)lines);
        if (json.RootElement.ValueKind == JsonValueKind.Object)
        {
            rows = json.RootElement.GetProperty("counts");
            histories = Histories(json.RootElement.GetProperty("histories").EnumerateArray().Select(h => h.GetString() ?? ""), table.ListCount);
            if (histories is null)
            {
                return Refuse(0, "a history is not written as one 0 or 1 a list");
            }
        }

        var tables = ImmutableArray.CreateBuilder<CaptureTable>();
        foreach (var row in rows.EnumerateArray())
        {
            if (Table(table, histories, [.. row.EnumerateArray().Select(c => c.GetInt64())]) is not { } resample)
            {
                return Refuse(tables.Count + 1, "the resample has another number of counts than there are histories, or a negative one");
            }

            tables.Add(resample);
        }

        return new ResampleReading(tables.ToImmutable(), null);
    }

    private static ResampleReading Delimited(string text, CaptureTable table, IReadOnlyList<int> lines)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Cells).ToArray();
        if (rows.Length == 0)
        {
            return Refuse(0, "the file is empty");
        }

        var t = table.ListCount;
        if (rows[0].Length > t && table.Lists.All(l => rows[0].Contains(l, StringComparer.OrdinalIgnoreCase)))
        {
            return Columns(rows, table);
        }

        var named = Histories(rows[0], t);
        var tables = ImmutableArray.CreateBuilder<CaptureTable>();
        for (var r = named is null ? 0 : 1; r < rows.Length; r++)
        {
            if (!rows[r].All(c => long.TryParse(c, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _))
                || Table(table, named ?? lines, [.. rows[r].Select(c => long.Parse(c, CultureInfo.InvariantCulture))]) is not { } resample)
            {
                return Refuse(r + 1, string.Create(CultureInfo.InvariantCulture, $"a resample is {(named ?? lines).Count} whole numbers of 0 or more"));
            }

            tables.Add(resample);
        }

        return new ResampleReading(tables.ToImmutable(), null);
    }

    /// <summary>The lists' own 0/1 columns, then one column a resample.</summary>
    private static ResampleReading Columns(string[][] rows, CaptureTable table)
    {
        var lists = table.Lists.Select(l => Array.FindIndex(rows[0], c => string.Equals(c, l, StringComparison.OrdinalIgnoreCase))).ToArray();
        var resamples = Enumerable.Range(0, rows[0].Length).Where(c => !lists.Contains(c)).ToArray();
        var counts = resamples.Select(_ => new long[table.CellCount]).ToArray();
        for (var r = 1; r < rows.Length; r++)
        {
            if (rows[r].Length != rows[0].Length || lists.Any(c => rows[r][c] is not ("0" or "1")))
            {
                return Refuse(r + 1, "a line is not one 0 or 1 a list and one whole number a resample");
            }

            var history = Enumerable.Range(0, lists.Length).Sum(j => rows[r][lists[j]] == "1" ? 1 << j : 0);
            for (var b = 0; b < resamples.Length; b++)
            {
                if (!long.TryParse(rows[r][resamples[b]], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                {
                    return Refuse(r + 1, "a count is not a whole number of 0 or more");
                }

                counts[b][history] += history == 0 ? 0 : count;
            }
        }

        return new ResampleReading([.. counts.Select(c => table.WithCounts(c))], null);
    }

    private static List<int>? Histories(IEnumerable<string> names, int lists)
    {
        var histories = new List<int>();
        foreach (var name in names)
        {
            if (name.Length != lists || name.Any(c => c is not ('0' or '1')))
            {
                return null;
            }

            histories.Add(Enumerable.Range(0, lists).Sum(j => name[j] == '1' ? 1 << j : 0));
        }

        return histories;
    }

    private static CaptureTable? Table(CaptureTable table, IReadOnlyList<int>? histories, long[] values)
    {
        if (histories is null || values.Length != histories.Count || values.Any(v => v < 0))
        {
            return null;
        }

        var counts = new long[table.CellCount];
        for (var i = 0; i < values.Length; i++)
        {
            counts[histories[i]] += values[i];
        }

        counts[0] = 0;
        return table.WithCounts(counts);
    }

    private static string[] Cells(string line) => [.. line.Split(line.Contains(';', StringComparison.Ordinal) ? ';' : line.Contains('\t', StringComparison.Ordinal) ? '\t' : ',').Select(c => c.Trim().Trim('"').Trim())];

    private static ResampleReading Refuse(int row, string why) =>
        new([], new TableProblem(row, null, why, "see 'Feeding resamples' in the guide of estimate for the four layouts"));
}
