using System.Collections.Immutable;
using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Likelihood;

/// <summary>Every N that the table does not rule out while no two lists depend by more than a stated odds ratio.</summary>
/// <param name="Odds">The largest odds ratio a pair of lists may have, and its reciprocal the smallest; 1: independent lists.</param>
/// <param name="Low">The least N.</param>
/// <param name="High">The greatest; infinite when nothing bounds it.</param>
public sealed record DependenceBound(double Odds, double Low, double High);

/// <summary>
/// Partial identification: instead of assuming which pairs depend, a bound on how strongly any may. The set is found by inverting the
/// profile likelihood of N over all pair interactions within the bound, cut half a chi-square(1) quantile below its maximum (after Sun,
/// Van Baelen, Plettinckx and Crawford, arXiv 2008.00127). No interaction of three lists, no difference between people.
/// </summary>
public sealed class DependenceBounds
{
    private const double Furthest = 1e9;
    private readonly FitKernel _kernel;
    private readonly CaptureTable _table;
    private readonly double[] _y, _offset;
    private readonly int[] _mains, _pairs;
    private readonly int[] _clamped;

    public DependenceBounds(CaptureTable table)
    {
        _table = table;
        _y = table.ToDoubles();
        _kernel = new FitKernel(table.ListCount);
        _kernel.Bind(_y);
        _offset = new double[table.CellCount];
        _mains = [0, .. Enumerable.Range(0, table.ListCount).Select(j => 1 << j)];
        _pairs = [.. Enumerable.Range(1, table.CellCount - 1).Where(h => BitOperations.PopCount((uint)h) == 2)];
        _clamped = new int[_pairs.Length];
    }

    /// <summary>
    /// The sets for rising bounds. A looser bound allows all that a tighter one does: each set holds those before it, though a model
    /// allowed later may fit so much better that a test within the looser bound would rule some of it out.
    /// </summary>
    public static ImmutableArray<DependenceBound> Of(CaptureTable table, IEnumerable<double> odds, CancellationToken stop = default)
    {
        var bounds = new DependenceBounds(table);
        var sets = ImmutableArray.CreateBuilder<DependenceBound>();
        foreach (var bound in odds.Order())
        {
            stop.ThrowIfCancellationRequested();
            var set = bounds.Within(bound);
            sets.Add(sets.Count == 0 ? set : set with { Low = Math.Min(set.Low, sets[^1].Low), High = Math.Max(set.High, sets[^1].High) });
        }

        return sets.ToImmutable();
    }

    public DependenceBound Within(double odds, double level = 0.95)
    {
        var limit = Math.Log(odds);
        var cut = Gaussian.Quantile((1 + level) / 2);
        double n = _table.Observed;
        double Value(double logUnseen) => Evaluate(Math.Exp(logUnseen), limit);

        // The profile is concave enough on a grid of ln n0 that its maximum lies within one step of the best point.
        var grid = Enumerable.Range(0, 160).Select(i => Math.Log(n * 1e-3) + i * 0.1).Where(x => Math.Exp(x) <= n * 2000).ToArray();
        Array.Fill(_clamped, 0);
        var values = Array.ConvertAll(grid, Value);
        var top = values.Max();
        var best = Array.IndexOf(values, top);
        var floor = top - cut * cut / 2;
        var low = best;
        while (low > 0 && values[low] >= floor)
        {
            low--;
        }

        var high = best;
        while (high < grid.Length - 1 && values[high] >= floor)
        {
            high++;
        }

        return new DependenceBound(
            odds,
            values[low] >= floor ? n : n + Math.Exp(Cross(Value, grid[low], grid[low + 1], floor)),
            values[high] >= floor ? double.PositiveInfinity : n + Math.Exp(Cross(Value, grid[high], grid[high - 1], floor)));
    }

    /// <summary>Where a value between one below the floor and one above it meets it.</summary>
    private static double Cross(Func<double, double> value, double below, double above, double floor)
    {
        for (var i = 0; i < 40 && Math.Abs(above - below) > 1e-9; i++)
        {
            var middle = (below + above) / 2;
            (below, above) = value(middle) < floor ? (middle, above) : (below, middle);
        }

        return (below + above) / 2;
    }

    /// <summary>The largest log-likelihood at a number unseen: interactions beyond the bound are held at it, and let go when they pull back.</summary>
    private double Evaluate(double unseen, double limit)
    {
        _kernel.BindUnseen(Math.Min(unseen, Furthest));
        for (var i = 0; i < _pairs.Length; i++)
        {
            _clamped[i] = limit == 0 ? 1 : _table.SeenOnAll(_pairs[i]) == 0 ? -1 : _clamped[i];
        }

        for (var round = 0; round < 60; round++)
        {
            Array.Clear(_offset);
            for (var i = 0; i < _pairs.Length; i++)
            {
                for (var h = 0; h < _offset.Length && _clamped[i] != 0; h++)
                {
                    _offset[h] += (h & _pairs[i]) == _pairs[i] ? _clamped[i] * limit : 0;
                }
            }

            int[] free = [.. _pairs.Where((_, i) => _clamped[i] == 0)];
            if (_kernel.Fit([.. _mains, .. free], [], withUnseen: true, offset: _offset) == FitEnd.Singular)
            {
                return double.NegativeInfinity;
            }

            if (!Changed(limit))
            {
                break;
            }
        }

        return ProfileLikelihood.Value(_kernel.Fitted, _y, _table.Observed, unseen);
    }

    private bool Changed(double limit)
    {
        var changed = false;
        for (var f = 0; f < _kernel.TermCount; f++)
        {
            var pair = Array.IndexOf(_pairs, _kernel.Terms[f]);
            if (pair >= 0 && Math.Abs(_kernel.Coefficients[f]) > limit + 1e-9)
            {
                _clamped[pair] = Math.Sign(_kernel.Coefficients[f]);
                changed = true;
            }
        }

        for (var i = 0; i < _pairs.Length && !changed && limit > 0; i++)
        {
            if (_clamped[i] == 0)
            {
                continue;
            }

            double pull = _table.SeenOnAll(_pairs[i]);
            for (var h = 0; h < _offset.Length; h++)
            {
                pull -= (h & _pairs[i]) == _pairs[i] ? _kernel.Fitted[h] : 0;
            }

            if (pull * _clamped[i] < -1e-6 * (1 + _table.SeenOnAll(_pairs[i])))
            {
                _clamped[i] = 0;
                changed = true;
            }
        }

        return changed;
    }
}
