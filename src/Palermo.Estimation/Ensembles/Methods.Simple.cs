using System.Collections.Immutable;
using Palermo.Estimation.ClosedForm;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Resampling;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>Methods shown only when asked for: older ones, and the shapes of difference between people.</summary>
public static partial class Methods
{
    private static MethodOutcome PeopleDiffer(MethodContext context, string method, bool listsDiffer, Heterogeneity shape, string assumption)
    {
        var table = context.Table;
        if (shape is not (Heterogeneity.None or Heterogeneity.ChaoLowerBound) && table.SeenExactly(3) == 0)
        {
            return Refuse(method, "no-estimate", "nobody is on three lists, so how people differ cannot be told from how lists do", "use mth-chao, a lower bound");
        }

        var fit = HeterogeneityFit.Of(table, listsDiffer, shape);
        if (!double.IsFinite(fit.Estimate) || fit.Estimate > 1e4 * table.Observed)
        {
            return Refuse(method, "no-estimate", "the fit runs away: no maximum likelihood estimate exists", "use mth-chao, a lower bound");
        }

        var (low, high) = fit.Wald(table.Observed);
        var interval = new NamedInterval("wald", low, high);
        return Answer(new MethodEstimate
        {
            Method = method,
            Estimate = fit.Estimate,
            Interval = interval,
            Intervals = [interval],
            Bic = fit.Bic(table.Observed),
            Assumption = assumption,
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty
                .Add("aic", fit.Aic)
                .Add("deviance", fit.Deviance)
                .Add("standardError", fit.StandardError(table.Observed)),
        });
    }

    private static MethodOutcome Zelterman(MethodContext context)
    {
        var table = context.Table;
        var estimate = LowerBounds.Zelterman(table);
        if (!double.IsFinite(estimate))
        {
            return Refuse("zelterman", "no-overlap", "nobody is on exactly two lists", "check the matching of people between lists");
        }

        var draws = context.Options.Resamples.IsEmpty
            ? Bootstrap.Run(table, () => LowerBounds.Zelterman, Math.Clamp(context.Options.Replicates, 200, 1000), context.Options.Seed)
            : Bootstrap.Replay(context.Options.Resamples, () => LowerBounds.Zelterman);
        var bootstrap = BootstrapInterval.From(draws, estimate, 0);
        var interval = new NamedInterval("percentile", bootstrap.Percentile.Low, bootstrap.Percentile.High);
        return Answer(new MethodEstimate
        {
            Method = "zelterman",
            Estimate = estimate,
            Interval = interval,
            Intervals = [interval],
            Assumption = "those seen once and twice were found by chance alone at one common rate; robust to what happens at higher counts",
        });
    }

    /// <summary>The pair with the largest overlap, two lists at a time being the oldest method of all.</summary>
    private static MethodOutcome Chapman(MethodContext context)
    {
        var table = context.Table;
        var pair = Enumerable.Range(1, table.CellCount - 1).Where(h => System.Numerics.BitOperations.PopCount((uint)h) == 2).MaxBy(table.SeenOnAll);
        var estimate = ListPair.Of(table, pair).Chapman;
        var interval = new NamedInterval("log", estimate.Low, estimate.High);
        return Answer(new MethodEstimate
        {
            Method = "chapman",
            Estimate = estimate.Estimate,
            Interval = interval,
            Intervals = [interval],
            Model = table.Name(pair),
            Assumption = Invariant($"{table.Name(pair)}, the pair that shares most, are independent of one another and find everybody alike"),
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty.Add("standardError", estimate.StandardError),
        });
    }

    private static MethodOutcome DownhillSearch(MethodContext context)
    {
        var table = context.Table;
        if (table.ListCount > 6)
        {
            return Refuse("downhill", "too-many-lists", "above six lists the search of bic-order2 is used, from several starts", "use bic-order2");
        }

        if (Downhill.Run(table, context.FullOrder) is not { } found)
        {
            return Refuse("downhill", "no-estimate", "independence itself has no estimate here", "merge or leave out lists without shared people");
        }

        var model = found.Best.Model(table.ListCount);
        var intervals = context.ModelIntervals(model);
        return Answer(new MethodEstimate
        {
            Method = "downhill",
            Estimate = found.Best.Estimate,
            Interval = intervals[0],
            Intervals = [.. intervals],
            Model = model.ToString(),
            Bic = found.Best.Bic,
            Assumption = "the model where one descent of BIC ends is the true one; " + NoUnmodelled,
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty.Add("modelsFitted", found.Fitted),
            Notes = ["one descent may miss the best model: compare bic"],
        });
    }
}
