using System.Collections.Immutable;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Resampling;

/// <summary>
/// Bias-corrected accelerated and percentile intervals from bootstrap estimates (Efron, JASA 82, 1987; Silverman, Chan and Vincent,
/// Stat. and Computing 34:44, 2024). With |z0| above 0.5 BCa cuts off most of a heavy tail: read the percentile interval beside it.
/// </summary>
/// <param name="BiasCorrection">z0.</param>
/// <param name="Acceleration">a, from the delete-one jackknife.</param>
/// <param name="Bca">The BCa interval.</param>
/// <param name="Percentile">The percentile interval.</param>
/// <param name="Replicates">Replicates that gave an estimate.</param>
/// <param name="Failed">Replicates in which no model gave an estimate; they are left out.</param>
public sealed record BootstrapInterval(double BiasCorrection, double Acceleration, (double Low, double High) Bca, (double Low, double High) Percentile, int Replicates, int Failed)
{
    /// <summary>The replicates' estimates in the order drawn, NaN where there was none.</summary>
    public ImmutableArray<double> Estimates { get; init; } = [];

    /// <summary>Intervals from replicate estimates (NaN: none), the point estimate and the acceleration.</summary>
    public static BootstrapInterval From(IEnumerable<double> replicates, double estimate, double acceleration, double level = 0.95)
    {
        var all = replicates.ToArray();
        var sorted = all.Where(v => !double.IsNaN(v)).Order().ToArray();
        var b = sorted.Length;
        if (b == 0)
        {
            return new BootstrapInterval(double.NaN, acceleration, (double.NaN, double.NaN), (double.NaN, double.NaN), 0, all.Length) { Estimates = [.. all] };
        }

        var below = sorted.Count(v => v < estimate);
        var share = below == 0 || below == b ? (below + 0.5) / (b + 1.0) : (double)below / b;
        var z0 = Gaussian.Quantile(share);
        double Level(double p)
        {
            var z = Gaussian.Quantile(p);
            return Gaussian.Cdf(z0 + (z0 + z) / (1 - acceleration * (z0 + z)));
        }

        var (low, high) = ((1 - level) / 2, (1 + level) / 2);
        return new BootstrapInterval(
            z0,
            acceleration,
            (Quantiles.Type8(sorted, Level(low)), Quantiles.Type8(sorted, Level(high))),
            (Quantiles.Type8(sorted, low), Quantiles.Type8(sorted, high)),
            b,
            all.Length - b)
        {
            Estimates = [.. all],
        };
    }

    /// <summary>
    /// a = sum n r^3 / (6 (sum n r^2)^1.5), r the mean of the delete-one estimates less each of them, both weighted by the counts of
    /// the histories the one was deleted from.
    /// </summary>
    public static double AccelerationFrom(ReadOnlySpan<double> deleteOne, ReadOnlySpan<long> counts)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var h = 0; h < deleteOne.Length; h++)
        {
            if (!double.IsNaN(deleteOne[h]))
            {
                sum += counts[h] * deleteOne[h];
                weight += counts[h];
            }
        }

        var mean = sum / weight;
        var (squares, cubes) = (0.0, 0.0);
        for (var h = 0; h < deleteOne.Length; h++)
        {
            if (!double.IsNaN(deleteOne[h]))
            {
                var r = mean - deleteOne[h];
                squares += counts[h] * r * r;
                cubes += counts[h] * r * r * r;
            }
        }

        return squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }
}
