using Palermo.Disclosure.Noise;

namespace Palermo.Disclosure.Privacy;

/// <summary>Tail probabilities and quantiles of the discrete Gaussian, for thresholds and intervals (never in the path of the noise).</summary>
public static class GaussianTail
{
    /// <summary>P(N &gt;= x), summed term by term.</summary>
    public static double AtLeast(Variance variance, long x)
    {
        if (x <= 0)
        {
            return 1 - AtLeast(variance, 1 - x);
        }

        var s = 2.0 * variance.Numerator / variance.Denominator;
        double mass = 1, tail = 0;
        var last = (long)(40 * Math.Sqrt(s)) + x + 2;
        for (var i = last; i >= 1; i--)
        {
            var weight = Math.Exp(-(i * (double)i) / s);
            mass += 2 * weight;
            tail += i >= x ? weight : 0;
        }

        return tail / mass;
    }

    /// <summary>The least x with P(N &gt;= x) at most <paramref name="probability"/>.</summary>
    public static long Quantile(Variance variance, double probability)
    {
        long low = 0, high = 2 + (long)(40 * Math.Sqrt((double)variance.Numerator / variance.Denominator));
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (AtLeast(variance, middle) <= probability)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>The least half-width h with P(|N| &lt;= h) at least <paramref name="level"/>.</summary>
    public static long HalfWidth(Variance variance, double level) => Math.Max(0, Quantile(variance, (1 - level) / 2) - 1);
}
