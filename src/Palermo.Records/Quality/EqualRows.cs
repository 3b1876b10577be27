using Palermo.Records.Ledgers;

namespace Palermo.Records.Quality;

/// <summary>
/// Counts the rows that equal an earlier one, from a fingerprint of 64 bits a row, so that a table need not be held whole.
/// Two different rows share a fingerprint with a chance of one in 2^64: for five million rows, that any do is below one in a million.
/// </summary>
internal sealed class EqualRows
{
    private readonly List<ulong[]> parts = [];

    /// <summary>Takes the next rows: each column's codes as bytes or 16 bits, at least as many as rows.</summary>
    public void Take(int rows, IReadOnlyList<Array> columns)
    {
        var prints = new ulong[rows];
        for (var c = 0; c < columns.Count; c++)
        {
            if (columns[c] is byte[] narrow)
            {
                Mix(prints, narrow);
            }
            else
            {
                Mix(prints, (ushort[])columns[c]);
            }
        }

        foreach (ref var print in prints.AsSpan())
        {
            print = Scramble(print);
        }

        Array.Sort(prints);
        parts.Add(prints);
    }

    /// <summary>Writes the count, if any, into a ledger.</summary>
    public void Note(Ledger ledger)
    {
        if (Count() is > 0 and var equal)
        {
            ledger.AddWhole(QualityChecks.EqualRows, count: equal);
        }
    }

    private long Count()
    {
        var all = parts.Count == 1 ? parts[0] : Merged();
        long equal = 0;
        for (var i = 1; i < all.Length; i++)
        {
            equal += all[i] == all[i - 1] ? 1 : 0;
        }

        return equal;
    }

    private ulong[] Merged()
    {
        var queue = new PriorityQueue<(int Part, int At), ulong>();
        var all = new ulong[parts.Sum(p => (long)p.Length)];
        for (var p = 0; p < parts.Count; p++)
        {
            if (parts[p].Length > 0)
            {
                queue.Enqueue((p, 0), parts[p][0]);
            }
        }

        for (var i = 0L; queue.TryDequeue(out var next, out var print); i++)
        {
            all[i] = print;
            if (next.At + 1 < parts[next.Part].Length)
            {
                queue.Enqueue((next.Part, next.At + 1), parts[next.Part][next.At + 1]);
            }
        }

        return all;
    }

    // A polynomial in an odd multiplier, scrambled as it grows: the order of the columns counts.
    private static void Mix(Span<ulong> prints, ReadOnlySpan<byte> codes)
    {
        for (var i = 0; i < prints.Length; i++)
        {
            prints[i] = Step(prints[i], codes[i]);
        }
    }

    private static void Mix(Span<ulong> prints, ReadOnlySpan<ushort> codes)
    {
        for (var i = 0; i < prints.Length; i++)
        {
            prints[i] = Step(prints[i], codes[i]);
        }
    }

    private static ulong Step(ulong print, ulong code)
    {
        print = (print ^ (code + 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93;
        return print ^ (print >> 32);
    }

    private static ulong Scramble(ulong print)
    {
        print = (print ^ (print >> 30)) * 0xBF58476D1CE4E5B9;
        print = (print ^ (print >> 27)) * 0x94D049BB133111EB;
        return print ^ (print >> 31);
    }
}
