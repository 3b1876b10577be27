using System.Collections.Immutable;
using System.Globalization;
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
        ["aic"] = c => LowestOf(c, "aic", "AIC", f => f.Aic(c.Table.Observed)),
        ["aicc"] = c => LowestOf(c, "aicc", "AICc", f => f.Aicc(c.Table.Observed)),
        ["dga"] = c => Graphs(c, "dga", open: false),
        ["dga-open"] = c => Graphs(c, "dga-open", open: true),
        ["chao"] = Chao,
        ["sample-coverage"] = Coverage,
        ["no-highest-order"] = NoHighest,
        ["all-pairs"] = AllPairs,
        ["lcmcr"] = LatentClasses,
        ["bayes-threshold"] = BayesianThreshold,
        ["zelterman"] = Zelterman,
        ["chapman"] = Chapman,
        ["downhill"] = DownhillSearch,
        ["m0"] = c => PeopleDiffer(c, "m0", false, Likelihood.Heterogeneity.None, "every list finds everybody with the same chance"),
        ["mh-chao"] = c => PeopleDiffer(c, "mh-chao", false, Likelihood.Heterogeneity.ChaoLowerBound, "people differ in any way, lists do not: a lower bound"),
        ["mth-chao"] = c => PeopleDiffer(c, "mth-chao", true, Likelihood.Heterogeneity.ChaoLowerBound, "people and lists differ in any way, lists are independent given the person: a lower bound"),
        ["mth-poisson2"] = c => PeopleDiffer(c, "mth-poisson2", true, Likelihood.Heterogeneity.Poisson2, "people differ in the shape 2^k - 1, lists are independent given the person"),
        ["mth-darroch"] = c => PeopleDiffer(c, "mth-darroch", true, Likelihood.Heterogeneity.Darroch, "people differ in the shape k^2 / 2, lists are independent given the person"),
        ["mth-gamma"] = c => PeopleDiffer(c, "mth-gamma", true, Likelihood.Heterogeneity.Gamma35, "people differ in the shape ln 3.5 - ln(3.5 + k), lists are independent given the person"),
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
            if (!context.Options.Resamples.IsEmpty)
            {
                notes.Add("the resamples were given, not drawn: the seed has no part in this interval");
            }

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
            ReplicateEstimates = context.Options.KeepReplicates ? bootstrap?.Estimates ?? [] : [],
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
}
