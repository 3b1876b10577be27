using System.Globalization;
using System.Numerics;
using Palermo.Estimation.Likelihood;

namespace Palermo.Estimation.Strata;

/// <summary>
/// The columns of the model for all strata: an intercept a stratum, an effect a list, and the terms that may enter (pairs of lists,
/// list x covariate). Chooses terms for any counts on it, so that a bootstrap can repeat the choice.
/// </summary>
internal sealed class CovariateDesign
{
    /// <summary>A coefficient beyond this is on its way to infinity: the term is not estimable.</summary>
    private const double Runaway = 15;

    private readonly Stratum[] _strata;
    private readonly int _lists;
    private readonly (string Name, Func<int, int, double[]> Columns)[] _terms;
    private readonly double _logN;

    /// <param name="strata">Strata that hold somebody, two or more.</param>
    public CovariateDesign(Stratum[] strata)
    {
        _strata = strata;
        _lists = strata[0].Table.ListCount;
        _logN = Math.Log(strata.Sum(s => s.Table.Observed));
        _terms = [.. Pairs(), .. ListsByFactor()];
    }

    public int StratumCount => _strata.Length;

    /// <summary>Histories of one stratum; counts stand stratum by stratum in order of history, from 1.</summary>
    public int HistoryCount => (1 << _lists) - 1;

    /// <summary>How much work a choice is: rows times terms.</summary>
    public int Size => StratumCount * HistoryCount * _terms.Length;

    public string Name(int term) => _terms[term].Name;

    public double Bic(PoissonRegression fit) => fit.Aic + fit.Coefficients.Length * (_logN - 2);

    public double[] Counts() => [.. _strata.SelectMany(s => s.Table.ToDoubles()[1..])];

    /// <summary>Terms enter one by one while they lower the BIC; null when not even the model without any has an estimate.</summary>
    public (int[] Terms, PoissonRegression Fit)? Choose(double[] y, CancellationToken stop)
    {
        if (Fit([], y) is not { } best)
        {
            return null;
        }

        int[] chosen = [];
        while (true)
        {
            (int Term, PoissonRegression Fit) better = (-1, best);
            foreach (var candidate in Enumerable.Range(0, _terms.Length).Except(chosen))
            {
                stop.ThrowIfCancellationRequested();
                if (Fit([.. chosen, candidate], y) is { } fit && Bic(fit) < Bic(better.Fit) - 1e-9)
                {
                    better = (candidate, fit);
                }
            }

            if (better.Term < 0)
            {
                return (chosen, best);
            }

            (chosen, best) = ([.. chosen, better.Term], better.Fit);
        }
    }

    public PoissonRegression? Fit(int[] terms, double[] y)
    {
        double[][] rows = [.. Enumerable.Range(0, StratumCount).SelectMany(s => Enumerable.Range(1, HistoryCount).Select(h => Row(s, h, terms)))];
        var fit = PoissonRegression.Fit(rows, y, tolerance: 1e-10);
        return fit is { Converged: true } && fit.Coefficients.Skip(StratumCount).All(b => Math.Abs(b) < Runaway) ? fit : null;
    }

    private double[] Row(int stratum, int history, int[] terms) =>
    [
        .. Enumerable.Range(0, StratumCount).Select(s => s == stratum ? 1.0 : 0),
        .. Enumerable.Range(0, _lists).Select(j => (double)((history >> j) & 1)),
        .. terms.SelectMany(t => _terms[t].Columns(stratum, history)),
    ];

    private IEnumerable<(string, Func<int, int, double[]>)> Pairs() =>
        Enumerable.Range(1, HistoryCount).Where(h => BitOperations.PopCount((uint)h) == 2 && _strata.Sum(s => s.Table.SeenOnAll(h)) > 0)
            .Select(pair => (_strata[0].Table.Name(pair), (Func<int, int, double[]>)((_, h) => [(h & pair) == pair ? 1 : 0])));

    private IEnumerable<(string, Func<int, int, double[]>)> ListsByFactor()
    {
        for (var factor = 0; factor < _strata[0].Categories.Length; factor++)
        {
            var f = factor;
            var name = _strata[0].Factors.Length > f ? _strata[0].Factors[f] : string.Create(CultureInfo.InvariantCulture, $"factor {f + 1}");
            var levels = _strata.Select(s => s.Categories[f]).Distinct().Order(StringComparer.Ordinal).Skip(1).ToArray();
            for (var j = 0; j < _lists && levels.Length > 0; j++)
            {
                var list = j;
                yield return ($"{_strata[0].Table.Lists[list]} x {name}", (s, h) => [.. levels.Select(level => ((h >> list) & 1) == 1 && _strata[s].Categories[f] == level ? 1.0 : 0)]);
            }
        }
    }
}
