using System.Collections.Immutable;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Selection;

/// <summary>What forward selection arrived at.</summary>
/// <param name="Pairs">Pairs of lists in the order they entered, as bit masks.</param>
/// <param name="Verdict">Of the final model; the start model is not checked on the way.</param>
/// <param name="Estimate">N, or NaN when the final model gives none.</param>
/// <param name="LogUnseenError">Standard error of ln n0.</param>
public sealed record StepwiseResult(ImmutableArray<int> Pairs, ExistenceVerdict Verdict, double Estimate, double LogUnseenError)
{
    public HierarchicalModel Model(int listCount) => HierarchicalModel.WithInteractions(listCount, Pairs);
}

/// <summary>
/// Forward selection of pairs (Chan, Silverman and Vincent, JASA 116, 2021): from independence, at each step the pair whose observed
/// overlap is least likely under the model, min(P(X &lt;= n*), P(X &gt;= n*)) with X Poisson of the fitted overlap, enters if that is below
/// the threshold and the larger model's estimate exists and is identifiable. Ties go to the lowest pair in list order.
/// Candidates are tried in order of their probability, so the linear program is solved for few of them and the answer is the same.
/// A selector is a workspace for one thread.
/// </summary>
public sealed class Stepwise
{
    public const double DefaultThreshold = 0.02;

    private readonly int _lists;
    private readonly FitKernel _kernel;
    private readonly double[] _y, _overlap;
    private readonly int[] _pairs;
    private readonly Dictionary<ulong, (VerdictCache Existence, VerdictCache Identifiability)> _byPattern = [];
    private readonly List<int> _terms = [];
    private readonly List<int> _dropped = [];
    private readonly List<int> _chosen = [];
    private CaptureTable? _table;

    public Stepwise(int listCount)
    {
        _lists = listCount;
        _kernel = new FitKernel(listCount);
        _y = new double[1 << listCount];
        _overlap = new double[1 << listCount];
        _pairs = [.. from i in Enumerable.Range(0, listCount) from j in Enumerable.Range(i + 1, listCount - i - 1) select (1 << i) | (1 << j)];
    }

    /// <summary>Above six lists, whether the final model is put to the linear program; replicates of a bootstrap may leave it out.</summary>
    public bool VerifyFinal { get; init; } = true;

    public StepwiseResult Run(CaptureTable table, double threshold = DefaultThreshold)
    {
        _table = table;
        for (var h = 0; h < _y.Length; h++)
        {
            _y[h] = table[h];
        }

        _kernel.Bind(_y);
        _chosen.Clear();
        var margins = Margins(_y);
        Span<double> probability = stackalloc double[_pairs.Length];
        var usable = Fit(margins);
        while (true)
        {
            _kernel.Fitted.CopyTo(_overlap);
            _overlap[0] = 0;
            Superset(_overlap);
            for (var i = 0; i < _pairs.Length; i++)
            {
                probability[i] = _chosen.Contains(_pairs[i]) ? 1 : PoissonTails.SmallerTail((long)margins[_pairs[i]], _overlap[_pairs[i]]);
            }

            var entered = false;
            while (!entered)
            {
                var best = 0;
                for (var i = 1; i < _pairs.Length; i++)
                {
                    best = probability[i] < probability[best] ? i : best;
                }

                if (_pairs.Length == 0 || probability[best] >= threshold)
                {
                    // The kernel may hold a candidate that was turned down: fit the model chosen.
                    usable = Fit(margins);
                    return usable && (_lists <= 6 || !VerifyFinal || Existence.Check(table, HierarchicalModel.WithInteractions(_lists, _chosen)).Usable)
                        ? new StepwiseResult([.. _chosen], new ExistenceVerdict(true, true), table.Observed + Math.Exp(_kernel.Intercept), _kernel.InterceptError)
                        : new StepwiseResult([.. _chosen], Existence.Check(table, HierarchicalModel.WithInteractions(_lists, _chosen)), double.NaN, double.NaN);
                }

                _chosen.Add(_pairs[best]);
                if (Fit(margins))
                {
                    entered = true;
                }
                else
                {
                    _chosen.RemoveAt(_chosen.Count - 1);
                    probability[best] = 1;
                }
            }
        }
    }

    /// <summary>Fits independence with the chosen pairs; true when the estimate exists and is identifiable.</summary>
    private bool Fit(double[] margins)
    {
        _terms.Clear();
        _dropped.Clear();
        _terms.Add(0);
        for (var j = 0; j < _lists; j++)
        {
            (margins[1 << j] == 0 ? _dropped : _terms).Add(1 << j);
        }

        foreach (var pair in _chosen)
        {
            (margins[pair] == 0 ? _dropped : _terms).Add(pair);
        }

        var end = _kernel.Fit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_terms), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_dropped));
        if (_lists > 6)
        {
            // Where no estimate exists scoring never comes to rest; the program on hundreds of histories settles only the final model.
            return end == FitEnd.Converged;
        }

        if (end == FitEnd.Converged && _kernel.SmallestFitted > 1e-7 && (_kernel.SmallestFitted > 1e-2 || _kernel.MarginError() < 1e-3 * _kernel.SmallestFitted))
        {
            return true;
        }

        return Judged() && end == FitEnd.Converged;
    }

    private bool Judged()
    {
        var pattern = 0UL;
        for (var h = 0; h < _y.Length; h++)
        {
            pattern |= _y[h] > 0 ? 1UL << h : 0;
        }

        if (!_byPattern.TryGetValue(pattern, out var known))
        {
            _byPattern[pattern] = known = (new VerdictCache(), new VerdictCache());
        }

        var model = HierarchicalModel.WithInteractions(_lists, _chosen);
        var mask = model.ToMask();
        var minusInfinity = _dropped.Aggregate(0UL, (m, t) => m | (1UL << t));
        if (known.Existence.Known(minusInfinity, mask) is { } exists && known.Identifiability.Known(minusInfinity, mask) is { } identifiable)
        {
            return exists && identifiable;
        }

        var verdict = Existence.Check(_table!, model);
        known.Existence.Remember(minusInfinity, mask, verdict.Exists);
        known.Identifiability.Remember(minusInfinity, mask, verdict.Identifiable);
        return verdict.Usable;
    }

    private double[] Margins(double[] y)
    {
        var margins = y.ToArray();
        Superset(margins);
        return margins;
    }

    private void Superset(double[] a)
    {
        for (var j = 0; j < _lists; j++)
        {
            for (var h = 0; h < a.Length; h++)
            {
                a[h] += ((h >> j) & 1) == 0 ? a[h | (1 << j)] : 0;
            }
        }
    }
}
