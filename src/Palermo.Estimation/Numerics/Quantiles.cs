namespace Palermo.Estimation.Numerics;

/// <summary>Sample quantiles, type 8 of Hyndman and Fan (Am. Statistician 50, 1996): approximately median-unbiased whatever the distribution.</summary>
public static class Quantiles
{
    /// <summary>The quantile of values already in ascending order; <paramref name="p"/> in [0, 1].</summary>
    public static double Type8(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        var n = sorted.Length;
        var position = 1.0 / 3 + p * (n + 1.0 / 3);
        // Rounding must not turn an exact order statistic into an interpolation, as in R.
        var fuzz = 4 * double.BitIncrement(1.0) - 4;
        var below = (int)Math.Floor(position + fuzz);
        var weight = position - below;
        if (Math.Abs(weight) < fuzz)
        {
            weight = 0;
        }

        var low = sorted[Math.Clamp(below - 1, 0, n - 1)];
        var high = sorted[Math.Clamp(below, 0, n - 1)];
        return weight == 0 ? low : weight == 1 ? high : (1 - weight) * low + weight * high;
    }

    public static double Type8OfUnsorted(IEnumerable<double> values, double p)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return Type8(sorted, p);
    }

    /// <summary>The smallest value whose cumulated weight reaches <paramref name="p"/>; values ascending, weights of sum 1.</summary>
    public static double Weighted(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, double p)
    {
        var sum = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += weights[i];
            if (sum >= p)
            {
                return sorted[i];
            }
        }

        return sorted.IsEmpty ? double.NaN : sorted[^1];
    }
}
