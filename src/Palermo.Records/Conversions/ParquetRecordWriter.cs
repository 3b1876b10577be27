using Palermo.Records.Dialects;
using Parquet;
using Parquet.Schema;

namespace Palermo.Records.Conversions;

/// <summary>Parquet with one optional text column for every column of the dialect; lists are joined by the dialect's separator. The file names dialect and version in its metadata.</summary>
public sealed class ParquetRecordWriter(Stream stream) : IRecordWriter
{
    private const int GroupRows = 1 << 16;

    private DataField[] fields = [];
    private string?[][] columns = [];
    private string[] joins = [];
    private ParquetWriter? parquet;
    private int filled;

    public void Begin(Dialect dialect)
    {
        fields = [.. dialect.Columns.Select(c => new DataField<string>(c.Name))];
        joins = [.. dialect.Columns.Select(c => c.Kind == "list" ? c.Separator : ";")];
        columns = [.. fields.Select(_ => new string?[GroupRows])];
        parquet = ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }).GetAwaiter().GetResult();
        parquet.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["palermo.dialect"] = dialect.Id, ["palermo.dialect.version"] = dialect.Version };
    }

    public void Write(string[]?[] row)
    {
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c][filled] = row[c] is { } codes ? string.Join(joins[c], codes) : null;
        }

        if (++filled == GroupRows)
        {
            Flush();
        }
    }

    public void End()
    {
        Flush();
        Close();
    }

    public void Dispose() => Close();

    // Parquet.Net writes asynchronously only; conversion runs on a thread of its own, where nothing waits for it.
    private void Flush()
    {
        if (filled == 0)
        {
            return;
        }

        using var group = parquet!.CreateRowGroup();
        for (var c = 0; c < columns.Length; c++)
        {
            group.WriteAsync(fields[c], new ArraySegment<string?>(columns[c], 0, filled)!).GetAwaiter().GetResult();
        }

        group.CompleteValidate();
        filled = 0;
    }

    private void Close()
    {
        parquet?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        parquet = null;
    }
}
