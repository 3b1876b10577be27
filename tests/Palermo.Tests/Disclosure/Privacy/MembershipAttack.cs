using MathNet.Numerics;

namespace Palermo.Tests.Disclosure.Privacy;

/// <summary>What samples of a score, with a person in the data and without, prove about the mechanism they came from.</summary>
internal static class MembershipAttack
{
    /// <summary>Standard deviations of sampling given away on each side.</summary>
    private const double Given = 4;

    /// <summary>Of each rate's bound being wrong, and over how many thresholds that is shared out.</summary>
    private const double Error = 1e-4;

    private const int Cuts = 400;

    /// <summary>
    /// The greatest epsilon that some threshold on the score proves: true and false positive rates obey tpr at most e^epsilon fpr + delta.
    /// The rates are bounded exactly (Clopper and Pearson 1934), for all thresholds at once. Negative infinity where they prove none.
    /// </summary>
    public static double LeastEpsilon(IReadOnlyList<double> inside, IReadOnlyList<double> outside, double delta)
    {
        var (with, without) = (inside.Order().ToArray(), outside.Order().ToArray());
        var worst = double.NegativeInfinity;
        foreach (var cut in Quantiles(without).Concat(Quantiles(with)).Distinct())
        {
            var (tpr, fpr) = (Above(with, cut), Above(without, cut));
            var least = Lower(tpr, with.Length) - delta;
            var most = 1 - Lower(without.Length - fpr, without.Length);
            worst = least > 0 ? Math.Max(worst, Math.Log(least / most)) : worst;
        }

        return worst;
    }

    /// <summary>
    /// How far the means lie apart in standard deviations, sampling given away. Noise of cost rho keeps every sum of its outputs within
    /// the root of two rho.
    /// </summary>
    public static double LeastSeparation(IReadOnlyList<double> inside, IReadOnlyList<double> outside)
    {
        var (a, b) = (inside.Average(), outside.Average());
        var variance = (inside.Sum(x => (x - a) * (x - a)) + outside.Sum(x => (x - b) * (x - b))) / (inside.Count + outside.Count - 2);
        var apart = (a - b) / Math.Sqrt(variance);
        // The error of the means, and of the standard deviation they are measured in.
        return apart - (Given * Math.Sqrt((1.0 / inside.Count) + (1.0 / outside.Count) + (apart * apart / (2.0 * (inside.Count + outside.Count)))));
    }

    // Denser towards the far end, where few without the person come.
    private static IEnumerable<double> Quantiles(double[] sorted) =>
        Enumerable.Range(0, Cuts / 2).Select(i => sorted[Math.Max(0, sorted.Length - 1 - (int)(sorted.Length * Math.Pow(10, -i / 40.0)))]);

    private static int Above(double[] sorted, double cut)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] > cut ? (low, middle) : (middle + 1, high);
        }

        return sorted.Length - low;
    }

    /// <summary>The least rate that so many successes leave possible.</summary>
    private static double Lower(int successes, int runs)
    {
        if (successes == 0)
        {
            return 0;
        }

        double low = 0, high = 1;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            // The chance of at least so many successes at this rate.
            (low, high) = SpecialFunctions.BetaRegularized(successes, runs - successes + 1, middle) < Error / Cuts ? (middle, high) : (low, middle);
        }

        return low;
    }
}
