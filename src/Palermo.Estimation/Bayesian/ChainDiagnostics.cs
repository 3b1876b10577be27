using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>Whether several chains agree: rank-normalised split R-hat and bulk effective sample size (Vehtari and others, Bayesian Analysis 16, 2021).</summary>
/// <param name="RHat">The larger of R-hat of the ranks and of the folded ranks.</param>
/// <param name="BulkEss">Effective number of independent draws of the bulk.</param>
public sealed record ChainDiagnostics(double RHat, double BulkEss)
{
    /// <summary>Both limits of the authors: R-hat at most 1.01, at least 400 effective draws.</summary>
    public bool Converged => RHat <= 1.01 && BulkEss >= 400;

    /// <param name="chains">Draws by chain, all of one length of at least 8.</param>
    public static ChainDiagnostics Of(double[][] chains)
    {
        var split = Split(chains);
        var ranked = RankNormal(split);
        var sorted = split.SelectMany(c => c).Order().ToArray();
        var median = Quantiles.Type8(sorted, 0.5);
        var folded = RankNormal(Array.ConvertAll(split, c => Array.ConvertAll(c, v => Math.Abs(v - median))));
        return new ChainDiagnostics(Math.Max(Potential(ranked), Potential(folded)), EffectiveSize(ranked));
    }

    private static double[][] Split(double[][] chains)
    {
        var half = chains[0].Length / 2;
        return [.. chains.SelectMany(c => new[] { c[..half], c[^half..] })];
    }

    /// <summary>Average ranks, mapped through (r - 3/8) / (S + 1/4) to normal scores.</summary>
    private static double[][] RankNormal(double[][] chains)
    {
        var length = chains[0].Length;
        var flat = chains.SelectMany(c => c).ToArray();
        var order = Enumerable.Range(0, flat.Length).ToArray();
        Array.Sort(flat.ToArray(), order);
        var scores = new double[flat.Length];
        for (var i = 0; i < order.Length;)
        {
            var j = i;
            while (j < order.Length && flat[order[j]] == flat[order[i]])
            {
                j++;
            }

            var rank = (i + 1 + j) / 2.0;
            for (var m = i; m < j; m++)
            {
                scores[order[m]] = Gaussian.Quantile((rank - 0.375) / (flat.Length + 0.25));
            }

            i = j;
        }

        return [.. Enumerable.Range(0, chains.Length).Select(c => scores[(c * length)..((c + 1) * length)])];
    }

    private static double Potential(double[][] chains)
    {
        var (within, total) = Variances(chains);
        return within > 0 ? Math.Sqrt(total / within) : double.PositiveInfinity;
    }

    private static (double Within, double Total) Variances(double[][] chains)
    {
        double n = chains[0].Length, m = chains.Length;
        var means = Array.ConvertAll(chains, c => c.Average());
        var grand = means.Average();
        var between = n / (m - 1) * means.Sum(x => (x - grand) * (x - grand));
        var within = chains.Select((c, i) => c.Sum(v => (v - means[i]) * (v - means[i])) / (n - 1)).Average();
        return (within, (n - 1) / n * within + between / n);
    }

    /// <summary>Geyer's initial monotone sequence on autocovariances averaged over chains.</summary>
    private static double EffectiveSize(double[][] chains)
    {
        int n = chains[0].Length, m = chains.Length;
        var (within, total) = Variances(chains);
        if (!(total > 0))
        {
            return 0;
        }

        var centred = Array.ConvertAll(chains, c =>
        {
            var mean = c.Average();
            return Array.ConvertAll(c, v => v - mean);
        });
        double Correlation(int lag)
        {
            var sum = 0.0;
            foreach (var c in centred)
            {
                var covariance = 0.0;
                for (var i = 0; i + lag < n; i++)
                {
                    covariance += c[i] * c[i + lag];
                }

                sum += covariance / n;
            }

            return 1 - (within - sum / m * n / (n - 1.0)) / total;
        }

        var (tau, previous) = (-1.0, double.PositiveInfinity);
        for (var t = 0; t + 1 < n; t += 2)
        {
            var pair = t == 0 ? 1 + Correlation(1) : Correlation(t) + Correlation(t + 1);
            if (pair < 0)
            {
                break;
            }

            previous = Math.Min(previous, pair);
            tau += 2 * previous;
        }

        return Math.Min(m * n / Math.Max(tau, 1 / Math.Log10(m * n)), m * n * Math.Log10(m * n));
    }
}
