using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Resampling;

/// <summary>Resampled tables read from a file, or why not; notes say what was passed over or taken for granted.</summary>
public sealed record ResampleReading(ImmutableArray<CaptureTable> Tables, TableProblem? Problem)
{
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>
/// Reads bootstrap count vectors drawn elsewhere, so that a method can be run on another program's draws. Layouts: a header of histories
/// (101, 010, ... in list order, or LA:NG) and one line a resample; the lists' own columns followed by one column a resample, or by a
/// column that numbers the resample and one of counts; no header, one line a resample with counts in the order of the lines of the
/// table; or JSON (<see cref="ResampleJson"/>). Histories left out have count 0, repeated ones are added.
/// </summary>
public static class ResampleFile
{
    /// <param name="text">The file.</param>
    /// <param name="table">The observed table.</param>
    /// <param name="lines">The histories in the order of the table's file, for layouts without a header.</param>
    public static ResampleReading Read(TextReader text, CaptureTable table, IReadOnlyList<int> lines)
    {
        var whole = text.ReadToEnd().TrimStart('\uFEFF').Trim();
        var draft = new ResampleDraft(table, lines);
        try
        {
            if (whole.StartsWith('[') || whole.StartsWith('{'))
            {
                ResampleJson.Read(whole, draft);
            }
            else
            {
                Delimited(whole, draft);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            draft.Refuse(0, "the file is neither delimited numbers nor JSON that holds lists of whole numbers");
        }

        return draft.ToReading();
    }

    private static void Delimited(string text, ResampleDraft draft)
    {
        var separator = Separator(text);
        var rows = text.Split('\n').Select((line, i) => new CaptureRow(i + 1, Cells(line, separator))).Where(r => r.Cells.Any(c => !string.IsNullOrEmpty(c))).ToList();
        if (rows.Count == 0)
        {
            draft.Refuse(0, "the file is empty");
            return;
        }

        string[] header = [.. rows[0].Cells.Select(c => c ?? "")];
        if (rows.FirstOrDefault(r => r.Cells.Count != header.Length) is { Cells: not null } odd)
        {
            draft.Refuse(odd.Line, string.Create(CultureInfo.InvariantCulture, $"{odd.Cells.Count} cells where the first line has {header.Length}"));
            return;
        }

        var histories = HistoryName.Header(header, draft.Table.Lists);
        var named = Enumerable.Range(0, header.Length).Where(c => histories?[c] is not null).ToArray();
        if (named.Length == draft.Table.ListCount && header.Length > named.Length && draft.Table.Lists.All(l => named.Any(c => string.Equals(header[c], l, StringComparison.OrdinalIgnoreCase))))
        {
            ResampleColumns.Read(header, rows, draft);
            return;
        }

        var first = histories is null && header.Any(IsNumber) ? 0 : 1;
        int[] counts = histories is not null ? named
            : first == 0 ? [.. Enumerable.Range(0, header.Length)]
            : [.. Enumerable.Range(0, header.Length).Where(c => !ResampleColumns.IsNumbering(header[c]))];
        if (histories is not null && Enumerable.Range(0, header.Length).FirstOrDefault(c => histories[c] is null && !ResampleColumns.IsNumbering(header[c]), -1) is >= 0 and var stranger)
        {
            draft.Refuse(1, string.Create(CultureInfo.InvariantCulture, $"column {stranger + 1} of the header is no history of these {draft.Table.ListCount} lists"));
            return;
        }

        if (histories is null && first == 1)
        {
            draft.Note("the header of the resamples names no history: their columns were taken in the order of the lines of the table");
        }

        foreach (var row in rows.Skip(first))
        {
            if (!draft.Add(row.Line, histories is null ? null : [.. counts.Select(c => histories[c]!.Value)], [.. counts.Select(c => row.Cells[c])]))
            {
                return;
            }
        }
    }

    /// <summary>The one that stands most often in the first line; the space only where there is no other, for names may hold it.</summary>
    private static char Separator(string text)
    {
        var first = text.Split('\n', 2)[0];
        return ",;\t|".MaxBy(c => first.Count(x => x == c)) is var most && first.Contains(most, StringComparison.Ordinal) ? most : ' ';
    }

    private static string[] Cells(string line, char separator) =>
        separator == ' ' ? line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : CaptureCsv.Split(line.TrimEnd('\r'), separator);

    private static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
