using System.Numerics;
using System.Runtime.InteropServices;
using Palermo.Disclosure.Noise;

namespace Palermo.Disclosure.Synthesis;

/// <summary>
/// Row-seeded k-anonymous synthesis, the NON-private alternative: every row it makes, taken whole, fits at least k real rows, so no
/// combination of any length that is rarer than k is shown. It carries no guarantee across releases and none against knowledge of the
/// others in a group; the manifest says so. (Row-seeded mode of Synthetic Data Showcase, with values dropped where support grows most
/// and put back where a row can carry them.)
/// </summary>
public static class KAnonymousSynthesizer
{
    public static PersonRows Build(PersonRows rows, Domain domain, int k, ulong seed, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        var support = new Support(rows, domain);
        var bits = new SeededBits(seed);
        var packer = new KeyPacker(domain, [.. Enumerable.Range(0, domain.Width)]);
        var seeds = new Dictionary<UInt128, int>();
        for (var r = 0; r < rows.Count; r++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(seeds, packer.Pack(rows[r]), out _)++;
        }

        var made = new List<ushort[]>(rows.Count);
        var dropped = new List<(int Column, ushort Code)>();
        foreach (var (key, count) in seeds.OrderBy(s => s.Key))
        {
            stop.ThrowIfCancellationRequested();
            var row = new ushort[domain.Width];
            packer.Unpack(key, row);
            var lost = support.Reduce(row, k);
            for (var i = 0; i < count; i++)
            {
                made.Add((ushort[])row.Clone());
                dropped.AddRange(lost);
            }
        }

        PutBack(made, dropped, rows, domain, support, k, bits, stop);
        var codes = new ushort[made.Count * domain.Width];
        for (var i = made.Count - 1; i > 0; i--)
        {
            var j = (int)bits.Below((UInt128)(i + 1));
            (made[i], made[j]) = (made[j], made[i]);
        }

        for (var r = 0; r < made.Count; r++)
        {
            made[r].CopyTo(codes.AsSpan(r * domain.Width));
        }

        return new PersonRows(domain.Width, codes);
    }

    // Each dropped value goes to a row that lacks the column, can carry it, and whose pairs are shown too seldom so far.
    private static void PutBack(List<ushort[]> made, List<(int Column, ushort Code)> dropped, PersonRows rows, Domain domain, Support support, int k, SeededBits bits, CancellationToken stop)
    {
        const int tries = 24;
        var offsets = domain.Offsets;
        var deficit = new int[domain.Values, domain.Values];
        for (var r = 0; r < rows.Count; r++)
        {
            Count(rows[r], offsets, deficit, 1);
        }

        foreach (var row in made)
        {
            Count(row, offsets, deficit, -1);
        }

        var carries = new Dictionary<(UInt128, int), bool>();
        var packer = new KeyPacker(domain, [.. Enumerable.Range(0, domain.Width)]);
        for (var i = dropped.Count - 1; i > 0; i--)
        {
            var j = (int)bits.Below((UInt128)(i + 1));
            (dropped[i], dropped[j]) = (dropped[j], dropped[i]);
        }

        foreach (var (column, code) in dropped)
        {
            stop.ThrowIfCancellationRequested();
            var v = offsets[column] + code - 1;
            var best = -1;
            var bestGain = long.MinValue;
            for (var t = 0; t < tries; t++)
            {
                var r = (int)bits.Below((UInt128)made.Count);
                var row = made[r];
                if (row[column] != 0)
                {
                    continue;
                }

                long gain = 0;
                for (var c = 0; c < row.Length; c++)
                {
                    if (row[c] != 0)
                    {
                        gain += Math.Clamp(deficit[v, offsets[c] + row[c] - 1], -3, 3);
                    }
                }

                if (gain <= bestGain)
                {
                    continue;
                }

                var key = (packer.Pack(row), v);
                if (!carries.TryGetValue(key, out var can))
                {
                    row[column] = code;
                    can = support.Of(row) >= k;
                    row[column] = 0;
                    carries[key] = can;
                }

                if (can)
                {
                    (best, bestGain) = (r, gain);
                }
            }

            if (best >= 0)
            {
                Count(made[best], offsets, deficit, 1);
                made[best][column] = code;
                Count(made[best], offsets, deficit, -1);
            }
        }

        ShowWhatIsFrequent(made, rows, domain, support, k, stop);
    }

    // A pair of at least k people that no row shows yet is put into the first row that has the one value and can carry the other.
    private static void ShowWhatIsFrequent(List<ushort[]> made, PersonRows rows, Domain domain, Support support, int k, CancellationToken stop)
    {
        var truth = Combinations.Count(rows, domain).Of(2);
        var codes = new ushort[made.Count * domain.Width];
        for (var r = 0; r < made.Count; r++)
        {
            made[r].CopyTo(codes.AsSpan(r * domain.Width));
        }

        var shown = Combinations.Count(new PersonRows(domain.Width, codes), domain).Of(2);
        var values = domain.Columns.SelectMany((c, i) => Enumerable.Range(1, c.Labels.Length).Select(v => (Column: i, Code: (ushort)v))).ToArray();
        foreach (var pair in truth.Where(t => t.Value >= k && !shown.ContainsKey(t.Key)).Select(t => t.Key).Order())
        {
            stop.ThrowIfCancellationRequested();
            var (a, b) = (values[(int)(pair >> 16) - 1], values[(int)(pair & 0xFFFF) - 1]);
            var tried = new HashSet<string>(StringComparer.Ordinal);
            var done = false;
            foreach (var (have, add) in new[] { (a, b), (b, a) })
            {
                // A row that lacks the value is tried first, then one where it replaces another value.
                var place = made.Where(m => m[have.Column] == have.Code && m[add.Column] != add.Code).OrderBy(m => m[add.Column] == 0 ? 0 : 1).Take(4_000)
                    .FirstOrDefault(m => tried.Add(string.Join(',', m) + add.Column) && Carries(m, add, support, k));
                if (place is not null)
                {
                    place[add.Column] = add.Code;
                    done = true;
                    break;
                }
            }

            // Last resort: the plainest row with the one value keeps the pair alone; at least k people fit it by definition.
            if (!done && made.Where(m => m[a.Column] == a.Code).MinBy(m => m.Count(c => c != 0)) is { } plain)
            {
                Array.Clear(plain);
                plain[a.Column] = a.Code;
                plain[b.Column] = b.Code;
            }
        }
    }

    private static bool Carries(ushort[] row, (int Column, ushort Code) value, Support support, int k)
    {
        var old = row[value.Column];
        row[value.Column] = value.Code;
        var can = support.Of(row) >= k;
        row[value.Column] = old;
        return can;
    }

    private static void Count(ReadOnlySpan<ushort> row, System.Collections.Immutable.ImmutableArray<int> offsets, int[,] pairs, int by)
    {
        for (var i = 0; i < row.Length; i++)
        {
            for (var j = 0; row[i] != 0 && j < row.Length; j++)
            {
                if (i != j && row[j] != 0)
                {
                    pairs[offsets[i] + row[i] - 1, offsets[j] + row[j] - 1] += by;
                }
            }
        }
    }

    /// <summary>How many real rows carry a set of values: one bit a distinct row, weighted.</summary>
    private sealed class Support
    {
        private readonly ulong[][] sets;
        private readonly int[] weights;
        private readonly int[] offsets;
        private readonly int words;

        public Support(PersonRows rows, Domain domain)
        {
            offsets = [.. domain.Offsets];
            var packer = new KeyPacker(domain, [.. Enumerable.Range(0, domain.Width)]);
            var distinct = new Dictionary<UInt128, int>();
            for (var r = 0; r < rows.Count; r++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(distinct, packer.Pack(rows[r]), out _)++;
            }

            words = (distinct.Count + 63) / 64;
            weights = new int[words * 64];
            sets = [.. Enumerable.Range(0, domain.Values).Select(_ => new ulong[words])];
            var row = new ushort[domain.Width];
            var at = 0;
            // Frequent rows first: the count reaches k after a few words.
            foreach (var (key, count) in distinct.OrderByDescending(d => d.Value))
            {
                packer.Unpack(key, row);
                weights[at] = count;
                for (var c = 0; c < row.Length; c++)
                {
                    if (row[c] != 0)
                    {
                        sets[offsets[c] + row[c] - 1][at >> 6] |= 1UL << (at & 63);
                    }
                }

                at++;
            }
        }

        /// <summary>The number of real rows with all values of the row.</summary>
        public int Of(ReadOnlySpan<ushort> row)
        {
            Span<int> values = stackalloc int[row.Length];
            var n = 0;
            for (var c = 0; c < row.Length; c++)
            {
                if (row[c] != 0)
                {
                    values[n++] = offsets[c] + row[c] - 1;
                }
            }

            var total = 0;
            for (var w = 0; w < words; w++)
            {
                var common = ulong.MaxValue;
                for (var i = 0; i < n; i++)
                {
                    common &= sets[values[i]][w];
                }

                for (; common != 0; common &= common - 1)
                {
                    total += weights[(w << 6) + BitOperations.TrailingZeroCount(common)];
                }
            }

            return total;
        }

        /// <summary>Takes values out, each time the one whose absence lets most real rows fit, until k fit.</summary>
        public List<(int Column, ushort Code)> Reduce(ushort[] row, int k)
        {
            var lost = new List<(int, ushort)>();
            while (Of(row) < k)
            {
                var best = -1;
                var most = -1;
                for (var c = 0; c < row.Length; c++)
                {
                    if (row[c] == 0)
                    {
                        continue;
                    }

                    var code = row[c];
                    row[c] = 0;
                    var without = Of(row);
                    row[c] = code;
                    if (without > most)
                    {
                        (best, most) = (c, without);
                    }
                }

                if (best < 0)
                {
                    return lost;
                }

                lost.Add((best, row[best]));
                row[best] = 0;
            }

            return lost;
        }
    }
}
