using System.Buffers;
using Palermo.Records.Frames;
using Parquet;
using Parquet.Schema;

namespace Palermo.Records.Store;

/// <summary>
/// A run of rows as Parquet: one row group, a column of small whole numbers a variable, packed to the bits that its codes
/// need and compressed. Reading one column touches that column's bytes alone.
/// </summary>
internal static class PartFile
{
    /// <summary>Rows a part, but for the last. A part is the unit of resuming, and of the memory that an import needs.</summary>
    public const int Rows = 4 * FrameReader.SegmentRows;

    public static string Name(int part) => FormattableString.Invariant($"part-{part:D5}.sealed");

    public static async Task Write(Part part, Stream stream)
    {
        var fields = part.Columns.Select(c => (DataField)new DataField<int>(c.Name)).ToArray();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Lz4Raw, CompressionLevel = System.IO.Compression.CompressionLevel.Fastest };
        foreach (var field in fields)
        {
            options.ColumnEncodingHints[field.Name] = EncodingHint.DeltaBinaryPacked;
        }

        await using var parquet = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, options);
        using var group = parquet.CreateRowGroup();
        var wide = ArrayPool<int>.Shared.Rent(part.Rows);
        try
        {
            for (var c = 0; c < fields.Length; c++)
            {
                if (part.Columns[c].Codes is byte[] narrow)
                {
                    CodeWidths.Widen(narrow.AsSpan(0, part.Rows), wide);
                }
                else
                {
                    CodeWidths.Widen(((ushort[])part.Columns[c].Codes).AsSpan(0, part.Rows), wide);
                }

                await group.WriteAsync<int>(fields[c], wide.AsMemory(0, part.Rows));
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(wide);
        }

        group.CompleteValidate();
    }

    /// <summary>Reads the named columns into arrays of whole columns, at the part's first row.</summary>
    /// <exception cref="RecordsException">The part was stored by an earlier version, or a code is none of the column's.</exception>
    public static void Read(Stream stream, string name, IReadOnlyDictionary<string, Array> into, int at, int rows)
    {
        var parquet = ParquetReader.CreateAsync(stream, leaveStreamOpen: true).GetAwaiter().GetResult();
        var wide = ArrayPool<int>.Shared.Rent(rows);
        try
        {
            var fields = parquet.Schema.GetDataFields().ToDictionary(f => f.Name, StringComparer.Ordinal);
            using var group = parquet.OpenRowGroupReader(0);
            foreach (var (column, whole) in into)
            {
                var field = fields[column];
                if (field.ClrType != typeof(int))
                {
                    throw Early(name);
                }

                group.ReadAsync(field, wide.AsMemory(0, rows)).AsTask().GetAwaiter().GetResult();
                var fits = whole is byte[] narrow
                    ? CodeWidths.Narrow(wide.AsSpan(0, rows), narrow.AsSpan(at, rows))
                    : CodeWidths.Narrow(wide.AsSpan(0, rows), ((ushort[])whole).AsSpan(at, rows));
                if (!fits)
                {
                    throw UnsealingStream.Damaged(name);
                }
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(wide);
            parquet.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static RecordsException Early(string name) => new(new RecordsError(RecordsErrorCode.Store, "the stored dataset was written by an earlier version of Palermo", new Place(name),
        "Its columns are packed in a way that is no longer read.", "Import the file again; the new version stands beside the old one."));
}

/// <summary>A run of rows before it is written: for each column its codes, as bytes or 16 bits.</summary>
internal sealed record Part(int Rows, IReadOnlyList<(string Name, Array Codes)> Columns);
