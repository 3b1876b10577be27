namespace Palermo.Disclosure.Noise;

/// <summary>A variance as an exact fraction.</summary>
/// <param name="Numerator">At least 1, at most 2^40.</param>
/// <param name="Denominator">At least 1, at most 2^10.</param>
public readonly record struct Variance(ulong Numerator, uint Denominator);

/// <summary>
/// Exact sampler of the discrete Gaussian: P(x) proportional to exp(-x^2 / (2 sigma^2)) over all whole numbers, in rational
/// arithmetic only (Canonne, Kamath and Steinke, The Discrete Gaussian for Differential Privacy, 2020, algorithms 1 to 3).
/// </summary>
public sealed class DiscreteGaussian
{
    private readonly BitSource bits;
    private readonly ulong p;
    private readonly ulong q;
    private readonly ulong t;
    private readonly UInt128 acceptance;

    public DiscreteGaussian(Variance variance, BitSource bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        if (variance.Numerator is 0 or > 1UL << 40 || variance.Denominator is 0 or > 1U << 10)
        {
            throw new ArgumentOutOfRangeException(nameof(variance), "the variance's numerator must lie in 1..2^40 and its denominator in 1..2^10");
        }

        this.bits = bits;
        p = variance.Numerator;
        q = variance.Denominator;
        t = FloorRoot(p / q) + 1;
        acceptance = 2 * (UInt128)p * q * t * t;
    }

    /// <summary>One draw.</summary>
    public long Draw()
    {
        while (true)
        {
            var y = DiscreteLaplace();
            var magnitude = (UInt128)(ulong)Math.Abs(y) * q * t;
            var distance = magnitude > p ? magnitude - p : p - magnitude;
            if (ExponentialBernoulli.Draw(bits, checked(distance * distance), acceptance))
            {
                return y;
            }
        }
    }

    /// <summary>P(x) proportional to exp(-|x| / t).</summary>
    private long DiscreteLaplace()
    {
        while (true)
        {
            var u = (ulong)bits.Below(t);
            if (!ExponentialBernoulli.Draw(bits, u, t))
            {
                continue;
            }

            var v = 0UL;
            while (ExponentialBernoulli.Draw(bits, 1, 1))
            {
                v++;
            }

            var x = checked((long)(u + (t * v)));
            var negative = (bits.Next() & 1) == 1;
            if (negative && x == 0)
            {
                continue;
            }

            return negative ? -x : x;
        }
    }

    private static ulong FloorRoot(ulong value)
    {
        ulong root = 0;
        for (var bit = 1UL << 31; bit > 0; bit >>= 1)
        {
            var next = root | bit;
            if (next <= uint.MaxValue && next * next <= value)
            {
                root = next;
            }
        }

        return root;
    }
}
