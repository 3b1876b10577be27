using System.Runtime.InteropServices;

namespace Palermo.Disclosure.Synthesis;

/// <summary>Counts of combinations of recorded values up to length 3 or 4: a combination is a set of column = value with every value recorded.</summary>
public sealed class Combinations
{
    private readonly Dictionary<ulong, int>[] counts;

    private Combinations(Dictionary<ulong, int>[] counts) => this.counts = counts;

    /// <summary>Key and count of the combinations of a length (1 to 4).</summary>
    public IReadOnlyDictionary<ulong, int> Of(int length) => counts[length - 1];

    public static Combinations Count(PersonRows rows, Domain domain, int longest = 3)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(domain);
        var offsets = domain.Offsets;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longest, 4);
        if (domain.Values >= 1 << 16)
        {
            throw new InvalidDataException("the code book has more than 65,535 values; leave a column out");
        }

        var byLength = new Dictionary<ulong, int>[] { [], [], [], [] };

        // Distinct rows first: a register repeats itself.
        var packer = new KeyPacker(domain, [.. Enumerable.Range(0, domain.Width)]);
        var distinct = new Dictionary<UInt128, (int Row, int Count)>();
        for (var row = 0; row < rows.Count; row++)
        {
            ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(distinct, packer.Pack(rows[row]), out _);
            at = (row, at.Count + 1);
        }

        var values = new ulong[domain.Width];
        foreach (var (row, weight) in distinct.Values)
        {
            var n = 0;
            var codes = rows[row];
            for (var c = 0; c < codes.Length; c++)
            {
                if (codes[c] != 0)
                {
                    values[n++] = (ulong)(offsets[c] + codes[c]);
                }
            }

            for (var i = 0; i < n; i++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(byLength[0], values[i], out _) += weight;
                for (var j = i + 1; j < n; j++)
                {
                    var two = (values[i] << 16) | values[j];
                    CollectionsMarshal.GetValueRefOrAddDefault(byLength[1], two, out _) += weight;
                    for (var k = j + 1; k < n; k++)
                    {
                        var three = (two << 16) | values[k];
                        CollectionsMarshal.GetValueRefOrAddDefault(byLength[2], three, out _) += weight;
                        for (var l = k + 1; longest == 4 && l < n; l++)
                        {
                            CollectionsMarshal.GetValueRefOrAddDefault(byLength[3], (three << 16) | values[l], out _) += weight;
                        }
                    }
                }
            }
        }

        return new Combinations(byLength);
    }
}
