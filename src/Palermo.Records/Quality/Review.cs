using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Palermo.Records.Frames;

namespace Palermo.Records.Quality;

/// <summary>Runs the checks that need the whole table and writes what they find into the frame's ledger.</summary>
public static class Review
{
    /// <summary>
    /// Checks a frame. What a check sets to "not recorded" is so in the frame returned; all else stays as it was. Call it
    /// once a frame: a second call counts everything again.
    /// </summary>
    public static Frame Of(Frame frame)
    {
        CountryFindings.Note(frame);
        if (frame.Dialect.Counts is { } shape && frame.Find(shape.Value) is not null)
        {
            return CountTableReview.Of(frame, shape);
        }

        NoteEqualRows(frame);
        return frame;
    }

    private static void NoteEqualRows(Frame frame)
    {
        var seen = new Dictionary<UInt128, int>(frame.Rows);
        var codes = new ushort[frame.Columns.Length];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (var row = 0; row < frame.Rows; row++)
        {
            for (var c = 0; c < codes.Length; c++)
            {
                codes[c] = (ushort)frame.Columns[c][row];
            }

            SHA256.HashData(MemoryMarshal.AsBytes(codes.AsSpan()), digest);
            var hash = MemoryMarshal.Read<UInt128>(digest);
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, hash, out _);
            count++;
        }

        var equal = frame.Rows - seen.Count;
        if (equal > 0)
        {
            frame.Ledger.AddWhole(QualityChecks.EqualRows, count: equal);
        }
    }

    /// <summary>A copy of a column with some rows set to "not recorded".</summary>
    internal static FrameColumn Without(FrameColumn column, IReadOnlyCollection<int> rows)
    {
        if (column.IsNarrow)
        {
            var narrow = column.Bytes.ToArray();
            foreach (var row in rows)
            {
                narrow[row] = 0;
            }

            return new FrameColumn(column.Name, column.Codes, narrow, column.ListSeparator);
        }

        var wide = column.Shorts.ToArray();
        foreach (var row in rows)
        {
            wide[row] = 0;
        }

        return new FrameColumn(column.Name, column.Codes, wide, column.ListSeparator);
    }
}
