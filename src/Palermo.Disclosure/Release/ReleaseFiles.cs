using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Palermo.Disclosure.Synthesis;
using Parquet;
using Parquet.Schema;

namespace Palermo.Disclosure.Release;

/// <summary>The published files of a release, as bytes.</summary>
public static class ReleaseFiles
{
    /// <summary>The synthetic rows as CSV; "not recorded" is blank.</summary>
    public static byte[] RowsCsv(Domain domain, PersonRows rows)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        text.AppendJoin(',', domain.Columns.Select(c => Quote(c.Name))).Append('\n');
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < domain.Width; c++)
            {
                text.Append(c == 0 ? "" : ",");
                if (rows[r][c] != 0)
                {
                    text.Append(Quote(domain.Columns[c].Labels[rows[r][c] - 1]));
                }
            }

            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The synthetic rows as Parquet, one optional text column a column.</summary>
    public static async Task<byte[]> RowsParquet(Domain domain, PersonRows rows, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(rows);
        var fields = domain.Columns.Select(c => new DataField(c.Name, typeof(string), isNullable: true)).ToArray();
        using var bytes = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), bytes, cancellationToken: stop))
        {
            using var group = writer.CreateRowGroup();
            for (var c = 0; c < fields.Length; c++)
            {
                var column = new string?[rows.Count];
                for (var r = 0; r < column.Length; r++)
                {
                    column[r] = rows[r][c] == 0 ? null : domain.Columns[c].Labels[rows[r][c] - 1];
                }

                stop.ThrowIfCancellationRequested();
                await group.WriteAsync(fields[c], (IReadOnlyCollection<string>)column!, null);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The noisy table as CSV: up to two values, noisy count, interval, count in the rows.</summary>
    public static byte[] TableCsv(MarginTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder("column1,label1,column2,label2,noisy,low,high,rows\n");
        foreach (var cell in table.Cells)
        {
            var second = cell.Values.Length > 1 ? $"{Quote(cell.Values[1].Column)},{Quote(cell.Values[1].Label)}" : ",";
            text.Append(CultureInfo.InvariantCulture, $"{Quote(cell.Values[0].Column)},{Quote(cell.Values[0].Label)},{second},{cell.Noisy},{cell.Low},{cell.High},{cell.InRows}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
