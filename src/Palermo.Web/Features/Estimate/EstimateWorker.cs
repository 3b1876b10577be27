using System.Collections.Concurrent;
using System.Threading.Channels;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Reports;
using Palermo.Estimation.Selection;

namespace Palermo.Web.Features.Estimate;

/// <summary>
/// Runs the jobs one after the other. A job that a stop of the server cut off is begun again when the server is back: the same seed
/// gives the same report. After three beginnings it is given up, so that a job that brings the server down does not do so for ever.
/// </summary>
public sealed class EstimateWorker(EstimateFolder folder, TimeProvider clock, ILogger<EstimateWorker> log) : BackgroundService
{
    private const int MostStarts = 3;

    // A job is asked for its state and given another in one step: a cancelled one stays so.
    private readonly Lock _states = new();

    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    public EstimateJob Ask(NewEstimate asked)
    {
        var job = folder.Add(asked, clock.GetUtcNow());
        _waiting.Writer.TryWrite(job.Id);
        return job;
    }

    /// <summary>Null when there is no such job. One that is done stays as it is.</summary>
    public EstimateJob? Cancel(string id)
    {
        EstimateJob cancelled;
        lock (_states)
        {
            if (folder.Find(id) is not { } job || !job.IsOpen)
            {
                return folder.Find(id);
            }

            cancelled = folder.Save(job with { State = JobState.Cancelled, Task = null });
        }

        if (_running.TryGetValue(id, out var stop))
        {
            stop.Cancel();
        }

        return cancelled;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var open in folder.List().Where(j => j.IsOpen).OrderBy(j => j.CreatedAt))
        {
            _waiting.Writer.TryWrite(open.Id);
        }

        await foreach (var id in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (folder.Find(id) is { IsOpen: true } job)
            {
                await Task.Run(() => Run(job, stoppingToken), CancellationToken.None);
            }
        }
    }

    private void Run(EstimateJob job, CancellationToken serverStops)
    {
        if (job.Starts >= MostStarts)
        {
            folder.Save(job with { State = JobState.Failed, Task = null });
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(serverStops);
        _running[job.Id] = stop;
        try
        {
            if (!Advance(job = job with { State = JobState.Running, Starts = job.Starts + 1 }))
            {
                return;
            }

            var options = new EstimationOptions { Seed = job.Request.Seed, Replicates = job.Request.Replicates, Sensitivity = job.Request.Sensitivity, Strata = folder.Strata(job), ValidationSamples = job.Request.ValidationSamples, Census = true, Threads = Math.Max(1, Environment.ProcessorCount - 1) };
            options = job.Request.Methods.IsEmpty ? options : options with { Methods = job.Request.Methods };
            var report = Ensemble.Run(folder.Table(job), options, new Told(this, job), stop.Token);

            folder.Keep(job, SmallCounts.Without(report with { Cautions = report.Cautions.AddRange(job.Request.Notes) }, options.SmallestShown));
            Advance(job with { State = JobState.Done, Percent = 100, Task = null });
        }
        catch (OperationCanceledException)
        {
            // Cancelled by a person it says so already; stopped with the server it stays open and is begun again.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            EstimateLog.Failed(log, job.Id, e);
            Advance(job with { State = JobState.Failed, Task = null });
        }
        finally
        {
            _running.TryRemove(job.Id, out _);
        }
    }

    /// <summary>A cancelled job stays cancelled, whatever its run still did.</summary>
    private bool Advance(EstimateJob job)
    {
        lock (_states)
        {
            if (folder.Find(job.Id)?.State == JobState.Cancelled)
            {
                return false;
            }

            folder.Save(job);
            return true;
        }
    }

    /// <summary>Keeps progress on disk, where any request sees it; at most once a percent.</summary>
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
