using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Palermo.Records.Sources;

/// <summary>The rows of one table of an OpenDocument spreadsheet. Cells that repeat are unfolded within a limit; formulas give their stored value.</summary>
internal static class OpenDocumentRows
{
    private const string Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private const string Office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private const string TextNames = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
    private const int WidestRow = 16_384;

    public static IEnumerable<IReadOnlyList<string?>> Read(Stream stream, SourceOptions options) =>
        WorkbookRows.Wide(SourceFaults.Guard(Rows(stream, options), "spreadsheet", options));

    private static IEnumerable<List<string?>> Rows(Stream stream, SourceOptions options)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        using var content = zip.GetEntry("content.xml")!.Open();
        using var xml = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = options.LargestUnpacked });
        var wanted = false;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.NamespaceURI == Table && xml.LocalName == "table")
            {
                wanted = options.Sheet is null || xml.GetAttribute("name", Table) == options.Sheet;
            }
            else if (wanted && xml.NodeType == XmlNodeType.Element && xml.NamespaceURI == Table && xml.LocalName == "table-row")
            {
                var repeated = Repeated(xml, "number-rows-repeated");
                var row = Row(xml);
                for (var i = 0; i < repeated && (i == 0 || row.Exists(c => !string.IsNullOrEmpty(c))); i++)
                {
                    yield return [.. row];
                }
            }
            else if (wanted && xml.NodeType == XmlNodeType.EndElement && xml.NamespaceURI == Table && xml.LocalName == "table")
            {
                yield break;
            }
        }
    }

    private static List<string?> Row(XmlReader xml)
    {
        List<string?> cells = [];
        if (xml.IsEmptyElement)
        {
            return cells;
        }

        var blank = 0;
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.NamespaceURI == Table && xml.LocalName is "table-cell" or "covered-table-cell")
            {
                var repeated = Math.Min(Repeated(xml, "number-columns-repeated"), WidestRow);
                var text = Cell(xml);
                if (string.IsNullOrEmpty(text))
                {
                    blank += repeated;
                    continue;
                }

                for (; blank > 0 && cells.Count < WidestRow; blank--)
                {
                    cells.Add(null);
                }

                for (var i = 0; i < repeated && cells.Count < WidestRow; i++)
                {
                    cells.Add(text);
                }

                blank = 0;
            }
        }

        return cells;
    }

    private static string? Cell(XmlReader xml)
    {
        var typed = xml.GetAttribute("value-type", Office) switch
        {
            "float" or "percentage" or "currency" => xml.GetAttribute("value", Office),
            "date" => xml.GetAttribute("date-value", Office),
            "boolean" => xml.GetAttribute("boolean-value", Office),
            _ => null,
        };
        if (xml.IsEmptyElement)
        {
            return typed;
        }

        var text = new StringBuilder();
        var depth = xml.Depth;
        var first = true;
        var inside = false;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.NamespaceURI == TextNames)
            {
                inside = true;
                switch (xml.LocalName)
                {
                    case "p":
                        text.Append(first ? "" : "\n");
                        first = false;
                        break;
                    case "s":
                        text.Append(' ', int.TryParse(xml.GetAttribute("c", TextNames), CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, 1000) : 1);
                        break;
                    case "line-break":
                        text.Append('\n');
                        break;
                }
            }
            else if (inside && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
            {
                text.Append(xml.Value);
            }
        }

        return typed ?? text.ToString();
    }

    private static int Repeated(XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute, Table), CultureInfo.InvariantCulture, out var n) ? Math.Max(n, 1) : 1;
}
