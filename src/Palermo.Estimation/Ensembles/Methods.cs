using System.Collections.Immutable;
using System.Globalization;
using Palermo.Estimation.Bayesian;
using Palermo.Estimation.ClosedForm;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Resampling;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>The methods by name: each answers with its assumption or refuses with its reason.</summary>
public static partial class Methods
{
    private const string NoUnmodelled = "no interaction between lists, and no difference between people, outside the model";

    private static readonly ImmutableSortedDictionary<string, Func<MethodContext, MethodOutcome>> Known = new Dictionary<string, Func<MethodContext, MethodOutcome>>(StringComparer.Ordinal)
    {
        ["independence"] = Independence,
        ["stepwise"] = StepwiseSelection,
        ["bic-order2"] = c => MinimumBic(c, "bic-order2", 2),
        ["bic"] = c => MinimumBic(c, "bic", c.FullOrder),
        ["bic-average"] = Average,
        ["dga"] = c => Graphs(c, "dga", open: false),
        ["dga-open"] = c => Graphs(c, "dga-open", open: true),
        ["chao"] = Chao,
        ["sample-coverage"] = Coverage,
        ["no-highest-order"] = NoHighest,
        ["all-pairs"] = AllPairs,
        ["lcmcr"] = LatentClasses,
        ["bayes-threshold"] = BayesianThreshold,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Every method.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Known.Keys];

    /// <summary>The methods shown together unless others are asked for.</summary>
    public static ImmutableArray<string> Ensemble { get; } =
        ["independence", "chao", "sample-coverage", "stepwise", "bic-order2", "bic", "bic-average", "dga", "dga-open", "no-highest-order", "bayes-threshold", "lcmcr"];

    public static bool IsKnown(string method) => Known.ContainsKey(method);

    public static MethodOutcome Run(string method, MethodContext context) => Known[method](context);

    /// <summary>One model given by its generators.</summary>
    public static MethodOutcome Fixed(string generators, MethodContext context)
    {
        try
        {
            return OneModel(context, "model", HierarchicalModel.Parse(generators, context.Table.ListCount), "the model given is the true one; " + NoUnmodelled);
        }
        catch (FormatException unreadable)
        {
            return Refuse("model", "bad-model", unreadable.Message, "give generators such as [12,13,4]");
        }
    }

    private static MethodOutcome.Refused Refuse(string method, string code, string reason, string whatToDo) => new MethodOutcome.Refused(new Refusal(method, code, reason, whatToDo));

    private static MethodOutcome.Answered Answer(MethodEstimate estimate) => new MethodOutcome.Answered(estimate);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static MethodOutcome.Refused RefuseModel(string method, HierarchicalModel model, ExistenceVerdict verdict) =>
        verdict.Exists
            ? Refuse(method, "not-identifiable", $"the counts do not determine all parameters of {model}: lists without shared people leave too few histories", "use a smaller model, or merge or leave out lists without shared people")
            : Refuse(method, "no-estimate", $"the likelihood of {model} has no maximum: it grows as the population grows without end, so any number printed would be where the computer stopped", "use a smaller model, or merge or leave out lists without shared people");

    private static MethodOutcome Independence(MethodContext context) =>
        OneModel(context, "independence", HierarchicalModel.Independence(context.Table.ListCount), "lists find people independently of one another and every person is as findable as the next");

    private static MethodOutcome AllPairs(MethodContext context) =>
        OneModel(context, "all-pairs", HierarchicalModel.AllOfOrder(context.Table.ListCount, 2), "every pair of lists may depend, but no three do");

    private static MethodOutcome OneModel(MethodContext context, string method, HierarchicalModel model, string assumption)
    {
        var fit = ExtendedFit.Of(context.Table, model);
        if (!fit.Verdict.Usable)
        {
            return RefuseModel(method, model, fit.Verdict);
        }

        var intervals = context.ModelIntervals(model);
        return Answer(new MethodEstimate
        {
            Method = method,
            Estimate = fit.Estimate,
            Interval = intervals[0],
            Intervals = [.. intervals],
            Model = model.ToString(),
            Bic = fit.Bic,
            Assumption = assumption,
        });
    }

    private static MethodOutcome StepwiseSelection(MethodContext context)
    {
        var (table, threshold) = (context.Table, context.Options.StepwiseThreshold);
        var result = new Stepwise(table.ListCount).Run(table, threshold);
        var model = result.Model(table.ListCount);
        if (!result.Verdict.Usable)
        {
            return RefuseModel("stepwise", model, result.Verdict);
        }

        var bootstrap = context.Bootstrapped("stepwise", result.Estimate, () =>
        {
            var selector = new Stepwise(table.ListCount) { VerifyFinal = false };
            return t => selector.Run(t, threshold).Estimate;
        });
        return Answer(Selected(context, "stepwise", model, result.Estimate, ExtendedFit.Of(table, model).Bic, bootstrap, Invariant($"only pairs of lists depend, and only pairs whose overlap stood out at {threshold}; {NoUnmodelled}")));
    }

    private static MethodOutcome MinimumBic(MethodContext context, string method, int order)
    {
        var table = context.Table;
        if (table.ListCount > 6)
        {
            return SearchBic(context, method);
        }

        if (context.LowestBic(method, order) is not var (best, bootstrap))
        {
            return Refuse(method, "no-estimate", "no model in the space has an estimate that exists and is identifiable", "merge or leave out lists without shared people");
        }

        var model = best.Model(table.ListCount);
        return Answer(Selected(context, method, model, best.Estimate, best.Bic, bootstrap, (order == 2 ? "only pairs of lists depend; " : "") + "the model of lowest BIC is the true one; " + NoUnmodelled));
    }

    private static MethodEstimate Selected(MethodContext context, string method, HierarchicalModel model, double estimate, double bic, BootstrapInterval? bootstrap, string assumption)
    {
        var intervals = context.ModelIntervals(model);
        var diagnostics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        var notes = ImmutableArray.CreateBuilder<string>();
        if (bootstrap is { Replicates: > 0 })
        {
            intervals.Insert(0, new NamedInterval("percentile", bootstrap.Percentile.Low, bootstrap.Percentile.High));
            intervals.Insert(0, new NamedInterval("bca", bootstrap.Bca.Low, bootstrap.Bca.High));
            diagnostics["z0"] = bootstrap.BiasCorrection;
            diagnostics["acceleration"] = bootstrap.Acceleration;
            diagnostics["replicates"] = bootstrap.Replicates;
            diagnostics["replicatesWithoutEstimate"] = bootstrap.Failed;
            if (Math.Abs(bootstrap.BiasCorrection) > 0.5)
            {
                notes.Add(Invariant($"z0 = {bootstrap.BiasCorrection:0.00}: BCa cuts off most of a tail here; read the percentile interval beside it"));
            }

            if (bootstrap.Failed > 0)
            {
                notes.Add(Invariant($"in {bootstrap.Failed} replicates no model had an estimate; they are left out"));
            }
        }
        else
        {
            notes.Add("the interval takes the chosen model as certain; with replicates the choice is repeated and intervals grow two- to threefold");
        }

        return new MethodEstimate
        {
            Method = method,
            Estimate = estimate,
            Interval = intervals[0],
            Intervals = [.. intervals],
            Model = model.ToString(),
            Bic = bic,
            Assumption = assumption,
            Diagnostics = diagnostics.ToImmutable(),
            Notes = notes.ToImmutable(),
        };
    }

    private static MethodOutcome Average(MethodContext context)
    {
        var table = context.Table;
        if (table.ListCount > 6)
        {
            return Refuse("bic-average", "too-many-lists", Invariant($"all models of {table.ListCount} lists cannot be gone through; at most six lists are averaged"), "merge lists to six or fewer");
        }

        var fits = context.Fits(context.FullOrder);
        if (BicAverage.Of(fits, table.Observed) is not { } average)
        {
            return Refuse("bic-average", "no-estimate", "no model in the space has an estimate that exists and is identifiable", "merge or leave out lists without shared people");
        }

        var best = fits.MinBy(f => f.Bic);
        var interval = new NamedInterval("mixture", average.Low, average.High);
        var wider = BicAverage.Of(fits, table.Observed, 0.97)!;
        return Answer(new MethodEstimate
        {
            Method = "bic-average",
            Estimate = average.Mean,
            Interval = interval,
            Intervals = [interval, new NamedInterval("mixture97", wider.Low, wider.High)],
            Model = null,
            Bic = best.Bic,
            Assumption = "one of the models is true, each as likely before the data as the next; " + NoUnmodelled,
            Diagnostics = ImmutableSortedDictionary<string, double>.Empty
                .Add("median", average.Median)
                .Add("models", fits.Count)
                .Add("weightOfBest", average.TopWeight)
                .Add("weightNearBest", average.ClusterWeight),
            Notes = average.ClusterWeight < 0.7 ? ["the models with most weight disagree: the average lies between answers rather than at one"] : [],
        });
    }

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
            Bootstrap.Run(table, () => t => SampleCoverage.Of(t)?.Recommended ?? double.NaN, replicates, context.Options.Seed),
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
