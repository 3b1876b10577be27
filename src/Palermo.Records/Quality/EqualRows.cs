using Palermo.Records.Ledgers;

namespace Palermo.Records.Quality;

/// <summary>
/// Counts the rows that equal an earlier one, from a fingerprint of 64 bits a row, so that a table need not be held whole.
/// A row's fingerprint is the sum of one random number a column and code (Zobrist, 1970): two different rows share one with
/// a chance of one in 2^64; for five million rows, that any do is below one in a million.
/// </summary>
/// <param name="mostDistinct">
/// How many different rows are remembered; rows are compared with these. Beyond it the count is a lower bound.
/// </param>
internal sealed class EqualRows(int mostDistinct = EqualRows.MostDistinct)
{
    private const int MostDistinct = 1 << 24;
    private const int Block = 1 << 13;

    private readonly List<ulong[]> numbers = [];
    private readonly ulong[] prints = new ulong[Block];

    // Open addressing; 0 is an empty place, and a fingerprint of 0 counts as 1.
    private ulong[] known = new ulong[1 << 12];
    private int distinct;
    private long equal;

    /// <summary>Takes the next rows: each column's codes as bytes or 16 bits, at least as many as rows.</summary>
    public void Take(int rows, IReadOnlyList<Array> columns)
    {
        for (var at = 0; at < rows; at += Block)
        {
            var block = prints.AsSpan(0, Math.Min(Block, rows - at));
            block.Clear();
            for (var c = 0; c < columns.Count; c++)
            {
                if (columns[c] is byte[] narrow)
                {
                    AddUp(block, narrow.AsSpan(at, block.Length), Numbers(c, byte.MaxValue));
                }
                else
                {
                    AddUp(block, ((ushort[])columns[c]).AsSpan(at, block.Length), Numbers(c, ushort.MaxValue));
                }
            }

            foreach (var print in block)
            {
                Count(print == 0 ? 1 : print);
            }
        }
    }

    /// <summary>Writes the count, if any, into a ledger.</summary>
    public void Note(Ledger ledger)
    {
        if (equal > 0)
        {
            ledger.AddWhole(QualityChecks.EqualRows, count: equal);
        }
    }

    private void Count(ulong print)
    {
        var mask = (ulong)known.Length - 1;
        var place = print & mask;
        while (known[place] != 0)
        {
            if (known[place] == print)
            {
                equal++;
                return;
            }

            place = (place + 1) & mask;
        }

        if (distinct == mostDistinct)
        {
            return;
        }

        known[place] = print;
        distinct++;
        if (distinct * 2 > known.Length)
        {
            Grow();
        }
    }

    private void Grow()
    {
        var before = known;
        known = new ulong[2 * before.Length];
        var mask = (ulong)known.Length - 1;
        foreach (var print in before)
        {
            if (print == 0)
            {
                continue;
            }

            var place = print & mask;
            while (known[place] != 0)
            {
                place = (place + 1) & mask;
            }

            known[place] = print;
        }
    }

    private ReadOnlySpan<ulong> Numbers(int column, int largestCode)
    {
        while (numbers.Count <= column)
        {
            numbers.Add([]);
        }

        if (numbers[column].Length <= largestCode)
        {
            // The same number for the same column and code, however wide the codes are by now.
            var drawn = new ulong[largestCode + 1];
            for (var code = 0; code < drawn.Length; code++)
            {
                drawn[code] = Scramble(((ulong)(column + 1) << 32) + (ulong)code);
            }

            numbers[column] = drawn;
        }

        return numbers[column];
    }

    private static void AddUp(Span<ulong> prints, ReadOnlySpan<byte> codes, ReadOnlySpan<ulong> numbers)
    {
        numbers = numbers[..(byte.MaxValue + 1)];
        for (var i = 0; i < codes.Length; i++)
        {
            prints[i] += numbers[codes[i]];
        }
    }

    private static void AddUp(Span<ulong> prints, ReadOnlySpan<ushort> codes, ReadOnlySpan<ulong> numbers)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            prints[i] += numbers[codes[i]];
        }
    }

    // SplitMix64's mixing of a counter.
    private static ulong Scramble(ulong print)
    {
        print *= 0x9E3779B97F4A7C15;
        print = (print ^ (print >> 30)) * 0xBF58476D1CE4E5B9;
        print = (print ^ (print >> 27)) * 0x94D049BB133111EB;
        return print ^ (print >> 31);
    }
}
