using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Resampling;

/// <summary>Resamples beside the lists' own 0/1 columns, wherever these stand: one column a resample, or a line a resample and history.</summary>
internal static class ResampleColumns
{
    private static readonly HashSet<string> Numbering = new(StringComparer.OrdinalIgnoreCase) { "", "replicate", "resample", "rep", "draw", "bootstrap", "iteration", "sample", "total", "sum", "index", "id", "row", "b", "r" };
    private static readonly HashSet<string> Labels = new(StringComparer.OrdinalIgnoreCase) { "", "history", "histories", "pattern", "cell", "label", "row", "index" };
    private static readonly HashSet<string> Counts = new(StringComparer.OrdinalIgnoreCase) { "count", "counts", "n", "freq", "frequency", "value" };

    /// <summary>A column that numbers the lines and counts nobody.</summary>
    public static bool IsNumbering(string name) => Numbering.Contains(name);

    public static void Read(string[] header, List<CaptureRow> rows, ResampleDraft draft)
    {
        var table = draft.Table;
        int[] lists = [.. table.Lists.Select(l => Array.FindIndex(header, h => string.Equals(h, l, StringComparison.OrdinalIgnoreCase)))];
        int[] others = [.. Enumerable.Range(0, header.Length).Where(c => !lists.Contains(c))];
        var histories = new int[rows.Count];
        for (var r = 1; r < rows.Count; r++)
        {
            for (var j = 0; j < lists.Length; j++)
            {
                var cell = rows[r].Cells[lists[j]];
                if (cell is not ("0" or "1"))
                {
                    draft.Refuse(rows[r].Line, string.IsNullOrEmpty(cell) ? "a list is not recorded" : "a list column says neither 0 nor 1");
                    return;
                }

                histories[r] |= cell == "1" ? 1 << j : 0;
            }
        }

        int[] numbers = [.. others.Where(c => Numbering.Contains(header[c]) && header[c].Length > 0)];
        int[] counts = [.. others.Where(c => Counts.Contains(header[c]))];
        if (numbers.Length == 1 && counts.Length == 1 && others.All(c => c == numbers[0] || c == counts[0] || Labels.Contains(header[c])))
        {
            Long(rows, histories, numbers[0], counts[0], draft);
        }
        else
        {
            Wide(header, rows, histories, others, draft);
        }
    }

    private static void Long(List<CaptureRow> rows, int[] histories, int number, int count, ResampleDraft draft)
    {
        var resamples = new Dictionary<string, (int Line, long[] Counts)>(StringComparer.Ordinal);
        var order = new List<string>();
        for (var r = 1; r < rows.Count; r++)
        {
            var (value, why) = WholeCount.Read(rows[r].Cells[count]);
            if (why is not null)
            {
                draft.Refuse(rows[r].Line, why);
                return;
            }

            var id = rows[r].Cells[number] ?? "";
            if (!resamples.TryGetValue(id, out var entry))
            {
                resamples[id] = entry = (rows[r].Line, new long[draft.Table.CellCount]);
                order.Add(id);
            }

            entry.Counts[histories[r]] += value;
        }

        _ = order.All(id => draft.Add(resamples[id].Line, resamples[id].Counts));
    }

    private static void Wide(string[] header, List<CaptureRow> rows, int[] histories, int[] others, ResampleDraft draft)
    {
        var kept = 0;
        var candidates = others.Where(c => !Labels.Contains(header[c])).ToArray();
        foreach (var column in candidates)
        {
            var counts = new long[draft.Table.CellCount];
            for (var r = 1; r < rows.Count; r++)
            {
                var (value, why) = WholeCount.Read(rows[r].Cells[column]);
                if (why is not null)
                {
                    draft.Refuse(rows[r].Line, why);
                    return;
                }

                counts[histories[r]] += value;
            }

            if (candidates.Length > 1 && Counts.Contains(header[column]) && counts.AsSpan().SequenceEqual(draft.Table.Counts))
            {
                draft.Note("beside the resamples stands the table's own column of counts: it was not taken as a resample");
                continue;
            }

            if (!draft.Add(1, counts))
            {
                return;
            }

            kept++;
        }

        if (kept == 0)
        {
            draft.Refuse(1, "beside the lists there is no column of a resample");
        }
    }
}
