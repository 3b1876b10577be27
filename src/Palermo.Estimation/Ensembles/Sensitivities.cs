using System.Collections.Immutable;
using System.Globalization;
using Palermo.Estimation.Bayesian;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>What the answers do when lists are merged or left out, when some listed people were not victims, and when two lists depend.</summary>
public static class Sensitivities
{
    public static ImmutableArray<SensitivityRow> Of(CaptureTable table, EstimationOptions options, CancellationToken stop)
    {
        var rows = ImmutableArray.CreateBuilder<SensitivityRow>();
        for (var j = 0; j < table.ListCount && table.ListCount > 3; j++)
        {
            stop.ThrowIfCancellationRequested();
            rows.Add(Row("drop", table.Lists[j], table.Drop(j), options));
        }

        for (var i = 0; i < table.ListCount && table.ListCount > 3; i++)
        {
            for (var j = i + 1; j < table.ListCount; j++)
            {
                stop.ThrowIfCancellationRequested();
                rows.Add(Row("merge", table.Lists[i] + "+" + table.Lists[j], table.Merge(i, j), options));
            }
        }

        foreach (var odds in new[] { 0.5, 2.0 })
        {
            for (var i = 0; i < table.ListCount; i++)
            {
                for (var j = i + 1; j < table.ListCount; j++)
                {
                    var estimate = PairDependence(table, (1 << i) | (1 << j), odds);
                    rows.Add(new SensitivityRow("pair-odds", string.Create(CultureInfo.InvariantCulture, $"{table.Lists[i]}:{table.Lists[j]} x {odds}"), table.Observed, estimate, double.NaN, double.NaN));
                }
            }
        }

        foreach (var share in new[] { 0.05, 0.10 })
        {
            rows.Add(ErroneousInclusion(table, share, options));
        }

        return rows.ToImmutable();
    }

    /// <summary>Independence but for one pair whose odds ratio is fixed from outside (an offset, Gerritse, van der Heijden and Bakker 2015).</summary>
    public static double PairDependence(CaptureTable table, int pair, double odds)
    {
        var kernel = new FitKernel(table.ListCount);
        kernel.Bind(table.ToDoubles());
        var offset = new double[table.CellCount];
        for (var h = 0; h < offset.Length; h++)
        {
            offset[h] = (h & pair) == pair ? Math.Log(odds) : 0;
        }

        var (terms, dropped) = ExistenceProblem.Split(table, HierarchicalModel.Independence(table.ListCount));
        return kernel.Fit(terms, dropped, offset: offset) == FitEnd.Converged ? table.Observed + Math.Exp(kernel.Intercept) : double.NaN;
    }

    /// <summary>A share of those on one list only, who are the likeliest to have been listed by mistake, is taken out.</summary>
    private static SensitivityRow ErroneousInclusion(CaptureTable table, double share, EstimationOptions options)
    {
        var counts = table.Counts.ToArray();
        for (var j = 0; j < table.ListCount; j++)
        {
            counts[1 << j] -= (long)Math.Round(share * counts[1 << j], MidpointRounding.ToEven);
        }

        return Row("erroneous-inclusion", string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} % of those on one list only"), table.WithCounts(counts), options);
    }

    private static SensitivityRow Row(string kind, string what, CaptureTable table, EstimationOptions options)
    {
        if (Gate.Check(table).Closed)
        {
            return new SensitivityRow(kind, what, table.Observed, double.NaN, double.NaN, double.NaN);
        }

        var independence = ExtendedFit.Of(table, HierarchicalModel.Independence(table.ListCount)).Estimate;
        var stepwise = new Stepwise(table.ListCount).Run(table, options.StepwiseThreshold).Estimate;
        var bic = table.ListCount <= 6
            ? new BicSelector(new ModelSpace(table.ListCount, ModelEnumeration.DefaultOrder(table.ListCount)), []).Best(table)?.Estimate ?? double.NaN
            : double.NaN;
        return new SensitivityRow(kind, what, table.Observed, independence, stepwise, bic);
    }
}

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

        var independence = ExtendedFit.Of(members, HierarchicalModel.Independence(members.ListCount)).Estimate;
        var stepwise = new Stepwise(members.ListCount).Run(members).Estimate;
        if (members.ListCount > 6)
        {
            return new ListCheck(table.Lists[list], known, members.Observed, independence, stepwise, double.NaN, double.NaN, double.NaN, false);
        }

        var graphs = DecomposableAverage.Run(members, DecomposableAverage.DefaultDelta(members.ListCount), (int)(30 * members.Observed));
        return new ListCheck(table.Lists[list], known, members.Observed, independence, stepwise, graphs.Median, graphs.Interval95.Low, graphs.Interval95.High, graphs.Interval95.Low <= known && known <= graphs.Interval95.High);
    }
}
