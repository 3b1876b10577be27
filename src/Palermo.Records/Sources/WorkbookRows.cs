using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Palermo.Records.Sources;

/// <summary>
/// The rows of one sheet of an .xlsx workbook, every one as wide as the widest so far. Formula cells give the value last
/// computed; formulas are never run. Hidden rows are rows like others.
/// </summary>
internal static class WorkbookRows
{
    public static IEnumerable<IReadOnlyList<string?>> Read(Stream stream, SourceOptions options, SheetSize size)
    {
        // Shared strings are cached in memory, never in a file outside the program's control.
        var configuration = new OpenXmlConfiguration { EnableSharedStringCache = false, FillMergedCells = false };
        var sheet = options.Sheet;
        if (sheet is not null && !SourceFaults.Guard(MiniExcel.GetSheetNames(stream), "workbook", options).Contains(sheet, StringComparer.Ordinal))
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.WrongFormat, "the workbook has no sheet of that name", new Place(options.FileName),
                "A sheet was asked for by name.", "Give the name as the workbook shows it, or none for the first sheet."));
        }

        stream.Position = 0;
        var rows = SourceFaults.Guard(MiniExcel.Query(stream, useHeaderRow: false, sheetName: sheet, excelType: ExcelType.XLSX, configuration: configuration).Cast<IDictionary<string, object?>>(), "workbook", options);
        return Wide(Counted(rows.Select(row => row.Values.Select(Text).ToList()), size));
    }

    /// <summary>Trailing empty cells are the sheet's edge, not data: rows are cut or filled to the width of the widest row yet.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Wide(IEnumerable<List<string?>> rows)
    {
        var width = 0;
        foreach (var row in rows)
        {
            while (row.Count > 0 && string.IsNullOrWhiteSpace(row[^1]))
            {
                row.RemoveAt(row.Count - 1);
            }

            if (row.Count == 0)
            {
                continue;
            }

            width = Math.Max(width, row.Count);
            while (row.Count < width)
            {
                row.Add(null);
            }

            yield return row;
        }
    }

    private static IEnumerable<List<string?>> Counted(IEnumerable<List<string?>> rows, SheetSize size)
    {
        var at = 0;
        foreach (var row in rows)
        {
            at++;
            if (row.Exists(c => !string.IsNullOrWhiteSpace(c)))
            {
                size.Held = at;
            }

            yield return row;
        }
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string s => s,
        bool b => b ? "true" : "false",
        DateTime d when d.TimeOfDay == TimeSpan.Zero => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime d => d.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
