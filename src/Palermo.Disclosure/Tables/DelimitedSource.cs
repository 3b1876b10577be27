using System.Globalization;
using CsvHelper;
using MiniExcelLibs;

namespace Palermo.Disclosure.Tables;

/// <summary>Rows of text out of a CSV, TSV or XLSX file. The header is the first row as wide as the one after it: notes above it are skipped.</summary>
public static class DelimitedSource
{
    /// <summary>Reads the file: header first, then every data row padded or cut to the header's width.</summary>
    /// <exception cref="InvalidDataException">The file holds no header with data under it. The message names the file and says what to do.</exception>
    public static IEnumerable<string[]> Read(string path, CancellationToken stop = default)
    {
        var rows = Path.GetExtension(path).Equals(".xlsx", StringComparison.OrdinalIgnoreCase) ? ReadWorkbook(path) : ReadText(path);
        string[]? previous = null;
        var width = 0;
        foreach (var row in rows)
        {
            stop.ThrowIfCancellationRequested();
            if (width > 0)
            {
                yield return row.Length == width ? row : Fit(row, width);
                continue;
            }

            if (previous is not null && Filled(previous) >= 2 && Filled(previous) >= Filled(row) && Filled(previous) >= TrimmedLength(row))
            {
                width = TrimmedLength(previous);
                yield return Fit(previous, width);
                yield return Fit(row, width);
            }

            previous = row;
        }

        if (width == 0)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}: no header row with data under it was found; the first rows must name at least two columns");
        }
    }

    private static int Filled(string[] row) => row.Count(c => !string.IsNullOrWhiteSpace(c));

    private static int TrimmedLength(string[] row)
    {
        var n = row.Length;
        while (n > 0 && string.IsNullOrWhiteSpace(row[n - 1]))
        {
            n--;
        }

        return n;
    }

    private static string[] Fit(string[] row, int width)
    {
        var fitted = new string[width];
        for (var i = 0; i < width; i++)
        {
            fitted[i] = i < row.Length ? row[i] : "";
        }

        return fitted;
    }

    private static IEnumerable<string[]> ReadText(string path)
    {
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions
        {
            Separator = Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',',
            HasHeader = false,
            IncludeValuesInExceptions = false,
            PoolStrings = true,
        });
        while (csv.Read())
        {
            var row = new string[csv.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = csv.GetString(i);
            }

            yield return row;
        }
    }

    private static IEnumerable<string[]> ReadWorkbook(string path)
    {
        foreach (IDictionary<string, object?> row in MiniExcel.Query(path, useHeaderRow: false))
        {
            yield return [.. row.Values.Select(v => v switch
            {
                null => "",
                IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
                _ => v.ToString() ?? "",
            })];
        }
    }
}
