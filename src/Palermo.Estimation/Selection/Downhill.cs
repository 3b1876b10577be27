using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;

namespace Palermo.Estimation.Selection;

/// <summary>Where a single descent from independence ends.</summary>
/// <param name="Best">The model no neighbour improves on.</param>
/// <param name="Fitted">Different models fitted on the way.</param>
public sealed record DownhillResult(ModelFit Best, int Fitted);

/// <summary>
/// Steepest descent of BIC from independence by adding or taking away one term (Silverman, Chan and Vincent 2024). It misses the best
/// model on published tables, so it is shown beside the whole enumeration and never instead of it.
/// </summary>
public static class Downhill
{
    /// <param name="table">2 to 6 lists.</param>
    /// <param name="maxOrder">The highest order of interaction.</param>
    /// <returns>Null when independence itself has no estimate.</returns>
    public static DownhillResult? Run(CaptureTable table, int maxOrder)
    {
        var scanner = new ModelScanner(table.ListCount);
        scanner.Bind(table);
        var seen = new Dictionary<ulong, ModelFit>();
        ModelFit Fit(ulong model) => seen.TryGetValue(model, out var known) ? known : seen[model] = scanner.Evaluate(model);
        var at = Fit(HierarchicalModel.Independence(table.ListCount).ToMask());
        while (at.Verdict.Usable)
        {
            var better = at;
            foreach (var neighbour in Neighbours(at.Mask, table.ListCount, Math.Min(maxOrder, table.ListCount - 1)))
            {
                var fit = Fit(neighbour);
                better = fit.Verdict.Usable && fit.Bic < better.Bic ? fit : better;
            }

            if (better.Mask == at.Mask)
            {
                return new DownhillResult(at, seen.Count);
            }

            at = better;
        }

        return null;
    }

    /// <summary>Models one term away that are still downward closed.</summary>
    private static IEnumerable<ulong> Neighbours(ulong model, int lists, int maxOrder)
    {
        for (var term = 1; term < 1 << lists; term++)
        {
            var order = BitOperations.PopCount((uint)term);
            if (order < 2 || order > maxOrder)
            {
                continue;
            }

            var bit = 1UL << term;
            var closed = (model & bit) != 0
                ? Enumerable.Range(0, lists).All(j => ((term >> j) & 1) == 1 || (model & (1UL << (term | (1 << j)))) == 0)
                : Enumerable.Range(0, lists).All(j => ((term >> j) & 1) == 0 || (model & (1UL << (term & ~(1 << j)))) != 0);
            if (closed)
            {
                yield return model ^ bit;
            }
        }
    }
}
