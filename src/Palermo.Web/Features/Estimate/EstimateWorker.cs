using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Reports;
using Palermo.Estimation.Selection;
using Palermo.Web.Jobs;

namespace Palermo.Web.Features.Estimate;

/// <summary>Runs the estimates. One that is begun again gives the same report: the same seed, the same counts.</summary>
public sealed class EstimateWorker(EstimateFolder folder, TimeProvider clock, ILogger<EstimateWorker> log) : JobWorker<EstimateJob, EstimateFolder>(folder)
{
    public EstimateJob Ask(NewEstimate asked)
    {
        var job = Folder.Add(asked, clock.GetUtcNow());
        Enqueue(job);
        return job;
    }

    protected override Task<EstimateJob> WorkAsync(EstimateJob job, CancellationToken stop)
    {
        var options = new EstimationOptions { Seed = job.Request.Seed, Replicates = job.Request.Replicates, Sensitivity = job.Request.Sensitivity, Strata = Folder.Strata(job), ValidationSamples = job.Request.ValidationSamples, Census = true, Threads = Math.Max(1, Environment.ProcessorCount - 1) };
        options = job.Request.Methods.IsEmpty ? options : options with { Methods = job.Request.Methods };
        var report = Ensemble.Run(Folder.Table(job), options, new Told(this, job), stop);
        Folder.Keep(job, SmallCounts.Without(report with { Cautions = report.Cautions.AddRange(job.Request.Notes) }, options.SmallestShown));
        return Task.FromResult(job with { State = JobState.Done, Percent = 100, Task = null });
    }

    protected override void Failed(EstimateJob job, Exception error) => EstimateLog.Failed(log, job.Id, error);

    /// <summary>Keeps progress on disk; at most once a percent.</summary>
    private sealed class Told(EstimateWorker worker, EstimateJob job) : IProgress<Progress>
    {
        private readonly Lock _gate = new();
        private (string, int) _last;

        public void Report(Progress value)
        {
            var percent = (int)(100 * value.Done / Math.Max(1, value.All));
            lock (_gate)
            {
                if (_last != (value.Task, percent))
                {
                    _last = (value.Task, percent);
                    worker.Advance(job with { Task = value.Task, Percent = percent });
                }
            }
        }
    }
}

internal static partial class EstimateLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The estimate {Id} failed.")]
    public static partial void Failed(ILogger log, string id, Exception error);
}
