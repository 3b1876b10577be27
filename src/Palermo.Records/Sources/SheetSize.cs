using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Palermo.Records.Sources;

/// <summary>How many rows a workbook's sheet declares, and how many it turned out to hold. Programs that write workbooks in one pass declare a wrong size.</summary>
public sealed class SheetSize
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private SheetSize(int? declared) => Declared = declared;

    /// <summary>The last row of the declared range; null when the sheet declares none.</summary>
    public int? Declared { get; }

    /// <summary>The last row that held anything, so far.</summary>
    public int Held { get; internal set; }

    /// <summary>Whether the sheet holds rows outside the range that it declares.</summary>
    public bool IsUnderstated => Held > Declared;

    /// <summary>What a sheet declares; null for the first.</summary>
    internal static SheetSize Of(Stream stream, string? sheet)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return new SheetSize(PathOf(zip, sheet) is { } path && zip.GetEntry(path) is { } entry ? Dimension(entry) : null);
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            // What is broken shows when the rows are read.
            return new SheetSize(null);
        }
    }

    private static string? PathOf(ZipArchive zip, string? sheet)
    {
        string? id = null;
        using (var workbook = Open(zip.GetEntry("xl/workbook.xml")))
        {
            while (id is null && workbook?.ReadToFollowing("sheet", Main) == true)
            {
                id = sheet is null || workbook.GetAttribute("name") == sheet ? workbook.GetAttribute("id", Links) : null;
            }
        }

        using var links = Open(zip.GetEntry("xl/_rels/workbook.xml.rels"));
        while (id is not null && links?.ReadToFollowing("Relationship", Package) == true)
        {
            if (links.GetAttribute("Id") == id && links.GetAttribute("Target") is { } target)
            {
                return target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }

        return null;
    }

    private static int? Dimension(ZipArchiveEntry entry)
    {
        using var reader = Open(entry)!;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "sheetData")
            {
                return null;
            }

            if (reader.LocalName == "dimension")
            {
                var last = (reader.GetAttribute("ref") ?? "").Split(':')[^1].AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ$");
                return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null;
            }
        }

        return null;
    }

    private static XmlReader? Open(ZipArchiveEntry? entry) => entry is null ? null : XmlReader.Create(entry.Open(), Settings);
}
