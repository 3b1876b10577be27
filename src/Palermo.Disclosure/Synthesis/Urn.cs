using Palermo.Disclosure.Noise;

namespace Palermo.Disclosure.Synthesis;

/// <summary>Weighted draws with and without replacement, over a Fenwick tree.</summary>
internal sealed class Urn
{
    private readonly List<int> items = [];
    private readonly List<long> weights = [];
    private long[]? tree;

    public long Total { get; private set; }

    public void Add(int item, long weight)
    {
        items.Add(item);
        weights.Add(weight);
        Total += weight;
        tree = null;
    }

    public int Draw(BitSource bits) => items[Find(bits)];

    public int Take(BitSource bits)
    {
        var at = Find(bits);
        Total--;
        for (var i = at + 1; i < tree!.Length; i += i & -i)
        {
            tree[i]--;
        }

        return items[at];
    }

    private int Find(BitSource bits)
    {
        tree ??= Build();
        var target = (long)bits.Below((UInt128)Total);
        var at = 0;
        for (var step = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)tree.Length); step > 0; step >>= 1)
        {
            if (at + step < tree.Length && tree[at + step] <= target)
            {
                at += step;
                target -= tree[at];
            }
        }

        return at;
    }

    private long[] Build()
    {
        var built = new long[items.Count + 1];
        for (var i = 1; i < built.Length; i++)
        {
            built[i] += weights[i - 1];
            var up = i + (i & -i);
            if (up < built.Length)
            {
                built[up] += built[i];
            }
        }

        return built;
    }
}
