using System.Text.Json;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Resampling;

/// <summary>
/// Resamples as JSON: a list of lists in the order of the lines of the table; a list of objects, history to count; or an object that
/// holds either under <c>counts</c>, <c>resamples</c>, <c>replicates</c>, <c>vectors</c> or <c>bootstrap</c>, with the <c>histories</c> of
/// the columns (as 101, as LA:NG or as [1,0,1]) and the order of the <c>lists</c> where it is another than the table's.
/// </summary>
internal static class ResampleJson
{
    private static readonly string[] CountNames = ["counts", "resamples", "replicates", "vectors", "bootstrap"];

    public static void Read(string text, ResampleDraft draft)
    {
        using var json = JsonDocument.Parse(text);
        var (rows, histories, order) = (json.RootElement, (List<int>?)null, (int[]?)null);
        if (json.RootElement.ValueKind == JsonValueKind.Object)
        {
            if (Find(json.RootElement, CountNames) is not { } counts)
            {
                draft.Refuse(0, "the object has none of the fields " + string.Join(", ", CountNames));
                return;
            }

            rows = counts;
            if (Find(json.RootElement, "lists") is { } lists)
            {
                order = [.. lists.EnumerateArray().Select(l => draft.Table.Lists.FindIndex(l.GetString() ?? ""))];
                if (order.Length != draft.Table.ListCount || order.Contains(-1) || order.Distinct().Count() != order.Length)
                {
                    draft.Refuse(0, "the lists are not those of the table");
                    return;
                }
            }

            if (Find(json.RootElement, "histories") is { } named)
            {
                histories = [];
                foreach (var name in named.EnumerateArray())
                {
                    if (History(name, draft, order) is not { } history)
                    {
                        draft.Refuse(0, "a history is not written as one 0 or 1 a list, or by the names of its lists");
                        return;
                    }

                    histories.Add(history);
                }
            }
        }

        var row = 0;
        foreach (var resample in rows.EnumerateArray())
        {
            row++;
            if (!(resample.ValueKind == JsonValueKind.Object ? Cells(row, resample, draft, order) : Vector(row, resample, draft, histories)))
            {
                return;
            }
        }
    }

    private static bool Vector(int row, JsonElement resample, ResampleDraft draft, List<int>? histories)
    {
        string[] cells = [.. resample.EnumerateArray().Select(c => c.GetRawText())];
        return histories is not null && cells.Length != histories.Count
            ? draft.Refuse(row, "the resample has another number of counts than there are histories")
            : draft.Add(row, histories, cells);
    }

    private static bool Cells(int row, JsonElement resample, ResampleDraft draft, int[]? order)
    {
        var (histories, cells) = (new List<int>(), new List<string>());
        foreach (var cell in resample.EnumerateObject())
        {
            if (Reordered(HistoryName.Read(cell.Name, draft.Table.Lists), cell.Name, order) is not { } history)
            {
                return draft.Refuse(row, "a history is not written as one 0 or 1 a list, or by the names of its lists");
            }

            histories.Add(history);
            cells.Add(cell.Value.GetRawText());
        }

        return draft.Add(row, histories, cells);
    }

    private static int? History(JsonElement name, ResampleDraft draft, int[]? order)
    {
        if (name.ValueKind == JsonValueKind.Array)
        {
            var written = string.Concat(name.EnumerateArray().Select(v => v.GetRawText()));
            return Reordered(HistoryName.Read(written, draft.Table.Lists), written, order);
        }

        var text = name.GetString() ?? "";
        return Reordered(HistoryName.Read(text, draft.Table.Lists), text, order);
    }

    /// <summary>A history written in digits follows the order of the lists of the file; one written in names has none.</summary>
    private static int? Reordered(int? history, string written, int[]? order) =>
        history is { } mask && order is not null && written.All(c => c is '0' or '1') ? order.Select((to, from) => ((mask >> from) & 1) << to).Sum() : history;

    private static JsonElement? Find(JsonElement element, params string[] names)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (names.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
