using System.Collections.Immutable;
using Palermo.Estimation.Bayesian;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>The methods that sample or search.</summary>
public static partial class Methods
{
    private static MethodOutcome LatentClasses(MethodContext context)
    {
        var (table, options) = (context.Table, context.Options);
        var posterior = LatentClassModel.RunUntilSettled(
            table,
            Math.Max(4, options.Chains),
            options.Sweeps,
            options.Sweeps * EstimationOptions.SweepsLimit,
            options.Seed,
            options.Threads,
            (done, all) => context.Progress?.Report(new Progress("latent classes", done, all)),
            context.Stop);
        var d = posterior.Diagnostics;
        if (!d.Converged)
        {
            return Refuse(
                "lcmcr",
                "not-converged",
                Invariant($"{posterior.ChainMedians.Length} chains of the latent class model disagree (R-hat of ln N {d.RHat:0.000}, at most 1.01 is asked; {d.BulkEss:0} effective draws, at least 400 are asked): one chain alone would have said anything from {posterior.ChainMedians.Min():0} to {posterior.ChainMedians.Max():0}"),
                "run more sweeps (--sweeps), or do without: on sparse tables this model may not settle at all");
        }

        var interval = new NamedInterval("posterior", posterior.Low, posterior.High);
        return Answer(new MethodEstimate
        {
            Method = "lcmcr",
            Estimate = posterior.Median,
            Interval = interval,
            Intervals = [interval],
            Assumption = "people fall into a few classes, and within a class the lists find them independently",
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty
                .Add("mean", posterior.Mean)
                .Add("rHat", d.RHat)
                .Add("bulkEss", d.BulkEss)
                .Add("chains", posterior.ChainMedians.Length)
                .Add("lowestChainMedian", posterior.ChainMedians.Min())
                .Add("highestChainMedian", posterior.ChainMedians.Max())
                .Add("shareAbove20n", posterior.ShareAbove20n)
                .Add("moreThanOneClass", posterior.MoreThanOneClass),
        });
    }

    private static MethodOutcome BayesianThreshold(MethodContext context)
    {
        var table = context.Table;
        if (table.ListCount > 6)
        {
            return Refuse("bayes-threshold", "too-many-lists", "thresholding starts from all pairs, too many to sample well above six lists", "merge lists to six or fewer");
        }

        var posterior = Thresholding.Run(table, 2, 5_000, 50_000, context.Options.Seed, context.Stop);
        var verdict = Existence.Check(table, posterior.Model);
        if (!verdict.Usable)
        {
            return RefuseModel("bayes-threshold", posterior.Model, verdict);
        }

        var interval = new NamedInterval("posterior", posterior.Low, posterior.High);
        return Answer(new MethodEstimate
        {
            Method = "bayes-threshold",
            Estimate = posterior.Median,
            Interval = interval,
            Intervals = [interval],
            Model = posterior.Model.ToString(),
            Assumption = "only pairs of lists depend, moderately so before the data, and only those that stand out; " + NoUnmodelled,
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty.Add("acceptance", posterior.Acceptance),
        });
    }

    private static MethodOutcome SearchBic(MethodContext context, string method)
    {
        var (table, options) = (context.Table, context.Options);
        var stepwise = new Stepwise(table.ListCount).Run(table, options.StepwiseThreshold);
        int[][] starts = [[], [.. stepwise.Pairs], [.. new Stepwise(table.ListCount).Run(table, 0.1).Pairs]];
        if (new PairSearch(table.ListCount).Best(table, options.Seed, 10, starts, context.Stop) is not { } best)
        {
            return Refuse(method, "no-estimate", "the search met no model whose estimate exists and is identifiable", "merge or leave out lists without shared people");
        }

        if (Existence.Check(table, best.Model) is { Usable: false } verdict)
        {
            return RefuseModel(method, best.Model, verdict);
        }

        int[][] near = [[], [.. best.Model.Interactions]];
        var bootstrap = context.Bootstrapped(method, best.Estimate, () =>
        {
            var search = new PairSearch(table.ListCount);
            return t => search.Best(t, options.Seed, 0, near, context.Stop)?.Estimate ?? double.NaN;
        });
        var answer = Selected(context, method, best.Model, best.Estimate, best.Bic, bootstrap, "only pairs of lists depend; the model of lowest BIC that a search met is the true one; " + NoUnmodelled);
        return Answer(answer with
        {
            Diagnostics = answer.Diagnostics.Add("modelsFitted", best.Fitted),
            Notes = answer.Notes.Add(Invariant($"{table.ListCount} lists have too many models to try them all: this is the best a search over pairs met")),
        });
    }
}
