namespace Palermo.Tests.Disclosure.Privacy;

/// <summary>What samples of a score, with a person in the data and without, prove about the mechanism they came from.</summary>
internal static class MembershipAttack
{
    /// <summary>Standard deviations of sampling given away on each side.</summary>
    private const double Given = 4;

    /// <summary>
    /// The greatest epsilon that some threshold on the score proves: true and false positive rates obey tpr at most e^epsilon fpr + delta.
    /// Negative infinity where they prove none.
    /// </summary>
    public static double LeastEpsilon(IReadOnlyList<double> inside, IReadOnlyList<double> outside, double delta)
    {
        var (with, without) = (inside.Order().ToArray(), outside.Order().ToArray());
        var worst = double.NegativeInfinity;
        foreach (var cut in without.Concat(with).Distinct())
        {
            var (tpr, fpr) = (Above(with, cut), Above(without, cut));
            var least = tpr - (Given * Deviation(tpr, with.Length)) - delta;
            var most = fpr + (Given * Deviation(fpr, without.Length));
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

    private static double Above(double[] sorted, double cut)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] > cut ? (low, middle) : (middle + 1, high);
        }

        return (sorted.Length - low) / (double)sorted.Length;
    }

    // Never less than that of a single success: a rate of nothing proves nothing.
    private static double Deviation(double rate, int runs) => Math.Sqrt(Math.Max(rate * (1 - rate), 1.0 / runs) / runs);
}
