using System.Numerics;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Likelihood;

/// <summary>
/// Closed-population estimators with small-sample bias taken out by adding fractions to the frequencies before fitting (Rivest and
/// Levesque, Canad. J. Statist. 29, 2001, 555-572; Seber 1982, 131-133, for lists that differ).
/// </summary>
/// <param name="Estimate">N.</param>
/// <param name="StandardError">Standard error of N.</param>
public sealed record BiasCorrectedFit(double Estimate, double StandardError)
{
    /// <summary>Everybody and every list alike: -1/2 and +1 on the numbers seen once and twice.</summary>
    public static BiasCorrectedFit? Alike(CaptureTable table) => Alike(table, 1e-12);

    internal static BiasCorrectedFit? Alike(CaptureTable table, double tolerance)
    {
        var t = table.ListCount;
        var (y, offset) = (new double[t], new double[t]);
        for (var (k, ways) = (1, (double)t); k <= t; ways *= (t - k) / (k + 1.0), k++)
        {
            y[k - 1] = Math.Max(0, table.SeenExactly(k) + k switch { 1 => -0.5, 2 => 1, _ => 0 });
            offset[k - 1] = Math.Log(ways);
        }

        return Of(PoissonRegression.Fit([.. Enumerable.Range(1, t).Select(k => new double[] { 1, k })], y, offset, tolerance), table.Observed);
    }

    /// <summary>Lists that differ: the root of prod(1 - n_j / N) = 1 - n / N with n_j raised by (t+2)/2t and n by t/2. Three lists or more.</summary>
    public static BiasCorrectedFit? ListsDiffer(CaptureTable table)
    {
        double t = table.ListCount;
        var seen = table.Observed + t / 2;
        double[] sizes = [.. Enumerable.Range(0, table.ListCount).Select(j => table.SeenOnAll(1 << j) + (t + 2) / (2 * t))];
        double Gap(double total) => sizes.Aggregate(1.0, (p, size) => p * (1 - size / total)) - (1 - seen / total);
        var (low, high) = (seen, 2 * seen);
        while (Gap(high) > 0 && high < 1e12)
        {
            high *= 2;
        }

        if (table.ListCount < 3 || !(Gap(low) > 0) || !(Gap(high) < 0))
        {
            return null;
        }

        for (var i = 0; i < 200 && high - low > 1e-12 * high; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Gap(middle) > 0 ? (middle, high) : (low, middle);
        }

        var root = (low + high) / 2;
        var information = 1 / (root - seen) + (t - 1) / root - sizes.Sum(size => 1 / (root - size));
        return new BiasCorrectedFit(root - t / 2, Math.Sqrt(1 / information));
    }

    /// <summary>People differ, lists do not: Chao's lower bound, with the variance of Rivest and Levesque.</summary>
    public static BiasCorrectedFit PeopleDiffer(CaptureTable table)
    {
        double t = table.ListCount, f1 = table.SeenExactly(1), f2 = table.SeenExactly(2);
        var unseen = (t - 1) * f1 * (f1 - 1) / (2 * t * (f2 + 1));
        var spread = (t - 1) * (t - 1) * f1 * (f1 - 1) * (f1 * f1 + 4 * f1 * f2 + 3 * f1 - 6 * f2 - 6) / (4 * t * t * (f2 + 1) * (f2 + 1) * (f2 + 2));
        return new BiasCorrectedFit(table.Observed + unseen, Math.Sqrt(unseen + spread));
    }

    /// <summary>People and lists differ: the lower bound with (t-2)/2t and 2/t(t-1) added to histories of one and of two lists.</summary>
    public static BiasCorrectedFit? BothDiffer(CaptureTable table) => BothDiffer(table, 1e-12);

    internal static BiasCorrectedFit? BothDiffer(CaptureTable table, double tolerance)
    {
        double t = table.ListCount;
        var y = table.ToDoubles()[1..];
        for (var h = 1; h <= y.Length; h++)
        {
            y[h - 1] += BitOperations.PopCount((uint)h) switch { 1 => (t - 2) / (2 * t), 2 => 2 / (t * (t - 1)), _ => 0 };
        }

        return Of(HeterogeneityFit.LowerBound(table.ListCount, true, y, tolerance), table.Observed);
    }

    private static BiasCorrectedFit? Of(PoissonRegression? fit, double observed)
    {
        if (fit is null)
        {
            return null;
        }

        var unseen = Math.Exp(fit.Coefficients[0]);
        return new BiasCorrectedFit(observed + unseen, Math.Sqrt(unseen + unseen * unseen * fit.Covariance[0, 0]));
    }
}
