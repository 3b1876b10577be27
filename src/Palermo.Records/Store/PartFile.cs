using Palermo.Records.Frames;
using Parquet;
using Parquet.Schema;

namespace Palermo.Records.Store;

/// <summary>
/// A run of rows as Parquet: one row group, a column of small whole numbers a variable (bytes while its codes fit, else
/// 16 bits). Reading one column touches that column's bytes alone.
/// </summary>
internal static class PartFile
{
    /// <summary>Rows a part, but for the last. A part is the unit of resuming, and of the memory that an import needs.</summary>
    public const int Rows = 4 * FrameReader.SegmentRows;

    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Snappy };

    public static string Name(int part) => FormattableString.Invariant($"part-{part:D5}.sealed");

    public static async Task Write(Part part, Stream stream)
    {
        var fields = part.Columns.Select(c => c.Codes is byte[] ? (DataField)new DataField<byte>(c.Name) : new DataField<ushort>(c.Name)).ToArray();
        await using var parquet = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, Options);
        using var group = parquet.CreateRowGroup();
        for (var c = 0; c < fields.Length; c++)
        {
            if (part.Columns[c].Codes is byte[] narrow)
            {
                await group.WriteAsync<byte>(fields[c], narrow.AsMemory(0, part.Rows));
            }
            else
            {
                await group.WriteAsync<ushort>(fields[c], ((ushort[])part.Columns[c].Codes).AsMemory(0, part.Rows));
            }
        }

        group.CompleteValidate();
    }

    /// <summary>Reads the named columns into arrays of whole columns, at the part's first row.</summary>
    public static void Read(Stream stream, IReadOnlyDictionary<string, Array> into, int at, int rows)
    {
        var parquet = ParquetReader.CreateAsync(stream, leaveStreamOpen: true).GetAwaiter().GetResult();
        try
        {
            var fields = parquet.Schema.GetDataFields().ToDictionary(f => f.Name, StringComparer.Ordinal);
            using var group = parquet.OpenRowGroupReader(0);
            foreach (var (name, whole) in into)
            {
                var field = fields[name];
                if (whole is byte[] narrow)
                {
                    group.ReadAsync(field, narrow.AsMemory(at, rows)).AsTask().GetAwaiter().GetResult();
                }
                else if (field.ClrType == typeof(ushort))
                {
                    group.ReadAsync(field, ((ushort[])whole).AsMemory(at, rows)).AsTask().GetAwaiter().GetResult();
                }
                else
                {
                    var early = new byte[rows];
                    group.ReadAsync(field, early.AsMemory()).AsTask().GetAwaiter().GetResult();
                    Widen(early, ((ushort[])whole).AsSpan(at, rows));
                }
            }
        }
        finally
        {
            parquet.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void Widen(ReadOnlySpan<byte> narrow, Span<ushort> wide)
    {
        for (var i = 0; i < narrow.Length; i++)
        {
            wide[i] = narrow[i];
        }
    }
}

/// <summary>A run of rows before it is written: for each column its codes, as bytes or 16 bits.</summary>
internal sealed record Part(int Rows, IReadOnlyList<(string Name, Array Codes)> Columns);
