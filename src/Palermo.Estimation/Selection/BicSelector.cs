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

    /// <param name="space">The models, 2 to 6 lists.</param>
    /// <param name="tryFirst">Models likely to be good, for a tight bound early; may be empty.</param>
    public BicSelector(ModelSpace space, IEnumerable<ulong> tryFirst)
        : this(space.ListCount, BySize(space), tryFirst)
    {
    }

    private BicSelector(int lists, ulong[] bySize, IEnumerable<ulong> tryFirst)
    {
        _scanner = new ModelScanner(lists);
        _bySize = bySize;
        _tryFirst = [.. tryFirst];
        Lists = lists;
    }

    public int Lists { get; }

    /// <summary>Another workspace over the same models.</summary>
    public BicSelector ForAnotherThread() => new(Lists, _bySize, _tryFirst);

    /// <summary>The best usable model, or null when none is.</summary>
    public ModelFit? Best(CaptureTable table) => Best(table.Counts);

    internal ModelFit? Best(ReadOnlySpan<long> counts)
    {
        _scanner.Bind(counts);
        ModelFit? best = null;
        foreach (var model in _tryFirst)
        {
            best = Better(best, model);
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
