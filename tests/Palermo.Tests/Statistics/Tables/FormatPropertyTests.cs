using System.Collections.Immutable;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Palermo.Law.Renderings;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Reports;
using Palermo.Statistics.Tables;

namespace Palermo.Tests.Statistics.Tables;

/// <summary>
/// A number, zero, blank (not asked), suppressed and "not recorded" stay five different things in every format, for random tables with
/// names that each format must escape; each format is read by other code than wrote it, and CSV also by our own reader.
/// </summary>
public sealed partial class FormatPropertyTests
{
    private static readonly string[] Nasty = ["a", "b,c", "=SUM(A1)", "'=x", "+1", "-5", "@x", "#c", "\"quoted\"", "two\nlines", "<b>&amp;", "0", "", "not recorded", "blank", "—", "نعم", "a;b", "  led"];

    private static readonly Gen<Cell> Cells = Gen.OneOf(Gen.Long[1, 5_000_000_000].Select(Cell.Of), Gen.Const(Cell.Of(0)), Gen.Const(Cell.Blank), Gen.Const(Cell.Suppressed), Gen.Const(Cell.NotRecorded));

    private static readonly Gen<Axis> Axes = Gen.Shuffle(Nasty, 1, 6).Select(c => new Axis("axis", [.. c, Axis.NotRecorded, Axis.Total]));

    private static readonly Gen<StatTable> Tables =
        from axes in Axes.Array[1, 3]
        let named = axes.Select((a, i) => a with { Name = $"axis{i}" }).ToImmutableArray()
        let places = StatTable.Product(named).ToImmutableArray()
        from cells in Cells.Array[places.Length]
        select new StatTable("random", "Random, \"quoted\" & <b>", "person", named, [.. places.Select((p, i) => new Observation(p, cells[i]))],
            new Provenance([new DataOrigin("file.csv", new string('a', 64), "ctdc-63 1.0.0", 7)], "records by axis0", ["map 1"], ["un-palermo/2000"], ["random 1"]), ["a note"], true);

    [Fact]
    public void Csv_ReadBack_IsTheTable() => Hold(t => [.. CsvTable.Read(CsvTable.Write(t))]);

    [Fact]
    public void Json_ReadBack_IsTheTable() => Hold(t =>
    {
        using var json = JsonDocument.Parse(Bytes(t, JsonTable.Write));
        return [.. json.RootElement.GetProperty("cells").EnumerateArray().Select(c => new Observation(Texts(c.GetProperty("codes")), Of(c.GetProperty("state").GetString()!, c.TryGetProperty("value", out var v) ? v.GetInt64() : null)))];
    });

    [Fact]
    public void JsonStat_ReadBack_IsTheTable() => Hold(t =>
    {
        using var json = JsonDocument.Parse(Bytes(t, JsonTable.WriteJsonStat));
        var root = json.RootElement;
        var axes = Texts(root.GetProperty("id")).Select(n => new Axis(n, Texts(root.GetProperty("dimension").GetProperty(n).GetProperty("category").GetProperty("index")))).ToImmutableArray();
        var (values, states) = (root.GetProperty("value"), root.GetProperty("status"));
        return [.. StatTable.Product(axes).Select((codes, i) => new Observation(codes, Of(states[i].GetString()!, values[i].ValueKind == JsonValueKind.Null ? null : values[i].GetInt64())))];
    });

    [Fact]
    public void SdmxCsv_ReadBack_IsTheTable() => Hold(t =>
    {
        var lines = Rfc4180(SdmxCsv.Write(t));
        var (value, state) = (Array.IndexOf(lines[0], "OBS_VALUE"), Array.IndexOf(lines[0], "CELL_STATE"));
        var first = Array.IndexOf(lines[0], "AXIS0");
        // A spreadsheet shows the apostrophe before a would-be formula; nothing else is changed.
        return [.. lines.Skip(1).Select(l => new Observation([.. t.Axes.Select((_, i) => Unled(l[first + i]))], Of(l[state], l[value].Length == 0 ? null : long.Parse(l[value], System.Globalization.CultureInfo.InvariantCulture))))];
    });

    [Fact]
    public void Xlsx_ReadBack_IsTheTable() => Hold(t =>
    {
        using var stream = new MemoryStream();
        WorkbookTable.Write(stream, [t]);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        using var sheet = zip.GetEntry("xl/worksheets/sheet2.xml")!.Open();
        XNamespace x = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var rows = XDocument.Load(sheet, LoadOptions.PreserveWhitespace).Descendants(x + "row").Select(r => r.Elements(x + "c").Select(c => (Number: c.Element(x + "v")?.Value, Text: c.Descendants(x + "t").FirstOrDefault()?.Value)).ToArray()).ToArray();
        return [.. rows.Skip(1).Select(r => new Observation([.. r.Take(t.Axes.Length).Select(c => c.Text!)], Told(r[t.Axes.Length], r[t.Axes.Length + 1].Text!)))];

        // The value by itself tells the four apart as well: a number, an empty cell, or the word.
        static Cell Told((string? Number, string? Text) value, string state)
        {
            Assert.Equal(state, value switch { ({ } n, _) => n == "0" ? "zero" : "value", (_, { } word) => word, _ => "blank" });
            return Of(state, value.Number is { } number ? long.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : null);
        }
    });

    [Fact]
    public void Html_OfAReport_ShowsEachInItsOwnWay() => Tables.Where(t => t.Axes.Length == 2 && t.Observations.Any(o => o.Cell.State != CellState.Blank)).Sample(t =>
    {
        var html = BlockWriter.Html(ReportBlocks.Of(t));
        var shown = CellPattern().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).ToList();
        var width = t.Axes[1].Codes.Length;
        // A row without any figure is left out; the others are whole. The first of their cells is a heading, unless it is empty.
        var expected = t.Observations.Chunk(width).Where(row => row.Any(o => o.Cell.State != CellState.Blank))
            .SelectMany(row => (row[0].Codes[0].Length == 0 ? [""] : (IEnumerable<string>)[]).Concat(row.Select(o => o.Cell.State switch
            {
                CellState.Suppressed => "✱",
                CellState.NotRecorded => "not recorded",
                CellState.Blank => "–",
                _ => o.Cell.Count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture),
            })));
        Assert.Equal(expected, shown);
    }, iter: 200, threads: 1);

    private static void Hold(Func<StatTable, ImmutableArray<Observation>> roundTrip) => Tables.Sample(t =>
    {
        var read = roundTrip(t);
        Assert.Equal(t.Observations.Select(o => (string.Join('\u001f', o.Codes), o.Cell)), read.Select(o => (string.Join('\u001f', o.Codes), o.Cell)));
    }, iter: 200, threads: 1);

    private static Cell Of(string state, long? number) => (state, number) switch
    {
        ("value", > 0 and { } n) => Cell.Of(n),
        ("zero", 0) => Cell.Of(0),
        ("suppressed", null) => Cell.Suppressed,
        ("not recorded", null) => Cell.NotRecorded,
        ("blank", null) => Cell.Blank,
        _ => throw new InvalidOperationException($"the state '{state}' does not go with the number {number}"),
    };

    private static byte[] Bytes(StatTable table, Action<Utf8JsonWriter, StatTable> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json, table);
        }

        return stream.ToArray();
    }

    private static ImmutableArray<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];

    private static string Unled(string field) => field.StartsWith('\'') && field.TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t', ..] ? field[1..] : field;

    /// <summary>A second reader of RFC 4180, written apart from ours.</summary>
    private static string[][] Rfc4180(string text)
    {
        List<string[]> lines = [];
        List<string> fields = [];
        for (var at = 0; at < text.Length;)
        {
            string field;
            if (text[at] == '"')
            {
                var end = at + 1;
                while (text[end] != '"' || (end + 1 < text.Length && text[end + 1] == '"'))
                {
                    end += text[end] == '"' ? 2 : 1;
                }

                (field, at) = (text[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal), end + 1);
            }
            else
            {
                var end = text.IndexOfAny([',', '\n'], at);
                (field, at) = (text[at..end], end);
            }

            fields.Add(field);
            if (text[at] == '\n')
            {
                lines.Add([.. fields]);
                fields.Clear();
            }

            at++;
            if (at < text.Length && text[at - 1] == ',' && text[at] == '\n')
            {
                fields.Add("");
                lines.Add([.. fields]);
                fields.Clear();
                at++;
            }
        }

        return [.. lines];
    }

    [GeneratedRegex("<td>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex CellPattern();
}
