using System.Numerics;

namespace Palermo.Estimation.Numerics;

/// <summary>
/// xoshiro256** (Blackman and Vigna, ACM TOMS 47, 2021), seeded through SplitMix64 from a seed and the identity of a task.
/// Every replicate or chain has a stream of its own, so that results do not depend on how many threads computed them.
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0, _s1, _s2, _s3;
    private double _spare = double.NaN;

    /// <param name="seed">The user's seed.</param>
    /// <param name="task">Which kind of work: two kinds never share draws.</param>
    /// <param name="index">Which replicate or chain.</param>
    public SeededRandom(ulong seed, ulong task, ulong index)
    {
        var state = seed;
        state = Mix(ref state) ^ (task * 0xD1342543DE82EF95UL);
        state = Mix(ref state) ^ (index * 0x9E3779B97F4A7C15UL);
        _s0 = Mix(ref state);
        _s1 = Mix(ref state);
        _s2 = Mix(ref state);
        _s3 = Mix(ref state);
    }

    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform on (0, 1): never 0, never 1.</summary>
    public double NextDouble() => ((NextBits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Marsaglia's polar method; the second of a pair is kept for the next call.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        while (true)
        {
            var u = 2 * NextDouble() - 1;
            var v = 2 * NextDouble() - 1;
            var s = u * u + v * v;
            if (s is < 1 and > 0)
            {
                var scale = Math.Sqrt(-2 * Math.Log(s) / s);
                _spare = v * scale;
                return u * scale;
            }
        }
    }

    /// <summary>Uniform on 0 .. bound-1 (bound far below 2^32, bias below 2^-32).</summary>
    public int NextIndex(int bound) => (int)(((NextBits() >> 32) * (ulong)bound) >> 32);

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
