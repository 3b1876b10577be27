using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;

namespace Palermo.Estimation.Selection;

/// <summary>
/// The model of lowest BIC in a whole space, found without fitting the whole space: no model's log-likelihood exceeds the saturated
/// one, so once k ln n alone puts a model above the best BIC so far, it and every larger one are out. The answer is that of full
/// enumeration. A selector is a workspace for one thread.
/// </summary>
public sealed class BicSelector
{
    private readonly ModelScanner _scanner;
    private readonly ulong[] _bySize;
    private readonly ulong[] _tryFirst;
    private readonly bool _pairsOnly;

    /// <param name="space">The models, 2 to 6 lists.</param>
    /// <param name="tryFirst">Models likely to be good, for a tight bound early; may be empty.</param>
    public BicSelector(ModelSpace space, IEnumerable<ulong> tryFirst)
        : this(space.ListCount, BySize(space), tryFirst, space.MaxOrder == 2 && space.ListCount > 3)
    {
    }

    private BicSelector(int lists, ulong[] bySize, IEnumerable<ulong> tryFirst, bool pairsOnly)
    {
        _pairsOnly = pairsOnly;
        _scanner = new ModelScanner(lists);
        _bySize = bySize;
        _tryFirst = [.. tryFirst];
        Lists = lists;
    }

    public int Lists { get; }

    /// <summary>Another workspace over the same models.</summary>
    public BicSelector ForAnotherThread() => new(Lists, _bySize, _tryFirst, _pairsOnly);

    /// <summary>The best usable model, or null when none is.</summary>
    public ModelFit? Best(CaptureTable table) => Best(table.Counts);

    /// <summary>The best of the models given to be tried first, and of no other: what packages do that cannot afford the whole space.</summary>
    public ModelFit? BestOfThoseTriedFirst(CaptureTable table)
    {
        _scanner.Bind(table.Counts);
        ModelFit? best = null;
        foreach (var model in _tryFirst)
        {
            best = Better(best, model);
        }

        return best;
    }

    internal ModelFit? Best(ReadOnlySpan<long> counts)
    {
        _scanner.Bind(counts);
        ModelFit? best = null;
        foreach (var model in _tryFirst)
        {
            best = Better(best, model);
        }

        if (_pairsOnly)
        {
            return BestOfPairs(best);
        }

        foreach (var model in _bySize)
        {
            if (best is { } found && BitOperations.PopCount(model) * _scanner.LogObserved - _scanner.Ceiling >= found.Bic)
            {
                break;
            }

            best = Better(best, model);
        }

        return best;
    }

    /// <summary>
    /// Pairs are decided one by one. Of the models below a node none has fewer parameters than the pairs already in, and none fits
    /// better than all pairs not yet out: when even those two together exceed the best BIC, the node is passed over.
    /// </summary>
    private ModelFit? BestOfPairs(ModelFit? best)
    {
        var independence = _bySize[0];
        var full = _bySize[^1];
        var pairs = new List<int>();
        for (var rest = full & ~independence; rest != 0; rest &= rest - 1)
        {
            pairs.Add(BitOperations.TrailingZeroCount(rest));
        }

        // Those that lose most when left out come first: they are decided for good early.
        ulong[] ordered = [.. pairs.Select(t => 1UL << t).OrderByDescending(bit => _scanner.LeastDeviance(full & ~bit))];
        Visit(0, independence, full, _scanner.LeastDeviance(full));
        return best;

        void Visit(int at, ulong included, ulong possible, double deviance)
        {
            if (best is { } found && BitOperations.PopCount(included) * _scanner.LogObserved - _scanner.Ceiling + deviance > found.Bic + 1e-6)
            {
                return;
            }

            if (at == ordered.Length)
            {
                best = Better(best, included);
                return;
            }

            Visit(at + 1, included | ordered[at], possible, deviance);
            var without = possible & ~ordered[at];
            Visit(at + 1, included, without, _scanner.LeastDeviance(without));
        }
    }

    private ModelFit? Better(ModelFit? best, ulong model)
    {
        // Rounding must not decide between a model met twice, nor hide a tie.
        var limit = best is { } b ? b.Bic + 1e-9 : double.PositiveInfinity;
        return _scanner.EvaluateBelow(model, limit) is { } fit && (best is not { } old || CensusTally.ByBic(fit, old) < 0) ? fit : best;
    }

    private static ulong[] BySize(ModelSpace space)
    {
        var models = space.All().ToArray();
        Array.Sort(models, (x, y) => BitOperations.PopCount(x).CompareTo(BitOperations.PopCount(y)) is var c and not 0 ? c : x.CompareTo(y));
        return models;
    }
}
