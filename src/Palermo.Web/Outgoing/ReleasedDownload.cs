using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Palermo.Disclosure.Gates;

namespace Palermo.Web.Outgoing;

/// <summary>Files of counts. They take what the gate made; its clearance stands in the file.</summary>
public static class ReleasedDownload
{
    /// <summary>
    /// Comma-separated values: one line a cell, margins as <c>*all*</c>, blank for "not recorded", <c>&lt;</c> for few or none, <c>*</c> for
    /// withheld. Text that a spreadsheet would take for a formula is quoted with an apostrophe.
    /// </summary>
    /// <exception cref="GateRefusal">The counts may not be passed on.</exception>
    public static IResult Csv(ReleasedTable table, string fileName)
    {
        ArgumentNullException.ThrowIfNull(table);
        MayLeave(table.Clearance);
        var text = new StringBuilder();
        text.AppendJoin(',', table.Columns.Select(c => Field(c.Name))).Append(",people\n");
        foreach (var cell in table.Cells)
        {
            for (var i = 0; i < cell.Codes.Length; i++)
            {
                text.Append(cell.Codes[i] == ReleasedTable.All ? "*all*" : Field(table.Columns[i].Label(cell.Codes[i]) ?? "")).Append(',');
            }

            text.Append(CultureInfo.InvariantCulture, $"{cell.Count}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n# {Field(table.Clearance.Dataset)} {Field(table.Clearance.Version)}; {table.Clearance.Safeguard}; smallest count shown {table.Clearance.SmallestShown}; most noise {table.Clearance.MostNoise}\n");
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), MediaTypeNames.Text.Csv, fileName);
    }

    /// <summary>The same as JSON: <c>people</c> is a number, <c>"few"</c> or <c>"withheld"</c>.</summary>
    /// <exception cref="GateRefusal">The counts may not be passed on.</exception>
    public static IResult Json(ReleasedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        MayLeave(table.Clearance);
        return Results.Json(new
        {
            dataset = table.Clearance.Dataset,
            version = table.Clearance.Version,
            safeguard = JsonNamingPolicy.CamelCase.ConvertName(table.Clearance.Safeguard.ToString()),
            smallestShown = table.Clearance.SmallestShown,
            mostNoise = table.Clearance.MostNoise,
            columns = table.Columns.Select(c => c.Name),
            cells = table.Cells.Select(cell => new
            {
                values = cell.Codes.Select((code, i) => code == ReleasedTable.All ? new { all = true, label = (string?)null } : new { all = false, label = table.Columns[i].Label(code) }),
                people = cell.Count.Number is { } n ? (object)n : JsonNamingPolicy.CamelCase.ConvertName(cell.Count.Showing.ToString()),
            }),
        });
    }

    private static void MayLeave(Clearance clearance)
    {
        if (!clearance.MayLeave)
        {
            throw new GateRefusal(Refused.NotSafe, "exact counts are for reading inside; they are not written into a file");
        }
    }

    private static string Field(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\n\r") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
