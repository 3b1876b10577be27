using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;

namespace Palermo.Estimation.Selection;

/// <summary>
/// Fits one model after another to one table of at most six lists, existence and identifiability included. A converged fit with
/// positive means that keeps the observed margins is itself the proof that the estimate exists (it is a positive solution of the
/// linear program's equalities); the program is run only for the rest. A scanner is a workspace for one thread.
/// </summary>
internal sealed class ModelScanner
{
    private readonly FitKernel _kernel;
    private readonly int _lists;
    private readonly ulong[] _subsets;
    private readonly int[] _terms = new int[64];
    private readonly double[] _y;
    private VerdictCache _existence = new();
    private VerdictCache _identifiability = new();
    private readonly Dictionary<ulong, (VerdictCache Existence, VerdictCache Identifiability)> _byPattern = [];
    private ulong _zeroTerms, _pattern;
    private double _saturated, _logN, _n;

    public ModelScanner(int lists)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lists, 6);
        _lists = lists;
        _kernel = new FitKernel(lists);
        _y = new double[1 << lists];
        _subsets = new ulong[1 << lists];
        for (var c = 0; c < _subsets.Length; c++)
        {
            for (var part = c; ; part = (part - 1) & c)
            {
                _subsets[c] |= 1UL << part;
                if (part == 0)
                {
                    break;
                }
            }
        }
    }

    /// <summary>No BIC can be below k ln n less this.</summary>
    public double Ceiling => 2 * _saturated;

    public double LogObserved => _logN;

    public void Bind(CaptureTable table) => Bind(table.Counts);

    /// <summary>Takes a table; what was learned about existence under its pattern of zeros is kept for the next with the same pattern.</summary>
    public void Bind(ReadOnlySpan<long> counts)
    {
        _pattern = 0;
        _n = 0;
        Span<double> margins = stackalloc double[64];
        for (var h = 0; h < counts.Length; h++)
        {
            _y[h] = counts[h];
            _n += counts[h];
            _pattern |= counts[h] > 0 ? 1UL << h : 0;
            margins[h] = counts[h];
        }

        for (var bit = 1; bit < counts.Length; bit <<= 1)
        {
            for (var h = 0; h < counts.Length; h++)
            {
                margins[h] += (h & bit) == 0 ? margins[h | bit] : 0;
            }
        }

        _zeroTerms = 0;
        for (var t = 0; t < counts.Length; t++)
        {
            _zeroTerms |= margins[t] == 0 ? 1UL << t : 0;
        }

        if (!_byPattern.TryGetValue(_pattern, out var known))
        {
            _byPattern[_pattern] = known = (new VerdictCache(), new VerdictCache());
        }

        (_existence, _identifiability) = known;
        _logN = Math.Log(_n);
        _saturated = ExtendedFit.SaturatedLogLikelihood(_y);
        _kernel.Bind(_y);
    }

    /// <summary>Fits a model and judges it.</summary>
    public ModelFit Evaluate(ulong model)
    {
        var fit = Attempt(model, out var minusInfinity, out var kept);
        return fit ?? new ModelFit(model, BitOperations.PopCount(model), new ExistenceVerdict(Exists(model, minusInfinity, kept), Identifiable(model, minusInfinity, kept)), double.NaN, double.NaN, double.NaN);
    }

    /// <summary>As <see cref="Evaluate"/>, but only a usable fit with a BIC below a limit is worth the proof of its existence.</summary>
    public ModelFit? EvaluateBelow(ulong model, double limit)
    {
        var parameters = BitOperations.PopCount(model);
        return parameters * _logN - Ceiling >= limit ? null : Attempt(model, out _, out _, limit);
    }

    /// <summary>The least deviance of a model, its estimate existing or not: no smaller model's is lower. 0 when the fit cannot say.</summary>
    public double LeastDeviance(ulong model)
    {
        var minusInfinity = model & _zeroTerms;
        var kept = 0UL;
        for (var c = 1; c < _subsets.Length; c++)
        {
            kept |= (_subsets[c] & minusInfinity) == 0 ? 1UL << c : 0;
        }

        var terms = 0;
        for (var rest = model & ~minusInfinity; rest != 0; rest &= rest - 1)
        {
            _terms[terms++] = BitOperations.TrailingZeroCount(rest);
        }

        // Only a fit at rest has reached its least deviance to the last digits.
        return terms <= BitOperations.PopCount(kept) && _kernel.Fit(_terms.AsSpan(0, terms), kept) == FitEnd.Converged ? _kernel.Deviance - 1e-7 : 0;
    }

    private ModelFit? Attempt(ulong model, out ulong minusInfinity, out ulong kept, double limit = double.PositiveInfinity)
    {
        minusInfinity = model & _zeroTerms;
        kept = 0;
        for (var c = 1; c < _subsets.Length; c++)
        {
            kept |= (_subsets[c] & minusInfinity) == 0 ? 1UL << c : 0;
        }

        if (_existence.Known(minusInfinity, model) == false || _identifiability.Known(minusInfinity, model) == false)
        {
            return null;
        }

        var terms = 0;
        for (var rest = model & ~minusInfinity; rest != 0; rest &= rest - 1)
        {
            _terms[terms++] = BitOperations.TrailingZeroCount(rest);
        }

        var end = terms <= BitOperations.PopCount(kept) ? _kernel.Fit(_terms.AsSpan(0, terms), kept) : FitEnd.Singular;
        var parameters = BitOperations.PopCount(model);
        var bic = parameters * _logN - 2 * _saturated + _kernel.Deviance;
        if (end == FitEnd.Converged && bic >= limit)
        {
            return null;
        }

        if (end == FitEnd.Converged && _kernel.SmallestFitted > 1e-7 && (_kernel.SmallestFitted > 1e-2 || _kernel.MarginError() < 1e-3 * _kernel.SmallestFitted))
        {
            return Usable();
        }

        return Exists(model, minusInfinity, kept) && Identifiable(model, minusInfinity, kept) && end == FitEnd.Converged ? Usable() : null;

        ModelFit Usable() => new(model, parameters, new ExistenceVerdict(true, true), _n + Math.Exp(_kernel.Intercept), bic, _kernel.InterceptError);
    }

    private bool Exists(ulong model, ulong minusInfinity, ulong kept) =>
        Known(_existence, model, minusInfinity, kept, static p => Existence.Exists(p));

    private bool Identifiable(ulong model, ulong minusInfinity, ulong kept) =>
        // Nothing at minus infinity: the design is a minor of the invertible subset lattice matrix, so its rank is full.
        minusInfinity == 0 || Known(_identifiability, model, minusInfinity, kept, static p => DesignRank.IsFull(p));

    private bool Known(VerdictCache cache, ulong model, ulong minusInfinity, ulong kept, Func<ExistenceProblem, bool> judge)
    {
        if (cache.Known(minusInfinity, model) is { } known)
        {
            return known;
        }

        var holds = judge(Problem(model & ~minusInfinity, kept));
        cache.Remember(minusInfinity, model, holds);
        return holds;
    }

    private ExistenceProblem Problem(ulong terms, ulong kept)
    {
        int[] cells = [.. Enumerable.Range(1, (1 << _lists) - 1).Where(c => ((kept >> c) & 1) == 1)];
        return new ExistenceProblem
        {
            Terms = [.. Enumerable.Range(0, 1 << _lists).Where(t => ((terms >> t) & 1) == 1)],
            Dropped = [],
            Cells = cells,
            Counts = Array.ConvertAll(cells, c => (long)_y[c]),
        };
    }
}
