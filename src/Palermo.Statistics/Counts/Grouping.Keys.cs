using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Palermo.Records.Frames;

namespace Palermo.Statistics.Counts;

/// <content>From codes to keys: the number that the codes of a row make in the mixed base of the columns, many rows at a time.</content>
internal static partial class Grouping
{
    /// <summary>The keys of the rows that count, from the first; how many.</summary>
    private static int Keys(FrameColumn[] columns, RowFilter? filter, int start, Span<uint> keys)
    {
        if (columns.Length == 0)
        {
            keys.Clear();
        }

        for (var c = 0; c < columns.Length; c++)
        {
            if (columns[c].IsNarrow)
            {
                Extend(columns[c].Bytes.Slice(start, keys.Length), keys, (uint)columns[c].Codes.Length + 1, c == 0);
            }
            else
            {
                Extend(columns[c].Shorts.Slice(start, keys.Length), keys, (uint)columns[c].Codes.Length + 1, c == 0);
            }
        }

        return filter is null ? keys.Length : Compact(filter, start, keys);
    }

    private static int LongKeys(FrameColumn[] columns, RowFilter? filter, int start, Span<ulong> keys)
    {
        keys.Clear();
        foreach (var column in columns)
        {
            var radix = (ulong)column.Codes.Length + 1;
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = (keys[i] * radix) + (ulong)column[start + i];
            }
        }

        return filter is null ? keys.Length : Compact(filter, start, keys);
    }

    private static int Compact<T>(RowFilter filter, int start, Span<T> keys)
    {
        Span<byte> mask = stackalloc byte[Block];
        mask = mask[..keys.Length];
        filter.Fill(start, mask);
        var n = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[n] = keys[i];
            n += mask[i];
        }

        return n;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Extend(ReadOnlySpan<byte> codes, Span<uint> keys, uint radix, bool first)
    {
        ref var c = ref MemoryMarshal.GetReference(codes);
        ref var k = ref MemoryMarshal.GetReference(keys);
        var by = first ? 0 : radix;
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var factor = Vector256.Create(by);
            for (; i <= codes.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref c, (nuint)i));
                var (a, b) = Vector256.Widen(low);
                var (d, e) = Vector256.Widen(high);
                Put(ref k, i, a, factor);
                Put(ref k, i + 8, b, factor);
                Put(ref k, i + 16, d, factor);
                Put(ref k, i + 24, e, factor);
            }
        }

        for (; i < codes.Length; i++)
        {
            Unsafe.Add(ref k, i) = (first ? 0 : Unsafe.Add(ref k, i) * radix) + Unsafe.Add(ref c, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Extend(ReadOnlySpan<ushort> codes, Span<uint> keys, uint radix, bool first)
    {
        ref var c = ref MemoryMarshal.GetReference(codes);
        ref var k = ref MemoryMarshal.GetReference(keys);
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var factor = Vector256.Create(first ? 0 : radix);
            for (; i <= codes.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
            {
                var (a, b) = Vector256.Widen(Vector256.LoadUnsafe(ref c, (nuint)i));
                Put(ref k, i, a, factor);
                Put(ref k, i + 8, b, factor);
            }
        }

        for (; i < codes.Length; i++)
        {
            Unsafe.Add(ref k, i) = (first ? 0 : Unsafe.Add(ref k, i) * radix) + Unsafe.Add(ref c, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref uint keys, int at, Vector256<uint> codes, Vector256<uint> factor) =>
        ((Vector256.LoadUnsafe(ref keys, (nuint)at) * factor) + codes).StoreUnsafe(ref keys, (nuint)at);
}
