using System.Collections.Immutable;
using Palermo.Estimation.Bayesian;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>The check every table carries in itself: each list's size is known, and the other lists must find it (Binette and Steorts, JRSS-A 2022).</summary>
public static class ListChecks
{
    public static ImmutableArray<ListCheck> Of(CaptureTable table, CancellationToken stop)
    {
        var checks = ImmutableArray.CreateBuilder<ListCheck>();
        for (var j = 0; j < table.ListCount && table.ListCount > 3; j++)
        {
            stop.ThrowIfCancellationRequested();
            if (Check(table, j) is { } check)
            {
                checks.Add(check);
            }
        }

        return checks.ToImmutable();
    }

    /// <summary>Lists nobody of the conditioning list is on are left out; with fewer than three left, or nobody shared, there is no check.</summary>
    public static ListCheck? Check(CaptureTable table, int list)
    {
        var (members, known) = table.ConditionOn(list);
        for (var j = members.ListCount - 1; j >= 0; j--)
        {
            if (members.SeenOnAll(1 << j) == 0)
            {
                members = members.Drop(j);
            }
        }

        if (members.ListCount < 3 || members.SeenExactly(1) == members.Observed)
        {
            return null;
        }

        var independence = ExtendedFit.Of(members, HierarchicalModel.Independence(members.ListCount));
        var pairs = new Stepwise(members.ListCount).Run(members);
        var stepwise = ExtendedFit.Of(members, pairs.Model(members.ListCount));
        var check = new ListCheck(table.Lists[list], known, members.Observed, independence.Estimate, stepwise.Estimate, double.NaN, double.NaN, double.NaN, false)
        {
            ListsUsed = members.Lists,
            IndependenceInterval = independence.Wald,
            StepwiseInterval = stepwise.Wald,
            StepwisePairs = [.. pairs.Pairs.Select(members.Name)],
        };
        if (members.ListCount > 6)
        {
            return check;
        }

        var graphs = DecomposableAverage.Run(members, DecomposableAverage.DefaultDelta(members.ListCount), (int)(30 * members.Observed));
        return check with { Graphs = graphs.Median, GraphsLow = graphs.Interval95.Low, GraphsHigh = graphs.Interval95.High, Covered = graphs.Interval95.Low <= known && known <= graphs.Interval95.High };
    }
}
