using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Palermo.Web.Jobs;

/// <summary>
/// Runs the jobs of a folder one after the other. A job that a stop of the server cut off is begun again when the server is back; after
/// three beginnings it is given up, so that a job that brings the server down does not do so for ever.
/// </summary>
public abstract class JobWorker<TJob, TFolder>(TFolder folder) : BackgroundService
    where TJob : Job
    where TFolder : JobFolder<TJob>
{
    public const int MostStarts = 3;

    protected TFolder Folder { get; } = folder;

    // A job is asked for its state and given another in one step: a cancelled one stays so.
    private readonly Lock _states = new();

    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    /// <summary>Null when there is no such job. One that is done stays as it is.</summary>
    public TJob? Cancel(string id)
    {
        TJob cancelled;
        lock (_states)
        {
            if (Folder.Find(id) is not { } job || !job.IsOpen)
            {
                return Folder.Find(id);
            }

            cancelled = Folder.Save(Changed(job, j => j with { State = JobState.Cancelled, Task = null }));
        }

        if (_running.TryGetValue(id, out var stop))
        {
            stop.Cancel();
        }

        return cancelled;
    }

    /// <summary>Has a job run as soon as those before it are done.</summary>
    protected void Enqueue(TJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        _waiting.Writer.TryWrite(job.Id);
    }

    /// <summary>Does the work and says how it ended; the job as given is running.</summary>
    protected abstract Task<TJob> WorkAsync(TJob job, CancellationToken stop);

    /// <summary>Writes to the log that a job met an error.</summary>
    protected abstract void Failed(TJob job, Exception error);

    /// <summary>Keeps where a job stands, where any request sees it. A cancelled job stays cancelled, whatever its run still did.</summary>
    protected bool Advance(TJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (_states)
        {
            if (Folder.Find(job.Id)?.State == JobState.Cancelled)
            {
                return false;
            }

            Folder.Save(job);
            return true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var open in Folder.List().Where(j => j.IsOpen).OrderBy(j => j.CreatedAt))
        {
            Enqueue(open);
        }

        await foreach (var id in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (Folder.Find(id) is { IsOpen: true } job)
            {
                await Task.Run(() => RunAsync(job, stoppingToken), CancellationToken.None);
            }
        }
    }

    private async Task RunAsync(TJob job, CancellationToken serverStops)
    {
        if (job.Starts >= MostStarts)
        {
            Folder.Save(Changed(job, j => j with { State = JobState.Failed, Task = null }));
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(serverStops);
        _running[job.Id] = stop;
        try
        {
            if (Advance(job = Changed(job, j => j with { State = JobState.Running, Starts = j.Starts + 1 })))
            {
                Advance(await WorkAsync(job, stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // Cancelled by a person it says so already; stopped with the server it stays open and is begun again.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(job, e);
            Advance(Changed(job, j => j with { State = JobState.Failed, Task = null }));
        }
        finally
        {
            _running.TryRemove(job.Id, out _);
        }
    }

    private static TJob Changed(TJob job, Func<Job, Job> change) => (TJob)change(job);
}
