namespace Palermo.Disclosure.Noise;

/// <summary>True with probability exp(-numerator / denominator), exactly (Canonne, Kamath and Steinke 2020, algorithm 1).</summary>
internal static class ExponentialBernoulli
{
    public static bool Draw(BitSource bits, UInt128 numerator, UInt128 denominator)
    {
        while (numerator > denominator)
        {
            if (!Unit(bits, 1, 1))
            {
                return false;
            }

            numerator -= denominator;
        }

        return Unit(bits, numerator, denominator);
    }

    private static bool Unit(BitSource bits, UInt128 numerator, UInt128 denominator)
    {
        // von Neumann: the first k at which Bernoulli(gamma / k) fails is odd with probability exp(-gamma).
        var k = UInt128.One;
        while (bits.Bernoulli(numerator, checked(denominator * k)))
        {
            k++;
        }

        return (k & 1) == 1;
    }
}

/// <summary>
/// The exponential mechanism over whole-number scores, exactly: P(i) proportional to exp(-gap[i] numerator / denominator), by rejection.
/// With numerator / denominator = epsilon / (2 sensitivity) it costs epsilon^2 / 8 in zCDP (bounded range).
/// </summary>
internal static class ExponentialChoice
{
    /// <param name="bits">The source of randomness.</param>
    /// <param name="gaps">How far each choice lies below the best; the best is 0.</param>
    /// <param name="numerator">Of the rate.</param>
    /// <param name="denominator">Of the rate.</param>
    public static int Pick(BitSource bits, ReadOnlySpan<long> gaps, ulong numerator, ulong denominator)
    {
        while (true)
        {
            var i = (int)bits.Below((UInt128)(uint)gaps.Length);
            if (ExponentialBernoulli.Draw(bits, (UInt128)(ulong)gaps[i] * numerator, denominator))
            {
                return i;
            }
        }
    }
}
