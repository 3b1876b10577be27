using System.Collections.Immutable;
using System.Globalization;
using Palermo.Estimation.Bayesian;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Linkage;
using Palermo.Estimation.Models;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>What moves when a setting that nobody can know is set otherwise: thresholds, priors, bounds on dependence, linkage.</summary>
public static class Explorations
{
    private static readonly double[] ThresholdGrid = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

    /// <summary>Odds ratios between lists that the identification set is shown for.</summary>
    public static ImmutableArray<double> OddsGrid { get; } = [1, 1.25, 1.5, 2, 3, 5];

    public static ImmutableArray<ThresholdPoint> Thresholds(CaptureTable table, CancellationToken stop)
    {
        var selector = new Stepwise(table.ListCount);
        return [.. ThresholdGrid.Select(threshold =>
        {
            stop.ThrowIfCancellationRequested();
            var model = selector.Run(table, threshold).Model(table.ListCount);
            var fit = ExtendedFit.Of(table, model);
            return new ThresholdPoint(threshold, fit.Estimate, fit.Wald.Low, fit.Wald.High, model.ToString());
        })];
    }

    public static ImmutableArray<PriorRow> Priors(CaptureTable table, EstimationOptions options, IProgress<Progress>? progress, CancellationToken stop)
    {
        var rows = ImmutableArray.CreateBuilder<PriorRow>();
        if (table.ListCount <= 6 && table.Observed <= 300_000)
        {
            var base2 = DecomposableAverage.DefaultDelta(table.ListCount);
            foreach (var (name, delta) in new[] { ("2^-k / 4", base2 / 4), ("2^-k", base2), ("2^-k * 4", base2 * 4), ("1/2", 0.5), ("1", 1.0) })
            {
                stop.ThrowIfCancellationRequested();
                var posterior = DecomposableAverage.RunUntilTailIsNegligible(table, delta);
                rows.Add(new PriorRow("dga-open", "delta = " + name, posterior.Median, posterior.Interval95.Low, posterior.Interval95.High, "probability of the saturated graph", posterior.Saturated, posterior.Saturated < 0.5));
            }
        }

        if (options.Methods.Contains("lcmcr"))
        {
            var sweeps = Math.Max(2_000, options.Sweeps / 4);
            foreach (var (name, classes, prior) in new[] { ("K = 5", 5, (1.0, 1.0)), ("K = 20", 20, (1.0, 1.0)), ("K = 10, \u03BB ~ beta(1, 4)", 10, (1.0, 4.0)), ("K = 10, \u03BB ~ beta(1/2, 1/2)", 10, (0.5, 0.5)) })
            {
                progress?.Report(new Progress("latent classes, " + name, 0, 1));
                var posterior = LatentClassModel.Run(table, 4, sweeps, sweeps, options.Seed, classes, prior, options.Threads, stop);
                rows.Add(new PriorRow("lcmcr", name, posterior.Median, posterior.Low, posterior.High, "R-hat", posterior.Diagnostics.RHat, posterior.Diagnostics.Converged));
            }
        }

        return rows.ToImmutable();
    }

    public static ImmutableArray<DependenceBound> Bounds(CaptureTable table, CancellationToken stop) =>
        table.ListCount <= 8 ? DependenceBounds.Of(table, OddsGrid, stop) : [];

    /// <summary>Independence and stepwise over tables the truth might have been.</summary>
    public static ImmutableArray<LinkageReport> Linkage(CaptureTable table, EstimationOptions options, CancellationToken stop)
    {
        var (source, tables) = !options.LinkageDraws.IsEmpty ? (string.Create(CultureInfo.InvariantCulture, $"{options.LinkageDraws.Length} linked tables"), options.LinkageDraws)
            : options.LinkageRates is { } rates ? (string.Create(CultureInfo.InvariantCulture, $"{100 * rates.Missed:0.#} % of links missed, {100 * rates.False:0.#} % false"), [.. LinkageError.Draws(table, rates, 60, options.Seed)])
            : ("", []);
        if (tables.IsEmpty)
        {
            return [];
        }

        var reports = ImmutableArray.CreateBuilder<LinkageReport>();
        foreach (var method in new[] { "independence", "stepwise", "bic" })
        {
            if (method == "bic" && table.ListCount > 5)
            {
                continue;
            }

            var selector = method == "bic" ? new BicSelector(new ModelSpace(table.ListCount, ModelEnumeration.DefaultOrder(table.ListCount)), []) : null;
            (double, double) Estimate(CaptureTable t)
            {
                stop.ThrowIfCancellationRequested();
                var model = method == "independence" ? HierarchicalModel.Independence(t.ListCount)
                    : selector is null ? new Stepwise(t.ListCount).Run(t, options.StepwiseThreshold).Model(t.ListCount)
                    : selector.Best(t)?.Model(t.ListCount) ?? HierarchicalModel.Independence(t.ListCount);
                var fit = ExtendedFit.Of(t, model);
                return (fit.Estimate, fit.LogUnseenError);
            }

            if (LinkageError.Pool([.. tables.Select(t => t.Observed)], [.. tables.Select(Estimate)]) is { } pooled)
            {
                reports.Add(new LinkageReport(source, method, pooled) { Rates = options.LinkageDraws.IsEmpty ? options.LinkageRates : null });
            }
        }

        return reports.ToImmutable();
    }
}
