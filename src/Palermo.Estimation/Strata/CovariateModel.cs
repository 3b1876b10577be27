using System.Collections.Immutable;
using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Strata;

/// <summary>Strata estimated together by one model with covariates.</summary>
/// <param name="Terms">What entered beyond one intercept a stratum and one effect a list, in order.</param>
/// <param name="Bic">k ln n - 2 l over all strata.</param>
/// <param name="Aic">2 k - 2 l.</param>
/// <param name="Total">Seen and unseen in all strata.</param>
/// <param name="Low">2.5 % point, log-normal on those unseen.</param>
/// <param name="High">97.5 % point.</param>
/// <param name="Strata">One a stratum, in the order given.</param>
public sealed record CovariateReport(ImmutableArray<string> Terms, double Bic, double Aic, double Total, double Low, double High, ImmutableArray<StratumEstimate> Strata);

/// <summary>
/// One log-linear model for all strata: every stratum has its own number unseen, lists reach the categories of a covariate differently,
/// and pairs of lists depend alike everywhere (Cruyff, van Dijk and van der Heijden, Chance 30(3), 2017). List x covariate and pair terms
/// enter one by one while they lower the BIC. Intervals are those of the model chosen.
/// </summary>
public static class CovariateModel
{
    /// <summary>A coefficient beyond this is on its way to infinity: the term is not estimable.</summary>
    private const double Runaway = 15;

    /// <summary>Null with fewer than two strata that hold anybody, or when even the model without covariates has no estimate.</summary>
    public static CovariateReport? Run(IReadOnlyList<Stratum> strata, int smallestShown = StratifiedEstimation.SmallestShown, CancellationToken stop = default)
    {
        Stratum[] held = [.. strata.Where(s => s.Table.Observed > 0)];
        if (held.Length < 2)
        {
            return null;
        }

        var lists = held[0].Table.ListCount;
        var y = held.SelectMany(s => s.Table.ToDoubles()[1..]).ToArray();
        var candidates = Candidates(held, lists);
        var chosen = new List<Term>();
        if (Fit(chosen) is not { } best)
        {
            return null;
        }

        var logN = Math.Log(held.Sum(s => s.Table.Observed));
        double Bic(PoissonRegression fit) => fit.Aic + fit.Coefficients.Length * (logN - 2);
        while (true)
        {
            (Term? Term, PoissonRegression Fit) better = (null, best);
            foreach (var candidate in candidates.Except(chosen))
            {
                stop.ThrowIfCancellationRequested();
                if (Fit([.. chosen, candidate]) is { } fit && Bic(fit) < Bic(better.Fit) - 1e-9)
                {
                    better = (candidate, fit);
                }
            }

            if (better.Term is null)
            {
                break;
            }

            chosen.Add(better.Term);
            best = better.Fit;
        }

        return Report(strata, held, best, [.. chosen.Select(c => c.Name)], Bic(best), smallestShown);

        PoissonRegression? Fit(List<Term> terms)
        {
            double[][] rows = [.. held.SelectMany((_, s) => Enumerable.Range(1, (1 << lists) - 1).Select(h => Row(s, h, terms)))];
            var fit = PoissonRegression.Fit(rows, y, tolerance: 1e-10);
            return fit is { Converged: true } && fit.Coefficients.Skip(held.Length).All(b => Math.Abs(b) < Runaway) ? fit : null;
        }

        double[] Row(int stratum, int history, List<Term> terms) =>
        [
            .. Enumerable.Range(0, held.Length).Select(s => s == stratum ? 1.0 : 0),
            .. Enumerable.Range(0, lists).Select(j => (double)((history >> j) & 1)),
            .. terms.SelectMany(t => t.Columns(stratum, history)),
        ];
    }

    private static List<Term> Candidates(Stratum[] held, int lists)
    {
        var names = held[0].Table;
        var candidates = new List<Term>();
        foreach (var pair in Enumerable.Range(1, (1 << lists) - 1).Where(h => BitOperations.PopCount((uint)h) == 2 && held.Sum(s => s.Table.SeenOnAll(h)) > 0))
        {
            candidates.Add(new Term(names.Name(pair), (_, h) => [(h & pair) == pair ? 1 : 0]));
        }

        for (var factor = 0; factor < held[0].Categories.Length; factor++)
        {
            var f = factor;
            var levels = held.Select(s => s.Categories[f]).Distinct().Order(StringComparer.Ordinal).ToArray();
            for (var j = 0; j < lists && levels.Length > 1; j++)
            {
                var list = j;
                candidates.Add(new Term(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{names.Lists[list]} x {(held[0].Factors.Length > f ? held[0].Factors[f] : "factor " + (f + 1))}"),
                    (s, h) => [.. levels.Skip(1).Select(level => ((h >> list) & 1) == 1 && held[s].Categories[f] == level ? 1.0 : 0)]));
            }
        }

        return candidates;
    }

    private static CovariateReport Report(IReadOnlyList<Stratum> strata, Stratum[] held, PoissonRegression fit, ImmutableArray<string> terms, double bic, int smallestShown)
    {
        var unseen = held.Select((_, s) => Math.Exp(fit.Coefficients[s])).ToArray();
        var all = unseen.Sum();
        var variance = 0.0;
        for (var s = 0; s < held.Length; s++)
        {
            for (var r = 0; r < held.Length; r++)
            {
                variance += unseen[s] * fit.Covariance[s, r] * unseen[r];
            }
        }

        double n = held.Sum(s => s.Table.Observed);
        var spread = Math.Exp(Gaussian.Upper95 * Math.Sqrt(variance) / all);
        var rows = ImmutableArray.CreateBuilder<StratumEstimate>();
        foreach (var stratum in strata)
        {
            var s = Array.IndexOf(held, stratum);
            var own = s < 0 ? 1 : Math.Exp(Gaussian.Upper95 * Math.Sqrt(fit.Covariance[s, s]));
            var missing = s < 0 ? 0 : unseen[s];
            var seen = stratum.Table.Observed;
            rows.Add(SmallStrata.Row(stratum, seen + missing, seen + missing / own, seen + missing * own, 1, s < 0 ? "nobody seen: this model says nothing of it" : null, smallestShown));
        }

        SmallStrata.ProtectAgainstSubtraction(rows, strata);
        return new CovariateReport(terms, bic, fit.Aic, n + all, n + all / spread, n + all * spread, rows.ToImmutable());
    }

    /// <summary>A term and its columns at a stratum and history.</summary>
    private sealed record Term(string Name, Func<int, int, double[]> Columns);
}
