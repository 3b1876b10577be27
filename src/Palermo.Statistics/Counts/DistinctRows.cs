using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Palermo.Records.Frames;

namespace Palermo.Statistics.Counts;

/// <summary>
/// The distinct rows of a range of rows over some columns, in the order in which they first occur. A row is known by the exclusive or of
/// one random 128-bit word a column and code: two different rows share it with a chance of 2^-128.
/// </summary>
internal sealed class DistinctRows
{
    private readonly Dictionary<UInt128, int> places = new(new ByLowBits());
    private readonly List<int> rows = [];
    private readonly List<long> counts = [];
    private readonly List<UInt128> keys = [];

    /// <summary>The first row of each distinct one.</summary>
    public IReadOnlyList<int> Rows => rows;

    /// <summary>How many rows are like it.</summary>
    public IReadOnlyList<long> Counts => counts;

    /// <summary>The distinct rows of all, counted by several threads: the same as one thread gives.</summary>
    public static DistinctRows Of(FrameColumn[] columns, RowFilter? filter, int all, int threads, CancellationToken cancel)
    {
        var words = columns.Select(Words).ToArray();
        var blocks = (all + RowFilter.Block - 1) / RowFilter.Block;
        threads = Math.Clamp(blocks / 32, 1, threads);
        var ranges = new DistinctRows[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, t =>
        {
            ranges[t] = new DistinctRows();
            ranges[t].Take(columns, words, filter, (int)((long)blocks * t / threads) * RowFilter.Block, (int)Math.Min(all, (long)blocks * (t + 1) / threads * RowFilter.Block), cancel);
        });
        foreach (var later in ranges.Skip(1))
        {
            for (var i = 0; i < later.rows.Count; i++)
            {
                ranges[0].Add(later.keys[i], later.rows[i], later.counts[i]);
            }
        }

        return ranges[0];
    }

    private void Take(FrameColumn[] columns, Vector128<ulong>[][] words, RowFilter? filter, int from, int to, CancellationToken cancel)
    {
        var mask = new byte[RowFilter.Block];
        var hashes = new Vector128<ulong>[RowFilter.Block];
        for (var start = from; start < to; start += RowFilter.Block)
        {
            cancel.ThrowIfCancellationRequested();
            var n = Math.Min(RowFilter.Block, to - start);
            hashes.AsSpan().Clear();
            for (var c = 0; c < columns.Length; c++)
            {
                if (columns[c].IsNarrow)
                {
                    Mix(columns[c].Bytes.Slice(start, n), words[c], hashes);
                }
                else
                {
                    Mix(columns[c].Shorts.Slice(start, n), words[c], hashes);
                }
            }

            filter?.Fill(start, mask.AsSpan(0, n));
            for (var i = 0; i < n; i++)
            {
                if (filter is null || mask[i] != 0)
                {
                    Add(new UInt128(hashes[i][1], hashes[i][0]), start + i, 1);
                }
            }
        }
    }

    private void Add(UInt128 key, int row, long count)
    {
        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(places, key, out var known);
        if (known)
        {
            counts[at] += count;
            return;
        }

        at = counts.Count;
        rows.Add(row);
        counts.Add(count);
        keys.Add(key);
    }

    // Hot from the first call on: every code of a dataset passes here when its first page is made.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(ReadOnlySpan<byte> codes, Vector128<ulong>[] words, Vector128<ulong>[] hashes)
    {
        var into = hashes.AsSpan(0, codes.Length);
        for (var i = 0; i < codes.Length; i++)
        {
            into[i] ^= words[codes[i]];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(ReadOnlySpan<ushort> codes, Vector128<ulong>[] words, Vector128<ulong>[] hashes)
    {
        var into = hashes.AsSpan(0, codes.Length);
        for (var i = 0; i < codes.Length; i++)
        {
            into[i] ^= words[codes[i]];
        }
    }

    // Drawn anew each time: a file cannot be made in which different rows share a word. What comes out does not hang on them.
    private static Vector128<ulong>[] Words(FrameColumn column)
    {
        var words = new Vector128<ulong>[column.Codes.Length + 1];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }

    private sealed class ByLowBits : IEqualityComparer<UInt128>
    {
        public bool Equals(UInt128 x, UInt128 y) => x == y;

        public int GetHashCode(UInt128 key) => (int)(ulong)key;
    }
}
