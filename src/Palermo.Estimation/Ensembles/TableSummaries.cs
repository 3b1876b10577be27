using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Ensembles;

/// <summary>Describes a table before anything is estimated from it.</summary>
public static class TableSummaries
{
    public static TableSummary Of(CaptureTable table)
    {
        var t = table.ListCount;
        var overlaps = ImmutableArray.CreateBuilder<PairOverlap>();
        for (var i = 0; i < t; i++)
        {
            for (var j = i + 1; j < t; j++)
            {
                overlaps.Add(new PairOverlap(table.Lists[i], table.Lists[j], table.SeenOnAll((1 << i) | (1 << j)), OddsRatio(table, i, j)));
            }
        }

        return new TableSummary
        {
            Lists = table.Lists,
            Observed = table.Observed,
            ListTotals = [.. Enumerable.Range(0, t).Select(j => table.SeenOnAll(1 << j))],
            SeenTimes = [.. Enumerable.Range(1, t).Select(table.SeenExactly)],
            SingleShare = table.Observed > 0 ? (double)table.SeenExactly(1) / table.Observed : double.NaN,
            TriplesShared = Enumerable.Range(1, table.CellCount - 1).Count(h => BitOperations.PopCount((uint)h) == 3 && table.SeenOnAll(h) > 0),
            TriplesLinked = Enumerable.Range(1, table.CellCount - 1).Count(h => BitOperations.PopCount((uint)h) == 3 && Pairs(h).All(pair => table.SeenOnAll(pair) > 0)),
            Overlaps = overlaps.ToImmutable(),
            Hash = Hash(table),
        };
    }

    private static IEnumerable<int> Pairs(int triple)
    {
        for (var rest = triple; rest != 0; rest &= rest - 1)
        {
            yield return triple & ~(rest & -rest);
        }
    }

    /// <summary>Among those seen on some third list, where the fourfold table is complete.</summary>
    private static double OddsRatio(CaptureTable table, int i, int j)
    {
        Span<double> four = stackalloc double[4];
        var pair = (1 << i) | (1 << j);
        for (var h = 1; h < table.CellCount; h++)
        {
            if ((h & ~pair) != 0)
            {
                four[((h >> i) & 1) | (((h >> j) & 1) << 1)] += table[h];
            }
        }

        return four[1] > 0 && four[2] > 0 ? four[0] * four[3] / (four[1] * four[2]) : double.NaN;
    }

    private static string Hash(CaptureTable table)
    {
        var names = Encoding.UTF8.GetBytes(string.Join('\n', table.Lists) + "\n");
        var bytes = new byte[names.Length + 8 * table.CellCount];
        names.CopyTo(bytes, 0);
        for (var h = 0; h < table.CellCount; h++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(names.Length + 8 * h), table[h]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
