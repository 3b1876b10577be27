using System.Collections.Immutable;
using Palermo.Estimation.Bayesian;
using Palermo.Estimation.ClosedForm;
using Palermo.Estimation.Resampling;

namespace Palermo.Estimation.Ensembles;

/// <summary>The methods that need no search: averages over graphs and closed forms.</summary>
public static partial class Methods
{
    private static MethodOutcome Graphs(MethodContext context, string method, bool open)
    {
        var table = context.Table;
        if (table.ListCount > 6)
        {
            return Refuse(method, "too-many-lists", "decomposable graphs are averaged for up to six lists", "merge lists to six or fewer");
        }

        if (table.Observed > 3_000_000)
        {
            return Refuse(method, "too-large", "the posterior is computed for every population size, and there are too many here", "use the other methods");
        }

        var delta = DecomposableAverage.DefaultDelta(table.ListCount);
        GraphPosterior Posterior(double d) => open ? DecomposableAverage.RunUntilTailIsNegligible(table, d) : DecomposableAverage.Run(table, d);
        var posterior = Posterior(delta);
        var interval = new NamedInterval("posterior", posterior.Interval95.Low, posterior.Interval95.High);
        var notes = ImmutableArray.CreateBuilder<string>();
        if (posterior.MassAtEnd * table.Observed > 1e-3)
        {
            notes.Add(Invariant($"the posterior has not died out at {posterior.MostMissing} missing, where the grid ends: the upper limit is the grid's, not the data's"));
        }

        if (posterior.Saturated > 0.5)
        {
            notes.Add(Invariant($"{100 * posterior.Saturated:0} % of the posterior is on the saturated graph, under which the data say nothing about those unseen"));
        }

        return Answer(new MethodEstimate
        {
            Method = method,
            Estimate = posterior.Median,
            Interval = interval,
            Intervals = [interval, new NamedInterval("posterior97", posterior.Interval97.Low, posterior.Interval97.High), new NamedInterval("posterior80", posterior.Interval80.Low, posterior.Interval80.High)],
            Model = posterior.Graphs[0].Graph.Describe(table.Lists),
            Assumption = Invariant($"the dependence between lists is a chordal graph, with a prior of {delta} of a person in every cell; no difference between people beyond it"),
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty
                .Add("mean", posterior.Mean)
                .Add("delta", delta)
                .Add("mostMissing", posterior.MostMissing)
                .Add("massAtGridEnd", posterior.MassAtEnd)
                .Add("saturated", posterior.Saturated)
                .Add("topGraphProbability", posterior.Graphs[0].Probability),
            Notes = notes.ToImmutable(),
        });
    }

    private static MethodOutcome Chao(MethodContext context)
    {
        var bound = LowerBounds.Chao(context.Table);
        if (context.Table.SeenExactly(2) == 0)
        {
            return Refuse("chao", "no-overlap", "nobody is on exactly two lists, so the bound has no footing", "check the matching of people between lists");
        }

        var interval = new NamedInterval("log", bound.Low, bound.High);
        return Answer(new MethodEstimate
        {
            Method = "chao",
            Estimate = bound.Estimate,
            Interval = interval,
            Intervals = [interval],
            Assumption = "a lower bound when people differ in how findable they are; lists as if alike and independent given the person",
        });
    }

    private static MethodOutcome Coverage(MethodContext context)
    {
        var table = context.Table;
        if (SampleCoverage.Of(table) is not { } coverage)
        {
            return Refuse("sample-coverage", "no-coverage", "nobody is on two lists, so coverage is zero", "check the matching of people between lists");
        }

        var replicates = Math.Min(Math.Max(context.Options.Replicates, 200), 1000);
        var bootstrap = BootstrapInterval.From(
            context.Options.Resamples.IsEmpty
                ? Bootstrap.Run(table, () => t => SampleCoverage.Of(t)?.Recommended ?? double.NaN, replicates, context.Options.Seed)
                : Bootstrap.Replay(context.Options.Resamples, () => t => SampleCoverage.Of(t)?.Recommended ?? double.NaN),
            coverage.Recommended,
            0);
        var interval = new NamedInterval("percentile", bootstrap.Percentile.Low, bootstrap.Percentile.High);
        return Answer(new MethodEstimate
        {
            Method = "sample-coverage",
            Estimate = coverage.Recommended,
            Interval = interval,
            Intervals = [interval],
            Assumption = "pairs of lists may depend and people differ, in a way that their average overlaps measure; higher dependence is small",
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty
                .Add("coverage", coverage.Coverage)
                .Add("independent", coverage.Independent)
                .Add("low", coverage.LowCoverage)
                .Add("high", coverage.HighCoverage),
            Notes = coverage.Coverage < SampleCoverage.EnoughCoverage
                ? [Invariant($"coverage is {100 * coverage.Coverage:0} %, below the 55 % its authors ask for: the low-coverage form is given, in practice a lower bound")]
                : [],
        });
    }

    private static MethodOutcome NoHighest(MethodContext context)
    {
        var table = context.Table;
        if (NoHighestOrder.LogUnseen(table) is not { } logUnseen)
        {
            return Refuse("no-highest-order", "empty-cell", "a history has nobody, and the product over all histories then says nothing", "merge lists until every history has someone");
        }

        var error = NoHighestOrder.LogError(table);
        var (low, high) = (table.Observed + Math.Exp(logUnseen - 1.959964 * error), table.Observed + Math.Exp(logUnseen + 1.959964 * error));
        var interval = new NamedInterval("wald", low, high);
        return Answer(new MethodEstimate
        {
            Method = "no-highest-order",
            Estimate = table.Observed + Math.Exp(logUnseen),
            Interval = interval,
            Intervals = [interval],
            Assumption = "only that the interaction of all lists together is none; nothing else about the lists",
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty
                .Add("xi=-1", table.Observed + Math.Exp(logUnseen - 1))
                .Add("xi=-0.5", table.Observed + Math.Exp(logUnseen - 0.5))
                .Add("xi=0.5", table.Observed + Math.Exp(logUnseen + 0.5))
                .Add("xi=1", table.Observed + Math.Exp(logUnseen + 1)),
        });
    }
}
