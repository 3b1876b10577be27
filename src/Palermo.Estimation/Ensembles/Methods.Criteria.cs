using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>What other criteria than BIC choose among the same models: on request, beside it.</summary>
public static partial class Methods
{
    private static MethodOutcome LowestOf(MethodContext context, string method, string criterion, Func<ModelFit, double> score)
    {
        var table = context.Table;
        if (table.ListCount > 6)
        {
            return Refuse(method, "too-many-lists", Invariant($"all models of {table.ListCount} lists cannot be gone through"), "merge lists to six or fewer");
        }

        if (context.Fits(context.FullOrder) is not { Count: > 0 } fits)
        {
            return Refuse(method, "no-estimate", "no model in the space has an estimate that exists and is identifiable", "merge or leave out lists without shared people");
        }

        var best = fits.OrderBy(score).ThenBy(f => f.Mask).First();
        var model = best.Model(table.ListCount);
        var intervals = context.ModelIntervals(model);
        return Answer(new MethodEstimate
        {
            Method = method,
            Estimate = best.Estimate,
            Interval = intervals[0],
            Intervals = [.. intervals],
            Model = model.ToString(),
            Bic = best.Bic,
            Assumption = $"the model of lowest {criterion} is the true one; " + NoUnmodelled,
            Diagnostics = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add(method, score(best)),
            Notes = [$"{criterion} takes larger models than BIC and now and then one that answers far too high; the interval takes the model as certain"],
        });
    }
}
