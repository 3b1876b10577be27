using System.Collections.Immutable;
using System.Reflection;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Selection;
using Palermo.Estimation.Strata;

namespace Palermo.Estimation.Ensembles;

/// <summary>Runs the gate, the methods asked for, and what belongs beside them. Never one number.</summary>
public static class Ensemble
{
    private const int CloudSize = 400;

    /// <exception cref="OperationCanceledException">Cancelled between steps.</exception>
    public static EstimationReport Run(CaptureTable table, EstimationOptions options, IProgress<Progress>? progress = null, CancellationToken stop = default)
    {
        var gate = Gate.Check(table);
        var report = new EstimationReport
        {
            Version = typeof(Ensemble).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
            Seed = options.Seed,
            Replicates = options.Resamples.IsEmpty ? options.Replicates : options.Resamples.Length,
            Table = TableSummaries.Of(table),
            Cautions = gate.Cautions,
        };
        if (gate.Closed)
        {
            return report with
            {
                Refusals = gate.Refusals,
                MayBeSaid = table.Observed > 0 ? PlainLanguage.MayBeSaid(report.Table, null, null, [], []) : [],
                MayNotBeSaid = PlainLanguage.MayNotBeSaid(null, [], false),
            };
        }

        var context = new MethodContext(table, options, progress, stop);
        var estimates = ImmutableArray.CreateBuilder<MethodEstimate>();
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        refusals.AddRange(gate.HeadlineRefusals);
        for (var i = 0; i < options.Methods.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Report(new Progress(options.Methods[i], i, options.Methods.Length));
            Take(Methods.Run(options.Methods[i], context));
        }

        foreach (var model in options.Models)
        {
            Take(Methods.Fixed(model, context));
        }

        void Take(MethodOutcome outcome)
        {
            if (outcome is MethodOutcome.Answered answered)
            {
                estimates.Add(answered.Estimate);
            }
            else if (outcome is MethodOutcome.Refused refused)
            {
                refusals.Add(refused.Refusal);
            }
        }

        var answers = estimates.ToImmutable();
        var clusters = Headlines.Clusters(answers);
        var headline = gate.HeadlineRefusals.IsEmpty ? Headlines.Of(table.Observed, answers) : null;
        var alarm = options.Alarm ? HeterogeneityAlarm.Of(table, stop) : null;
        return report with
        {
            Estimates = answers,
            Refusals = refusals.ToImmutable(),
            Clusters = clusters,
            Headline = headline,
            Alarm = alarm,
            Census = options.Census ? CensusOf(table, options, context, progress, stop) : null,
            Cloud = Cloud(table, context, answers),
            Sensitivity = options.Sensitivity ? Sensitivities.Of(table, options, stop) : [],
            Checks = options.Sensitivity ? ListChecks.Of(table, stop) : [],
            Thresholds = options.Sensitivity ? Explorations.Thresholds(table, stop) : [],
            Priors = options.Sensitivity ? Explorations.Priors(table, options, progress, stop) : [],
            Bounds = options.Sensitivity ? Explorations.Bounds(table, stop) : [],
            Strata = options.Strata.Length > 1 ? StratifiedEstimation.Run(options.Strata, options.Seed, options.SmallestShown) : null,
            Covariates = options.Strata.Length > 1 ? CovariateModel.Run(options.Strata, options.SmallestShown, options.Replicates, options.Seed, stop) : null,
            Pairs = options.Strata.Length > 1 ? DoublyRobustPair.Of(options.Strata, options.Seed) : [],
            Linkage = Explorations.Linkage(table, options, stop),
            Validation = options.ValidationSamples > 0 && table.ListCount <= 6
                ? OwnTableCoverage.Run(table, ["independence", "chao", "stepwise", "bic", "bic-average", "dga-open"], options.ValidationSamples, options.Seed, progress, stop)
                : [],
            MayBeSaid = PlainLanguage.MayBeSaid(report.Table, headline, alarm, clusters, answers),
            MayNotBeSaid = PlainLanguage.MayNotBeSaid(headline, clusters, options.Strata.Length > 1),
        };
    }

    private static Census? CensusOf(CaptureTable table, EstimationOptions options, MethodContext context, IProgress<Progress>? progress, CancellationToken stop) =>
        table.ListCount > 6 ? null
        : options.CheckpointFile is { } file ? ResumableCensus.Run(table, context.CensusOrder, file, TableSummaries.Of(table).Hash, options.Threads, progress, stop)
        : ModelEnumeration.Run(table, context.CensusOrder, 20, options.Threads, progress, stop);

    /// <summary>The best models by BIC, N against BIC; only where the methods asked for fitted them all anyway.</summary>
    private static ImmutableArray<CloudPoint> Cloud(CaptureTable table, MethodContext context, ImmutableArray<MethodEstimate> answers)
    {
        if (table.ListCount > 6 || !answers.Any(a => a.Method == "bic-average"))
        {
            return [];
        }

        var fits = context.Fits(context.FullOrder).OrderBy(f => f.Bic).ThenBy(f => f.Mask).ToArray();
        var total = fits.Sum(f => Math.Exp((fits[0].Bic - f.Bic) / 2));
        return [.. fits.Take(CloudSize).Select(f => new CloudPoint(f.Model(table.ListCount).ToString(), f.Estimate, f.Bic, Math.Exp((fits[0].Bic - f.Bic) / 2) / total))];
    }
}
