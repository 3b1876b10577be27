using System.Buffers.Binary;
using Npgsql;
using Palermo.Records.Frames;

namespace Palermo.Statistics.Postgres;

/// <summary>Sends coded columns by COPY in PostgreSQL's binary format, written straight from the codes.</summary>
internal static class BinaryCopy
{
    private const int BufferSize = 1 << 20;

    /// <summary>The signature, no flags, no header extension (PostgreSQL manual, COPY, "Binary Format").</summary>
    private static ReadOnlySpan<byte> Header => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Two bytes hold codes to 32,767; four hold the rest.</summary>
    public static string TypeOf(FrameColumn column) => IsShort(column) ? "smallint" : "integer";

    public static async Task WriteAsync(NpgsqlConnection connection, string table, Frame frame, IProgress<long>? progress, CancellationToken cancel)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)", cancel);
        try
        {
            await SendAsync(copy, frame, progress, cancel);
        }
        catch
        {
            // Ending the copy as usual would keep the rows that were sent.
            await copy.CancelAsync();
            throw;
        }
    }

    private static async Task SendAsync(NpgsqlRawCopyStream copy, Frame frame, IProgress<long>? progress, CancellationToken cancel)
    {
        var buffer = new byte[BufferSize];
        Header.CopyTo(buffer);
        var at = Header.Length;
        var width = 2 + 8 + frame.Columns.Sum(c => IsShort(c) ? 6 : 8);
        for (var row = 0; row < frame.Rows; row++)
        {
            if (at + width > buffer.Length)
            {
                await copy.WriteAsync(buffer.AsMemory(0, at), cancel);
                progress?.Report(row);
                at = 0;
            }

            at += Write(buffer.AsSpan(at), frame, row);
        }

        // The trailer: a field count of -1.
        if (at + 2 > buffer.Length)
        {
            await copy.WriteAsync(buffer.AsMemory(0, at), cancel);
            at = 0;
        }

        BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(at), -1);
        await copy.WriteAsync(buffer.AsMemory(0, at + 2), cancel);
        progress?.Report(frame.Rows);
    }

    private static bool IsShort(FrameColumn column) => column.Codes.Length <= short.MaxValue;

    private static int Write(Span<byte> to, Frame frame, int row)
    {
        BinaryPrimitives.WriteInt16BigEndian(to, (short)(frame.Columns.Length + 1));
        BinaryPrimitives.WriteInt32BigEndian(to[2..], 4);
        BinaryPrimitives.WriteInt32BigEndian(to[6..], row);
        var at = 10;
        foreach (var column in frame.Columns)
        {
            if (IsShort(column))
            {
                BinaryPrimitives.WriteInt32BigEndian(to[at..], 2);
                BinaryPrimitives.WriteInt16BigEndian(to[(at + 4)..], (short)column[row]);
                at += 6;
            }
            else
            {
                BinaryPrimitives.WriteInt32BigEndian(to[at..], 4);
                BinaryPrimitives.WriteInt32BigEndian(to[(at + 4)..], column[row]);
                at += 8;
            }
        }

        return at;
    }
}
