using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Palermo.Records.Frames;

namespace Palermo.Statistics.Counts;

/// <summary>
/// Two-way tables of many columns. Columns of few codes are turned once into one plane of bits a code (64 rows a word), and
/// a pair is then counted by "and" and population counts; the cells of "not recorded" follow from the margins.
/// </summary>
internal sealed class PairCounting
{
    private const int FewCodes = 2;

    private readonly FrameColumn[] columns;
    private readonly int rows;
    private readonly ulong[][]?[] planes;
    private readonly long[][] margins;

    public PairCounting(FrameColumn[] columns, int rows)
    {
        this.columns = columns;
        this.rows = rows;
        planes = Array.ConvertAll(columns, c => c.IsNarrow && c.Codes.Length <= FewCodes ? Planes(c) : null);
        margins = Array.ConvertAll(columns, c => c.Histogram());
    }

    public (ulong[] Keys, long[] Counts) Count(int i, int j)
    {
        if (planes[i] is not { } a || planes[j] is not { } b)
        {
            var cells = ((ulong)columns[i].Codes.Length + 1) * ((ulong)columns[j].Codes.Length + 1);
            return Grouping.Count([columns[i], columns[j]], cells, null, rows, 1, CancellationToken.None);
        }

        var (height, width) = (a.Length + 1, b.Length + 1);
        var table = new long[height * width];
        for (var x = 0; x < a.Length; x++)
        {
            var rest = margins[i][x + 1];
            for (var y = 0; y < b.Length; y++)
            {
                var both = Both(a[x], b[y]);
                table[((x + 1) * width) + y + 1] = both;
                rest -= both;
            }

            table[(x + 1) * width] = rest;
        }

        for (var y = 0; y < width; y++)
        {
            table[y] = margins[j][y];
            for (var x = 1; x < height; x++)
            {
                table[y] -= table[(x * width) + y];
            }
        }

        var (keys, counts) = (new List<ulong>(table.Length), new List<long>(table.Length));
        for (var key = 0; key < table.Length; key++)
        {
            if (table[key] > 0)
            {
                keys.Add((ulong)key);
                counts.Add(table[key]);
            }
        }

        return ([.. keys], [.. counts]);
    }

    private static ulong[][] Planes(FrameColumn column)
    {
        var codes = column.Bytes;
        var made = new ulong[column.Codes.Length][];
        for (var p = 0; p < made.Length; p++)
        {
            var plane = new ulong[(codes.Length + 63) >> 6];
            var code = (byte)(p + 1);
            var i = 0;
            for (; i <= codes.Length - 64; i += 64)
            {
                plane[i >> 6] = Vector512.Equals(Vector512.Create(codes[i..]), Vector512.Create(code)).ExtractMostSignificantBits();
            }

            for (; i < codes.Length; i++)
            {
                plane[i >> 6] |= codes[i] == code ? 1UL << (i & 63) : 0;
            }

            made[p] = plane;
        }

        return made;
    }

    private static long Both(ulong[] a, ulong[] b)
    {
        long p = 0, q = 0, r = 0, s = 0;
        ref var x = ref MemoryMarshal.GetArrayDataReference(a);
        ref var y = ref MemoryMarshal.GetArrayDataReference(b);
        var i = 0;
        for (; i <= a.Length - 4; i += 4)
        {
            p += BitOperations.PopCount(Unsafe.Add(ref x, i) & Unsafe.Add(ref y, i));
            q += BitOperations.PopCount(Unsafe.Add(ref x, i + 1) & Unsafe.Add(ref y, i + 1));
            r += BitOperations.PopCount(Unsafe.Add(ref x, i + 2) & Unsafe.Add(ref y, i + 2));
            s += BitOperations.PopCount(Unsafe.Add(ref x, i + 3) & Unsafe.Add(ref y, i + 3));
        }

        for (; i < a.Length; i++)
        {
            p += BitOperations.PopCount(a[i] & b[i]);
        }

        return p + q + r + s;
    }
}
