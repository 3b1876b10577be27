using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Parquet;
using Parquet.Schema;

namespace Palermo.Records.Store;

/// <summary>
/// Coded columns as Parquet: a row group a segment, a column of small whole numbers a variable, the code lists in the
/// file's metadata. Reading one column touches that column's bytes alone.
/// </summary>
internal static class SegmentFile
{
    private const string CodesKey = "palermo.codes";
    private const int Waiting = 2;

    /// <summary>Codes and writes at the same time: one thread reads the source, one writes segments.</summary>
    public static void Write(FrameReader reader, Stream stream, IProgress<FrameProgress>? progress, CancellationToken cancel)
    {
        var fields = reader.Columns.Select(Field).ToArray();
        using var queue = new BlockingCollection<Segment>(Waiting);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var writing = Task.Run(
            async () =>
            {
                try
                {
                    await WriteSegments(queue, fields, stream, () => Codes(reader));
                }
                catch
                {
                    await stop.CancelAsync();
                    throw;
                }
            },
            CancellationToken.None);
        try
        {
            int rows;
            while ((rows = reader.ReadSegment(stop.Token)) > 0)
            {
                queue.Add(new Segment(rows, [.. reader.Columns.Select((c, i) => Copy(c, fields[i], rows))]), stop.Token);
                progress?.Report(new FrameProgress(reader.Rows, reader.BytesRead));
            }
        }
        catch (OperationCanceledException) when (writing.IsFaulted)
        {
            // The writer failed first; its own error is the one to show.
        }
        finally
        {
            queue.CompleteAdding();
        }

        writing.GetAwaiter().GetResult();
    }

    /// <summary>Reads the named columns.</summary>
    public static ImmutableArray<FrameColumn> Read(Stream stream, Dialect dialect, IReadOnlyCollection<string> only, int rows)
    {
        var parquet = ParquetReader.CreateAsync(stream, leaveStreamOpen: true).GetAwaiter().GetResult();
        try
        {
            var codes = JsonSerializer.Deserialize<Dictionary<string, ImmutableArray<string>>>(parquet.CustomMetadata[CodesKey])!;
            var columns = ImmutableArray.CreateBuilder<FrameColumn>();
            foreach (var field in parquet.Schema.GetDataFields().Where(f => only.Contains(f.Name)))
            {
                var separator = dialect.Columns.FirstOrDefault(c => c.Name == field.Name) is { Kind: "list" } list ? list.Separator.Trim() : null;
                columns.Add(codes[field.Name].Length <= byte.MaxValue
                    ? new FrameColumn(field.Name, codes[field.Name], Column<byte>(parquet, field, rows), separator)
                    : new FrameColumn(field.Name, codes[field.Name], Column<ushort>(parquet, field, rows), separator));
            }

            return columns.ToImmutable();
        }
        finally
        {
            parquet.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    // A closed column can never pass 255 codes; an open one may at any segment, and a Parquet column has one type.
    private static DataField Field(ColumnCoder column) => column.IsClosed ? new DataField<byte>(column.Name) : new DataField<ushort>(column.Name);

    private static Array Copy(ColumnCoder column, DataField field, int rows)
    {
        var segment = column.Segment[..rows];
        if (field is DataField<ushort>)
        {
            return segment.ToArray();
        }

        var narrow = GC.AllocateUninitializedArray<byte>(rows);
        for (var i = 0; i < narrow.Length; i++)
        {
            narrow[i] = (byte)segment[i];
        }

        return narrow;
    }

    private static async Task WriteSegments(BlockingCollection<Segment> queue, DataField[] fields, Stream stream, Func<string> codes)
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        await using var parquet = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, options);
        foreach (var segment in queue.GetConsumingEnumerable())
        {
            using var group = parquet.CreateRowGroup();
            for (var c = 0; c < fields.Length; c++)
            {
                if (segment.Columns[c] is byte[] narrow)
                {
                    await group.WriteAsync<byte>(fields[c], narrow.AsMemory(0, segment.Rows));
                }
                else
                {
                    await group.WriteAsync<ushort>(fields[c], ((ushort[])segment.Columns[c]).AsMemory(0, segment.Rows));
                }
            }

            group.CompleteValidate();
        }

        parquet.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal) { [CodesKey] = codes() };
    }

    private static string Codes(FrameReader reader) => JsonSerializer.Serialize(reader.Columns.ToDictionary(c => c.Name, c => c.Codes));

    private static T[] Column<T>(ParquetReader parquet, DataField field, int rows)
        where T : unmanaged
    {
        var all = GC.AllocateUninitializedArray<T>(rows);
        var at = 0;
        for (var g = 0; g < parquet.RowGroupCount; g++)
        {
            using var group = parquet.OpenRowGroupReader(g);
            var n = checked((int)group.RowCount);
            if (field.ClrType == typeof(T))
            {
                group.ReadAsync(field, all.AsMemory(at, n)).AsTask().GetAwaiter().GetResult();
            }
            else
            {
                // Open columns are stored wide; those that stayed under 256 codes come back as bytes.
                var wide = new ushort[n];
                group.ReadAsync(field, wide.AsMemory()).AsTask().GetAwaiter().GetResult();
                var narrow = (byte[])(object)all;
                for (var i = 0; i < n; i++)
                {
                    narrow[at + i] = (byte)wide[i];
                }
            }

            at += n;
        }

        return all;
    }

    private sealed record Segment(int Rows, Array[] Columns);
}
