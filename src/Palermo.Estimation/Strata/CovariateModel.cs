using System.Collections.Immutable;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Strata;

/// <summary>How the interval of a model with covariates was had.</summary>
public enum CovariateInterval
{
    /// <summary>From the information at the fit: takes the chosen terms as certain.</summary>
    Wald,

    /// <summary>Parametric bootstrap of the chosen terms, for designs too large to choose again each time.</summary>
    BootstrapOfTheTerms,

    /// <summary>Parametric bootstrap that repeats the choice of terms.</summary>
    Bootstrap,
}

/// <summary>Strata estimated together by one model with covariates.</summary>
/// <param name="Terms">What entered beyond one intercept a stratum and one effect a list, in order.</param>
/// <param name="Bic">k ln n - 2 l over all strata.</param>
/// <param name="Aic">2 k - 2 l.</param>
/// <param name="Total">Seen and unseen in all strata.</param>
/// <param name="Low">2.5 % point.</param>
/// <param name="High">97.5 % point.</param>
/// <param name="Interval">How the points were had.</param>
/// <param name="Replicates">Replicates with an estimate; 0 for Wald.</param>
/// <param name="Strata">One a stratum, in the order given.</param>
public sealed record CovariateReport(ImmutableArray<string> Terms, double Bic, double Aic, double Total, double Low, double High, CovariateInterval Interval, int Replicates, ImmutableArray<StratumEstimate> Strata);

/// <summary>
/// One log-linear model for all strata: every stratum has its own number unseen, lists reach the categories of a covariate differently,
/// and pairs of lists depend alike everywhere (Cruyff, van Dijk and van der Heijden, Chance 30(3), 2017). List x covariate and pair terms
/// enter one by one while they lower the BIC. The interval is a parametric bootstrap: populations of the size estimated are drawn from
/// the fit, those on no list are taken away, and the terms are chosen and fitted again.
/// </summary>
public static class CovariateModel
{
    private const ulong StreamTask = 0xC0;

    /// <summary>More replicates than this move the 2.5 % points less than the choice of terms does.</summary>
    private const int MostReplicates = 200;

    /// <summary>Rows times terms above which the terms are not chosen again in every replicate.</summary>
    private const int LargestRepeated = 6_000;

    /// <summary>Null with fewer than two strata that hold anybody, or when even the model without covariates has no estimate.</summary>
    /// <param name="strata">The strata.</param>
    /// <param name="smallestShown">Strata with fewer people are not shown.</param>
    /// <param name="replicates">Of the bootstrap, at most 200 are drawn; 0 for Wald intervals.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="stop">Cancels between fits.</param>
    public static CovariateReport? Run(IReadOnlyList<Stratum> strata, int smallestShown = StratifiedEstimation.SmallestShown, int replicates = 0, ulong seed = 1, CancellationToken stop = default)
    {
        Stratum[] held = [.. strata.Where(s => s.Table.Observed > 0)];
        if (held.Length < 2)
        {
            return null;
        }

        var design = new CovariateDesign(held);
        if (design.Choose(design.Counts(), stop) is not var (terms, fit))
        {
            return null;
        }

        var unseen = fit.Coefficients[..held.Length].Select(Math.Exp).ToArray();
        var repeat = design.Size <= LargestRepeated;
        var drawn = Bootstrap(design, terms, fit, unseen, Math.Min(replicates, MostReplicates), repeat, seed, stop);
        var observed = held.Sum(s => s.Table.Observed);
        var (low, high) = drawn.Length > 0 ? Points(drawn.Select(d => d.Sum())) : Wald(fit, unseen, observed);
        var rows = ImmutableArray.CreateBuilder<StratumEstimate>();
        foreach (var stratum in strata)
        {
            double seen = stratum.Table.Observed;
            if (Array.IndexOf(held, stratum) is var s && s < 0)
            {
                rows.Add(SmallStrata.Row(stratum, seen, seen, seen, 1, "nobody seen: this model says nothing of it", smallestShown));
                continue;
            }

            var spread = Math.Exp(Gaussian.Upper95 * Math.Sqrt(fit.Covariance[s, s]));
            var (least, most) = drawn.Length > 0 ? Points(drawn.Select(d => d[s])) : (seen + unseen[s] / spread, seen + unseen[s] * spread);
            rows.Add(SmallStrata.Row(stratum, seen + unseen[s], least, most, 1, null, smallestShown));
        }

        SmallStrata.ProtectAgainstSubtraction(rows, strata);
        return new CovariateReport(
            [.. terms.Select(design.Name)],
            design.Bic(fit),
            fit.Aic,
            observed + unseen.Sum(),
            low,
            high,
            drawn.Length == 0 ? CovariateInterval.Wald : repeat ? CovariateInterval.Bootstrap : CovariateInterval.BootstrapOfTheTerms,
            drawn.Length,
            rows.ToImmutable());
    }

    /// <summary>N by stratum in every replicate that has an estimate.</summary>
    private static double[][] Bootstrap(CovariateDesign design, int[] terms, PoissonRegression fit, double[] unseen, int replicates, bool repeat, ulong seed, CancellationToken stop)
    {
        var drawn = new List<double[]>();
        double[] means = [.. fit.Fitted, .. unseen];
        var population = (long)Math.Round(means.Sum(), MidpointRounding.ToEven);
        var counts = new long[means.Length];
        for (var r = 0; r < replicates; r++)
        {
            stop.ThrowIfCancellationRequested();
            new SeededRandom(seed, StreamTask, (ulong)r).Multinomial(population, means, counts);
            double[] y = [.. counts.Take(fit.Fitted.Length).Select(c => (double)c)];
            var again = repeat ? design.Choose(y, stop)?.Fit : design.Fit(terms, y);
            if (again is null)
            {
                continue;
            }

            drawn.Add([.. Enumerable.Range(0, design.StratumCount).Select(s => y.Skip(s * design.HistoryCount).Take(design.HistoryCount).Sum() + Math.Exp(again.Coefficients[s]))]);
        }

        return [.. drawn];
    }

    private static (double Low, double High) Points(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (Quantiles.Type8(sorted, 0.025), Quantiles.Type8(sorted, 0.975));
    }

    /// <summary>Log-normal on the sum of those unseen.</summary>
    private static (double Low, double High) Wald(PoissonRegression fit, double[] unseen, double observed)
    {
        var (all, variance) = (unseen.Sum(), 0.0);
        for (var s = 0; s < unseen.Length; s++)
        {
            for (var r = 0; r < unseen.Length; r++)
            {
                variance += unseen[s] * fit.Covariance[s, r] * unseen[r];
            }
        }

        var spread = Math.Exp(Gaussian.Upper95 * Math.Sqrt(variance) / all);
        return (observed + all / spread, observed + all * spread);
    }
}
