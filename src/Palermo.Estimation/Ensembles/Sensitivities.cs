using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
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

        for (var i = 0; i < table.ListCount && table.ListCount > 4; i++)
        {
            for (var j = i + 1; j < table.ListCount; j++)
            {
                stop.ThrowIfCancellationRequested();
                rows.Add(Row("drop-two", table.Lists[i] + ", " + table.Lists[j], table.Drop(j).Drop(i), options));
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
            rows.Add(ErroneousInclusion(table, share, (1 << table.ListCount) - 1, options));
        }

        for (var j = 0; j < table.ListCount; j++)
        {
            stop.ThrowIfCancellationRequested();
            rows.Add(ErroneousInclusion(table, 0.10, 1 << j, options));
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

    /// <summary>
    /// A share of the members of each list was listed by mistake. A mistake is seldom made twice, so they are taken from those on that
    /// list alone, as far as there are any.
    /// </summary>
    private static SensitivityRow ErroneousInclusion(CaptureTable table, double share, int lists, EstimationOptions options)
    {
        var counts = table.Counts.ToArray();
        for (var j = 0; j < table.ListCount; j++)
        {
            if (((lists >> j) & 1) == 1)
            {
                counts[1 << j] -= Math.Min(counts[1 << j], (long)Math.Round(share * table.SeenOnAll(1 << j), MidpointRounding.ToEven));
            }
        }

        var of = BitOperations.PopCount((uint)lists) == 1 ? table.Name(lists) : "every list";
        return Row("erroneous-inclusion", string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} % of {of}"), table.WithCounts(counts), options);
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
