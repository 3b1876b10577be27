using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Palermo.Records.Tables;

namespace Palermo.Disclosure.Gates;

/// <summary>Files of released counts; their clearance stands in them.</summary>
public static class ReleasedFiles
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>
    /// Comma-separated values: one line a cell, margins as <c>*all*</c>, blank for "not recorded", <c>&lt;</c> for few or none, <c>*</c> for
    /// withheld. Text that a spreadsheet would take for a formula begins with an apostrophe.
    /// </summary>
    /// <exception cref="GateRefusal">The counts may not be passed on.</exception>
    public static byte[] Csv(ReleasedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        MayLeave(table.Clearance);
        var text = new StringBuilder();
        text.AppendJoin(',', table.Columns.Select(c => CsvField.Of(c.Name))).Append(",people\n");
        foreach (var cell in table.Cells)
        {
            for (var i = 0; i < cell.Codes.Length; i++)
            {
                text.Append(cell.Codes[i] == ReleasedTable.All ? "*all*" : CsvField.Of(table.Columns[i].Label(cell.Codes[i]) ?? "")).Append(',');
            }

            text.Append(CultureInfo.InvariantCulture, $"{cell.Count}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n# {CsvField.Of(table.Clearance.Dataset)} {CsvField.Of(table.Clearance.Version)}; {table.Clearance.Safeguard}; for {For(table.Clearance.Audience)}; smallest count shown {table.Clearance.SmallestShown}; most noise {table.Clearance.MostNoise}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The same as JSON: <c>people</c> is a number, <c>"few"</c> or <c>"withheld"</c>.</summary>
    /// <exception cref="GateRefusal">The counts may not be passed on.</exception>
    public static byte[] Json(ReleasedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        MayLeave(table.Clearance);
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                dataset = table.Clearance.Dataset,
                version = table.Clearance.Version,
                safeguard = JsonNamingPolicy.CamelCase.ConvertName(table.Clearance.Safeguard.ToString()),
                audience = JsonNamingPolicy.CamelCase.ConvertName(table.Clearance.Audience.ToString()),
                smallestShown = table.Clearance.SmallestShown,
                mostNoise = table.Clearance.MostNoise,
                columns = table.Columns.Select(c => c.Name),
                where = table.Where.Select(w => new { column = w.Column, label = w.Label }),
                cells = table.Cells.Select(cell => new
                {
                    values = cell.Codes.Select((code, i) => new { all = code == ReleasedTable.All, label = code == ReleasedTable.All ? null : table.Columns[i].Label(code) }),
                    people = cell.Count.Number is { } n ? (object)n : JsonNamingPolicy.CamelCase.ConvertName(cell.Count.Showing.ToString()),
                }),
            },
            Options);
    }

    private static string For(Audience audience) => audience switch
    {
        Audience.ResearchPartner => "a research partner, not to be passed on",
        Audience.Internal => "inside the house alone",
        _ => "anyone",
    };

    private static void MayLeave(Clearance clearance)
    {
        if (!clearance.MayLeave)
        {
            throw new GateRefusal(Refused.NotSafe, "exact counts are for reading inside; they are not written into a file");
        }
    }
}
