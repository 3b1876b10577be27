using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MiniExcelLibs;
using Palermo.Statistics.Counts;
using Palermo.Web.Charts;
using Palermo.Web.Datasets;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Features.Explore;

/// <summary>
/// Files of a protected table. The five states of a cell stay five: a number, <c>0</c>, and in the column <c>state</c> the words
/// <c>suppressed</c>, <c>not recorded</c> or <c>blank</c> beside an empty number. Every file carries what it rests on.
/// </summary>
public static class TableFiles
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>One line a cell, totals with <c>*all*</c>; codes as the dataset has them, so that the file can be joined to others.</summary>
    public static byte[] Csv(ProtectedTable table)
    {
        var text = new StringBuilder();
        text.Append(Field(table.Question.Rows));
        if (table.Question.Columns is { } columns)
        {
            text.Append(',').Append(Field(columns));
        }

        text.Append(",persons,state\n");
        foreach (var (row, column, cell) in Cells(table))
        {
            text.Append(Field(row));
            if (table.Question.Columns is not null)
            {
                text.Append(',').Append(Field(column));
            }

            text.Append(',').Append(cell.IsNumber ? cell.Count.ToString(CultureInfo.InvariantCulture) : "").Append(',').Append(State(cell)).Append('\n');
        }

        foreach (var (name, value) in About(table))
        {
            text.Append("# ").Append(name).Append(": ").Append(value.ReplaceLineEndings(" ")).Append('\n');
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    public static byte[] ToJson(ProtectedTable table) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        about = About(table).ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
        cells = Cells(table).Select(c => new { row = c.Row, column = table.Question.Columns is null ? null : c.Column, persons = c.Cell.IsNumber ? c.Cell.Count : (long?)null, state = State(c.Cell) }),
    }, Json);

    /// <summary>A workbook: the table as it is read, in the words of a language, and a sheet about it.</summary>
    public static byte[] Xlsx(ProtectedTable table, Texts texts)
    {
        var model = new ShownTable(table, texts).Model;
        var rows = model.Rows.Select(row =>
        {
            var line = new Dictionary<string, object?> { [model.RowHeader] = Plain(row.Label) };
            for (var c = 0; c < model.Columns.Length; c++)
            {
                line[Distinct(line, model.Columns[c])] = row.Amounts[c] is { IsNumber: true } a ? a.Value : texts.Shown(row.Amounts[c]);
            }

            return line;
        });
        var about = About(table).Select(a => new Dictionary<string, object?> { ["name"] = a.Name, ["value"] = Plain(a.Value) });
        using var stream = new MemoryStream();
        stream.SaveAs(new Dictionary<string, object> { ["table"] = rows.ToList(), ["about"] = about.ToList() });
        return stream.ToArray();
    }

    /// <summary>What the figures rest on and what was withheld, by name.</summary>
    public static IEnumerable<(string Name, string Value)> About(ProtectedTable table)
    {
        yield return ("dataset", table.Dataset.Name + (table.Dataset.IsSample ? " (made-up sample: these people do not exist)" : ""));
        yield return ("version", table.Dataset.Version);
        foreach (var origin in table.Table.Provenance.Origins)
        {
            yield return ("sha256", origin.Sha256 ?? "live");
            yield return ("dialect", origin.Dialect);
            yield return ("records", origin.Rows.ToString(CultureInfo.InvariantCulture));
        }

        yield return ("query", table.Table.Provenance.Query);
        yield return ("threshold", string.Create(CultureInfo.InvariantCulture,
            $"counts below {table.Protection.Threshold} are not told from none; every count carries noise of at most {table.Protection.Noise}, the same for the same people in every table, so parts need not add up to their total"));
        yield return ("unit", "persons recorded; never all who exist");
    }

    private static IEnumerable<(string Row, string Column, Cell Cell)> Cells(ProtectedTable table)
    {
        var pivot = table.Table;
        for (var r = 0; r <= pivot.Rows.Length; r++)
        {
            var row = r == pivot.Rows.Length ? "*all*" : pivot.RowDimensions[0].Text(pivot.Rows[r].Codes[0]) ?? "*not recorded*";
            if (table.Question.Columns is not null)
            {
                for (var c = 0; c < pivot.Columns.Length; c++)
                {
                    yield return (row, pivot.ColumnDimensions[0].Text(pivot.Columns[c].Codes[0]) ?? "*not recorded*", r == pivot.Rows.Length ? pivot.ColumnTotals[c] : pivot[r, c]);
                }
            }

            yield return (row, "*all*", r == pivot.Rows.Length ? pivot.Total : pivot.RowTotals[r]);
        }
    }

    private static string State(Cell cell) => cell.State switch
    {
        CellState.Suppressed => "suppressed",
        CellState.NotRecorded => "not recorded",
        CellState.Blank => "blank",
        _ => "number",
    };

    // A spreadsheet takes these for the beginning of a formula.
    private static string Plain(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;

    private static string Field(string text)
    {
        var plain = Plain(text);
        return plain.AsSpan().IndexOfAny(",\"\n\r") < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Distinct(Dictionary<string, object?> line, string name)
    {
        while (line.ContainsKey(name))
        {
            name += " ";
        }

        return name;
    }
}
