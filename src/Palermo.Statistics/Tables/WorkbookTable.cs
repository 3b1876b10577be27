using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Tables;

/// <summary>
/// Tables as one XLSX workbook, a sheet a table and a first sheet of legend and sources. Written here rather than through a
/// library so that the same tables give the same bytes. Numbers are numbers, zero is 0, blank is an empty cell, suppressed and
/// "not recorded" are words; the state stands beside each value.
/// </summary>
public static class WorkbookTable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const int LongestSheetName = 31;

    /// <summary>The first instant a ZIP archive can name: the bytes depend on the tables alone.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(Stream stream, IReadOnlyList<StatTable> tables)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        List<(string Name, IEnumerable<IReadOnlyList<object?>> Rows)> sheets = [("about", About(tables)), .. tables.Select((t, i) => (Name(t, i), Rows(t)))];
        Part(zip, "[Content_Types].xml", $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
            + Each(sheets, (_, i) => $"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>") + "</Types>");
        Part(zip, "_rels/.rels", $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Part(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>" + Each(sheets, (s, i) => $"<sheet name=\"{WebUtility.HtmlEncode(s.Name)}\" sheetId=\"{i}\" r:id=\"r{i}\"/>") + "</sheets></workbook>");
        Part(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}/relationships\">" + Each(sheets, (_, i) => $"<Relationship Id=\"r{i}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>") + "</Relationships>");
        for (var i = 0; i < sheets.Count; i++)
        {
            Part(zip, string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{i + 1}.xml"), Sheet(sheets[i].Rows));
        }
    }

    private static string Each<T>(IReadOnlyList<T> items, Func<T, string, string> text) => string.Concat(items.Select((x, i) => text(x, (i + 1).ToString(CultureInfo.InvariantCulture))));

    private static IEnumerable<IReadOnlyList<object?>> About(IReadOnlyList<StatTable> tables)
    {
        yield return [StateWords.Legend];
        yield return [];
        yield return ["table", "title", "unit", "period", "verified", "source", "query", "data", "sha256", "mappings", "laws", "definitions", "notes"];
        foreach (var t in tables)
        {
            var p = t.Provenance;
            yield return [t.Id, t.Title, t.Unit, t.Period, t.IsVerified ? "yes" : "no", t.Source, p.Query, Join(p.Origins.Select(o => o.Name)), Join(p.Origins.Select(o => o.Sha256 ?? "")), Join(p.Mappings), Join(p.Laws), Join(p.Definitions), Join(t.Notes)];
        }

        static string Join(IEnumerable<string> texts) => string.Join("; ", texts);
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(StatTable table)
    {
        var extras = Extras.Of(table);
        yield return [.. table.Axes.Select(a => a.Name), "value", "state", .. extras.Names];
        foreach (var observation in table.Observations)
        {
            object? value = observation.Cell.State switch
            {
                CellState.Value or CellState.Zero => observation.Cell.Count,
                CellState.Blank => null,
                var state => StateWords.Of(state),
            };
            yield return [.. observation.Codes, value, StateWords.Of(observation.Cell.State), .. extras.Of(observation)];
        }
    }

    private static string Sheet(IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder($"<worksheet xmlns=\"{Main}\"><sheetData>");
        foreach (var row in rows)
        {
            text.Append("<row>");
            foreach (var value in row)
            {
                _ = value switch
                {
                    null => text.Append("<c/>"),
                    long or decimal => text.Append(CultureInfo.InvariantCulture, $"<c><v>{value}</v></c>"),
                    _ => text.Append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">").Append(Escape((string)value)).Append("</t></is></c>"),
                };
            }

            text.Append("</row>");
        }

        return text.Append("</sheetData></worksheet>").ToString();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(string.Concat(text.Where(c => c >= ' ' || c is '\t' or '\n')));

    private static string Name(StatTable table, int index)
    {
        var lead = (index + 1).ToString(CultureInfo.InvariantCulture) + " ";
        var clean = string.Concat(table.Id.Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal)));
        return lead + clean[..Math.Min(clean.Length, LongestSheetName - lead.Length)];
    }

    private static void Part(ZipArchive zip, string name, string content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Epoch;
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + content));
    }
}
