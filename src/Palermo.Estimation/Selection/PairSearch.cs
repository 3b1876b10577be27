using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Selection;

/// <summary>
/// The model of lowest BIC found among models with pairs only, where there are too many lists to try them all: steepest descent by
/// adding, dropping or exchanging a pair, from several starts, each then kicked out of its valley and let down again. One descent
/// from independence is known to miss the best model, and there is no proof that this finds it.
/// </summary>
public sealed class PairSearch
{
    private const ulong StreamTask = 0x5EA7;
    private readonly int _lists;
    private readonly FitKernel _kernel;
    private readonly int[] _pairs;

    public PairSearch(int listCount)
    {
        _lists = listCount;
        _kernel = new FitKernel(listCount);
        _pairs = [.. from i in Enumerable.Range(0, listCount) from j in Enumerable.Range(i + 1, listCount - i - 1) select (1 << i) | (1 << j)];
    }

    /// <summary>The best usable model met, with N, BIC and the number of models fitted; null when none is usable.</summary>
    public (HierarchicalModel Model, double Estimate, double Bic, int Fitted)? Best(CaptureTable table, ulong seed, int kicks, IEnumerable<IEnumerable<int>> starts, CancellationToken stop = default)
    {
        var y = table.ToDoubles();
        _kernel.Bind(y);
        var saturated = ExtendedFit.SaturatedLogLikelihood(y);
        var seen = new Dictionary<UInt128, (double Bic, double Estimate)>();
        (double Bic, double Estimate) Evaluate(UInt128 set)
        {
            if (seen.TryGetValue(set, out var known))
            {
                return known;
            }

            stop.ThrowIfCancellationRequested();
            var result = (double.PositiveInfinity, double.NaN);
            var model = Model(set);
            var (terms, dropped) = ExistenceProblem.Split(table, model);
            // Where no estimate exists scoring never comes to rest; the winner is checked by the linear program in the end.
            if (_kernel.Fit(terms, dropped) == FitEnd.Converged)
            {
                result = (model.ParameterCount * Math.Log(table.Observed) - 2 * saturated + _kernel.Deviance, table.Observed + Math.Exp(_kernel.Intercept));
            }

            return seen[set] = result;
        }

        var random = new SeededRandom(seed, StreamTask, 0);
        (UInt128 Set, double Bic) best = (0, double.PositiveInfinity);
        foreach (var start in starts)
        {
            var at = Descend(start.Aggregate(UInt128.Zero, (s, pair) => s | (UInt128.One << Array.IndexOf(_pairs, pair))));
            for (var kick = 0; kick < kicks; kick++)
            {
                var kicked = at.Set;
                for (var i = 0; i < 3; i++)
                {
                    kicked ^= UInt128.One << random.NextIndex(_pairs.Length);
                }

                var there = Descend(kicked);
                at = there.Bic < at.Bic ? there : at;
            }

            best = at.Bic < best.Bic ? at : best;
        }

        return double.IsFinite(best.Bic) ? (Model(best.Set), Evaluate(best.Set).Estimate, best.Bic, seen.Count) : null;

        (UInt128 Set, double Bic) Descend(UInt128 from)
        {
            var (set, bic) = (from, Evaluate(from).Bic);
            while (true)
            {
                var (better, betterBic) = (set, bic);
                for (var i = 0; i < _pairs.Length; i++)
                {
                    var flipped = set ^ (UInt128.One << i);
                    if (Evaluate(flipped).Bic is var one && one < betterBic - 1e-9)
                    {
                        (better, betterBic) = (flipped, one);
                    }
                }

                if (better == set)
                {
                    return (set, bic);
                }

                (set, bic) = (better, betterBic);
            }
        }
    }

    private HierarchicalModel Model(UInt128 set) =>
        HierarchicalModel.WithInteractions(_lists, _pairs.Where((_, i) => ((set >> i) & 1) == 1));
}
