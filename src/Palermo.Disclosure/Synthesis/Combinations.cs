using System.Runtime.InteropServices;

namespace Palermo.Disclosure.Synthesis;

/// <summary>Counts of combinations of recorded values up to length 3: a combination is a set of column = value with every value recorded.</summary>
public sealed class Combinations
{
    private readonly Dictionary<ulong, int>[] counts;

    private Combinations(Dictionary<ulong, int>[] counts) => this.counts = counts;

    /// <summary>Key and count of the combinations of a length (1 to 3).</summary>
    public IReadOnlyDictionary<ulong, int> Of(int length) => counts[length - 1];

    public static Combinations Count(PersonRows rows, Domain domain)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(domain);
        var offsets = domain.Offsets;
        Dictionary<ulong, int>[] byLength = [[], [], []];

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
                    var two = (values[i] << 20) | values[j];
                    CollectionsMarshal.GetValueRefOrAddDefault(byLength[1], two, out _) += weight;
                    for (var k = j + 1; k < n; k++)
                    {
                        CollectionsMarshal.GetValueRefOrAddDefault(byLength[2], (two << 20) | values[k], out _) += weight;
                    }
                }
            }
        }

        return new Combinations(byLength);
    }
}
