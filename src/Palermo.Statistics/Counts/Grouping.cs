using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Palermo.Records.Frames;

namespace Palermo.Statistics.Counts;

/// <summary>
/// Counting by mixed-radix keys. Few cells: a histogram a thread. Many: keys are first dealt out by their high part, so
/// that each part's histogram stays in the cache. Too many for either: a hash table. All give the same cells.
/// </summary>
internal static partial class Grouping
{
    private const int Block = RowFilter.Block;

    /// <summary>Cells of one histogram in the second-level cache.</summary>
    private const int PartBits = 16;
    private const ulong DirectCells = 1 << 18;
    private const ulong DealtCells = 1UL << 27;

    public static (ulong[] Keys, long[] Counts) Count(FrameColumn[] columns, ulong cells, RowFilter? filter, int rows, int threads, CancellationToken cancel)
    {
        threads = Math.Max(1, Math.Min(threads, rows / (1 << 18)));
        if (cells <= DirectCells)
        {
            return Direct(columns, (int)cells, filter, rows, threads, cancel);
        }

        return cells <= DealtCells && cells <= (ulong)rows * 64 ? Dealt(columns, (uint)cells, filter, rows, threads, cancel) : Hashed(columns, filter, rows, threads, cancel);
    }

    private static (ulong[] Keys, long[] Counts) Direct(FrameColumn[] columns, int cells, RowFilter? filter, int rows, int threads, CancellationToken cancel)
    {
        // Four copies of a small histogram: rows with the same key in a row do not wait for each other.
        var copies = cells <= 1 << 13 ? 4 : 1;
        var histograms = Share(rows, threads, (from, to) =>
        {
            var histogram = new uint[cells * copies];
            Span<uint> keys = stackalloc uint[Block];
            for (var start = from; start < to; start += Block)
            {
                cancel.ThrowIfCancellationRequested();
                var n = Keys(columns, filter, start, keys[..Math.Min(Block, to - start)]);
                Add(keys[..n], histogram, cells, copies);
            }

            return histogram;
        });
        var (all, counts) = (new List<ulong>(), new List<long>());
        for (var key = 0; key < cells; key++)
        {
            long sum = 0;
            foreach (var histogram in histograms)
            {
                for (var c = 0; c < copies; c++)
                {
                    sum += histogram[key + (c * cells)];
                }
            }

            if (sum > 0)
            {
                all.Add((ulong)key);
                counts.Add(sum);
            }
        }

        return ([.. all], [.. counts]);
    }

    private static (ulong[] Keys, long[] Counts) Dealt(FrameColumn[] columns, uint cells, RowFilter? filter, int rows, int threads, CancellationToken cancel)
    {
        var parts = (int)((cells - 1) >> PartBits) + 1;
        var all = GC.AllocateUninitializedArray<uint>(rows);

        // How many keys of each thread's rows fall to each part; then each thread deals its own to its own places.
        var made = Share(rows, threads, (from, to) =>
        {
            var sizes = new int[parts];
            var at = from;
            for (var start = from; start < to; start += Block)
            {
                cancel.ThrowIfCancellationRequested();
                var keys = all.AsSpan(at, Math.Min(Block, to - start));
                var n = Keys(columns, filter, start, keys);
                foreach (var key in keys[..n])
                {
                    sizes[key >> PartBits]++;
                }

                at += n;
            }

            return (From: from, Keys: at - from, Sizes: sizes);
        });
        var starts = new int[parts + 1];
        var next = made.Select(_ => new int[parts]).ToArray();
        var place = 0;
        for (var part = 0; part < parts; part++)
        {
            starts[part] = place;
            for (var t = 0; t < made.Length; t++)
            {
                next[t][part] = place;
                place += made[t].Sizes[part];
            }
        }

        starts[parts] = place;
        var dealt = GC.AllocateUninitializedArray<ushort>(place);
        Parallel(made.Length, t => Deal(all.AsSpan(made[t].From, made[t].Keys), dealt, next[t]));
        var found = new (List<ulong> Keys, List<long> Counts)[threads];
        var bounds = Enumerable.Range(0, threads + 1).Select(t => PartAt(starts, place * (long)t / threads)).ToArray();
        bounds[threads] = parts;
        Parallel(threads, t =>
        {
            found[t] = ([], []);
            var histogram = new uint[1 << PartBits];
            for (var part = bounds[t]; part < bounds[t + 1]; part++)
            {
                cancel.ThrowIfCancellationRequested();
                foreach (var low in dealt.AsSpan(starts[part], starts[part + 1] - starts[part]))
                {
                    histogram[low]++;
                }

                Take(histogram, (ulong)part << PartBits, found[t]);
            }
        });
        return ([.. found.SelectMany(f => f.Keys)], [.. found.SelectMany(f => f.Counts)]);
    }

    private static int PartAt(int[] starts, long place)
    {
        var part = 0;
        while (part < starts.Length - 1 && starts[part] < place)
        {
            part++;
        }

        return part;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Deal(ReadOnlySpan<uint> keys, ushort[] dealt, int[] next)
    {
        ref var to = ref MemoryMarshal.GetArrayDataReference(dealt);
        ref var places = ref MemoryMarshal.GetArrayDataReference(next);
        foreach (var key in keys)
        {
            ref var place = ref Unsafe.Add(ref places, key >> PartBits);
            Unsafe.Add(ref to, place++) = (ushort)key;
        }
    }

    private static void Take(uint[] histogram, ulong first, (List<ulong> Keys, List<long> Counts) found)
    {
        var i = 0;
        for (; i <= histogram.Length - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            var block = Vector256.Create(histogram, i);
            if (block == Vector256<uint>.Zero)
            {
                continue;
            }

            for (var j = i; j < i + Vector256<uint>.Count; j++)
            {
                if (histogram[j] > 0)
                {
                    found.Keys.Add(first + (uint)j);
                    found.Counts.Add(histogram[j]);
                }
            }

            Vector256<uint>.Zero.CopyTo(histogram, i);
        }
    }

    private static (ulong[] Keys, long[] Counts) Hashed(FrameColumn[] columns, RowFilter? filter, int rows, int threads, CancellationToken cancel)
    {
        var tables = Share(rows, threads, (from, to) =>
        {
            var table = new Dictionary<ulong, long>();
            var keys = new ulong[Block];
            for (var start = from; start < to; start += Block)
            {
                cancel.ThrowIfCancellationRequested();
                var n = LongKeys(columns, filter, start, keys.AsSpan(0, Math.Min(Block, to - start)));
                foreach (var key in keys.AsSpan(0, n))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(table, key, out _)++;
                }
            }

            return table;
        });
        foreach (var table in tables.Skip(1))
        {
            foreach (var (key, count) in table)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(tables[0], key, out _) += count;
            }
        }

        ulong[] all = [.. tables[0].Keys];
        long[] counts = [.. tables[0].Values];
        Array.Sort(all, counts);
        return (all, counts);
    }

    /// <summary>Adds keys to a histogram of four copies or one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<uint> keys, uint[] histogram, int cells, int copies)
    {
        ref var h = ref MemoryMarshal.GetArrayDataReference(histogram);
        ref var k = ref MemoryMarshal.GetReference(keys);
        var step = copies == 4 ? cells : 0;
        var i = 0;
        for (; i <= keys.Length - 4; i += 4)
        {
            Unsafe.Add(ref h, Unsafe.Add(ref k, i))++;
            Unsafe.Add(ref h, Unsafe.Add(ref k, i + 1) + (nuint)step)++;
            Unsafe.Add(ref h, Unsafe.Add(ref k, i + 2) + (nuint)(2 * step))++;
            Unsafe.Add(ref h, Unsafe.Add(ref k, i + 3) + (nuint)(3 * step))++;
        }

        for (; i < keys.Length; i++)
        {
            Unsafe.Add(ref h, Unsafe.Add(ref k, i))++;
        }
    }

    /// <summary>Shares rows out by whole blocks and runs each share on a thread of its own.</summary>
    private static T[] Share<T>(int rows, int threads, Func<int, int, T> work)
    {
        var results = new T[threads];
        var blocks = (rows + Block - 1) / Block;
        Parallel(threads, t => results[t] = work((int)((long)blocks * t / threads * Block), (int)Math.Min(rows, (long)blocks * (t + 1) / threads * Block)));
        return results;
    }

    private static void Parallel(int threads, Action<int> work)
    {
        if (threads == 1)
        {
            work(0);
        }
        else
        {
            System.Threading.Tasks.Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
        }
    }
}
