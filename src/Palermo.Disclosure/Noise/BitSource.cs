using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Palermo.Disclosure.Noise;

/// <summary>Uniform bits and exact uniform whole numbers. No floating point here or anywhere in this namespace: a test holds it to that.</summary>
public abstract class BitSource
{
    private protected BitSource()
    {
    }

    /// <summary>64 uniform bits.</summary>
    public abstract ulong Next();

    /// <summary>A uniform whole number below <paramref name="bound"/>, by rejection.</summary>
    public virtual UInt128 Below(UInt128 bound)
    {
        if (bound == UInt128.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(bound), "the bound is zero");
        }

        var top = bound - 1;
        if (top <= ulong.MaxValue)
        {
            var mask = top == 0 ? 0UL : ulong.MaxValue >> BitOperations.LeadingZeroCount((ulong)top);
            ulong draw;
            do
            {
                draw = Next() & mask;
            }
            while (draw > (ulong)top);

            return draw;
        }

        var high = (ulong)(top >> 64);
        var highMask = ulong.MaxValue >> BitOperations.LeadingZeroCount(high);
        UInt128 wide;
        do
        {
            wide = new UInt128(Next() & highMask, Next());
        }
        while (wide > top);

        return wide;
    }

    /// <summary>True with probability <paramref name="numerator"/> / <paramref name="denominator"/>, exactly.</summary>
    public virtual bool Bernoulli(UInt128 numerator, UInt128 denominator) => Below(denominator) < numerator;
}

/// <summary>The operating system's cryptographic generator: the only source for noise that protects people.</summary>
public sealed class CryptographicBits : BitSource
{
    private readonly byte[] buffer = new byte[4096];
    private int at = 4096;

    public override ulong Next()
    {
        if (at == buffer.Length)
        {
            RandomNumberGenerator.Fill(buffer);
            at = 0;
        }

        var bits = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(at));
        at += 8;
        return bits;
    }
}

/// <summary>
/// xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64: for what may be repeated, that is for tests, benchmarks and the
/// sampling of rows after the noise. Never for noise in a release: whoever knows the seed can subtract it.
/// </summary>
public sealed class SeededBits : BitSource
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    public SeededBits(ulong seed)
    {
        a = Split(ref seed);
        b = Split(ref seed);
        c = Split(ref seed);
        d = Split(ref seed);
    }

    public override ulong Next()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    private static ulong Split(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
