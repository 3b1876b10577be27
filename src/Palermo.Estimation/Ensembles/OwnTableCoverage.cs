using System.Collections.Immutable;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Selection;
using Palermo.Estimation.Simulation;

namespace Palermo.Estimation.Ensembles;

/// <summary>If a model were the truth for this country, how often each method's interval would hold it, and where its median would lie.</summary>
/// <param name="Truth">The model taken as the truth.</param>
/// <param name="Population">Its N.</param>
/// <param name="Method">The method judged; "headline" for the range quoted.</param>
/// <param name="Coverage">Share of samples whose 95 % interval holds N, among all samples.</param>
/// <param name="MedianRatio">Median of estimate / N over the samples answered.</param>
/// <param name="Answered">Samples with an answer.</param>
public sealed record OwnTableCoverageRow(string Truth, double Population, string Method, double Coverage, double MedianRatio, int Answered);

/// <summary>Simulates from the top models of the country's own table and runs the methods on every sample.</summary>
public static class OwnTableCoverage
{
    /// <param name="table">Three to six lists.</param>
    /// <param name="methods">Methods judged.</param>
    /// <param name="samples">Samples a truth.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="progress">Told after every sample.</param>
    /// <param name="stop">Cancels between samples.</param>
    public static ImmutableArray<OwnTableCoverageRow> Run(CaptureTable table, ImmutableArray<string> methods, int samples, ulong seed, IProgress<Progress>? progress = null, CancellationToken stop = default)
    {
        var order = ModelEnumeration.DefaultOrder(table.ListCount);
        HierarchicalModel[] truths =
        [
            HierarchicalModel.Independence(table.ListCount),
            new Stepwise(table.ListCount).Run(table).Model(table.ListCount),
            .. ModelEnumeration.Run(table, order, 3, stop: stop).Top.Select(f => f.Model(table.ListCount)),
        ];
        var rows = ImmutableArray.CreateBuilder<OwnTableCoverageRow>();
        foreach (var model in truths.Distinct())
        {
            var fit = ExtendedFit.Of(table, model);
            if (!fit.Verdict.Usable)
            {
                continue;
            }

            var population = (long)Math.Round(fit.Estimate, MidpointRounding.ToEven);
            var truth = new KnownTruth(model.ToString(), population, table.Lists, [.. fit.Fitted.Select(mu => mu / fit.Fitted.Sum())]);
            rows.AddRange(Judge(truth, methods, samples, seed, progress, stop));
        }

        return rows.ToImmutable();
    }

    /// <summary>The same for any known truth.</summary>
    public static ImmutableArray<OwnTableCoverageRow> Judge(KnownTruth truth, ImmutableArray<string> methods, int samples, ulong seed, IProgress<Progress>? progress = null, CancellationToken stop = default)
    {
        var names = methods.Add("headline");
        var covered = names.ToDictionary(m => m, _ => 0);
        var ratios = names.ToDictionary(m => m, _ => new List<double>());
        for (var s = 0; s < samples; s++)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Report(new Progress("simulation from " + truth.Name, s, samples));
            var report = Ensemble.Run(truth.Draw(seed, s), new EstimationOptions { Methods = methods, Replicates = 0, Seed = seed, Sensitivity = false, Alarm = false }, null, stop);
            foreach (var e in report.Estimates)
            {
                Note(e.Method, e.Estimate, e.Interval.Low, e.Interval.High);
            }

            if (report.Headline is { } headline)
            {
                Note("headline", headline.Central, headline.Low, headline.High);
            }
        }

        void Note(string method, double estimate, double low, double high)
        {
            covered[method] += low <= truth.Population && truth.Population <= high ? 1 : 0;
            ratios[method].Add(estimate / truth.Population);
        }

        return [.. names.Select(m => new OwnTableCoverageRow(truth.Name, truth.Population, m, (double)covered[m] / samples, ratios[m].Count > 0 ? Numerics.Quantiles.Type8OfUnsorted(ratios[m], 0.5) : double.NaN, ratios[m].Count))];
    }
}
