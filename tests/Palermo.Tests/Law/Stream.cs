using System.Numerics;

namespace Palermo.Tests.Law;

/// <summary>A seeded stream of numbers (SplitMix64), so that every run draws the same.</summary>
internal sealed class Stream(ulong seed)
{
    private ulong _state = seed;

    public ulong Bits()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ z >> 27) * 0x94D049BB133111EBUL;
        return z ^ z >> 31;
    }

    public int Below(int bound) => (int)Math.BigMul(Bits(), (ulong)bound, out _);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Some <paramref name="count"/> of the set bits, each as likely as any other.</summary>
    public ulong Some(ulong bits, int count)
    {
        ulong chosen = 0;
        for (; count > 0 && bits != 0; count--)
        {
            var skip = Below(BitOperations.PopCount(bits));
            var rest = bits;
            for (; skip > 0; skip--)
            {
                rest &= rest - 1;
            }

            var bit = rest & (~rest + 1);
            (chosen, bits) = (chosen | bit, bits & ~bit);
        }

        return chosen;
    }
}
