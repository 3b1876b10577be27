using CsvHelper;
using Palermo.Records.Dialects;

namespace Palermo.Records.Conversions;

/// <summary>Comma separated UTF-8 with the dialect's own column names. A text that a spreadsheet would run as a formula is written so that it is not.</summary>
public sealed class CsvRecordWriter(Stream stream, char separator = ',') : IRecordWriter
{
    private readonly CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { Separator = separator, Injection = CsvInjection.Escape, NewLine = "\n" }, leaveOpen: true);
    private string[] joins = [];
    private string missing = "";

    public void Begin(Dialect dialect)
    {
        joins = [.. dialect.Columns.Select(c => c.Kind == "list" ? c.Separator : ";")];
        missing = dialect.MissingMark;
        foreach (var column in dialect.Columns)
        {
            csv.WriteField(column.Name);
        }

        csv.EndRecord();
    }

    public void Write(string[]?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            csv.WriteField(row[i] is { } codes ? string.Join(joins[i], codes) : missing);
        }

        csv.EndRecord();
    }

    public void End() => csv.Flush();

    public void Dispose() => csv.Dispose();
}
