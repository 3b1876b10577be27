using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;
using Palermo.Web.Datasets;
using Palermo.Web.Jobs;

namespace Palermo.Web.Features.Publish;

/// <summary>
/// Makes releases of whole datasets. The budget is charged under the job's own name and what was measured is kept at once: a job that is
/// begun again is not charged again and, once measured, does not look at the records again.
/// </summary>
public sealed class ReleaseWorker(ReleaseJobs jobs, WholeDesk desk, ReleaseRegister register, Gate gate, TimeProvider clock, ILogger<ReleaseWorker> log) : JobWorker<ReleaseJob, ReleaseJobs>(jobs)
{
    private readonly Lock _asking = new();

    /// <summary>Begins a job under an identity that the form carried: sent twice, the form begins one job.</summary>
    public ReleaseJob Ask(string id, WholeRequest request)
    {
        lock (_asking)
        {
            if (Folder.Find(id) is { } known)
            {
                return known;
            }

            var job = Folder.Save(new ReleaseJob(id, request, JobState.Waiting, clock.GetUtcNow(), 0));
            Enqueue(job);
            return job;
        }
    }

    /// <summary>Goes on with a job that stopped after it was paid for; null when there is no such job. Costs nothing.</summary>
    public ReleaseJob? GoOn(string id)
    {
        lock (_asking)
        {
            if (Folder.Find(id) is not { State: JobState.Cancelled or JobState.Failed } job || !Folder.IsMeasured(job))
            {
                return Folder.Find(id);
            }

            job = Folder.Save(job with { State = JobState.Waiting, Starts = 0, Refused = null });
            Enqueue(job);
            return job;
        }
    }

    /// <summary>Why no k-anonymous rows of a dataset may be made: others left, wait for their second person or are being made, or figures were withheld that they would tell; null where they may.</summary>
    public WayClosed? RowsClosed(string dataset) =>
        IsOut(dataset) || Folder.List().Any(j => j.IsOpen && j.Request.Dataset == dataset && j.Request.Epsilon is null) ? WayClosed.SecondKAnonymous
        : gate.MayRowsLeave(dataset) ? null : WayClosed.BesideWithheld;

    private bool IsOut(string dataset) =>
        register.List().Any(r => r.Manifest.Dataset == dataset && r.Manifest.Protection == ProtectionKind.KAnonymousSynthesis && (r.WasPublished || r.State == ReleaseState.Prepared));

    protected override async Task<ReleaseJob> WorkAsync(ReleaseJob job, CancellationToken stop)
    {
        FinishedRelease release;
        WholeUse? use = null;
        try
        {
            if (job.Request.Epsilon is null)
            {
                if (IsOut(job.Request.Dataset))
                {
                    return Refuse(job, WholeRefusal.SecondKAnonymous);
                }

                if (!gate.MayRowsLeave(job.Request.Dataset))
                {
                    return Refuse(job, WholeRefusal.BesideWithheld);
                }

                Told(job, "rows", 20);
                (release, use) = await desk.KAnonymousAsync(job.Request, job.Id, stop);
            }
            else
            {
                var measured = Folder.Measured(job);
                if (measured is null)
                {
                    Told(job, "measure", 10);
                    // From the charge to the file nothing is cut off: what is paid for is not thrown away.
                    stop.ThrowIfCancellationRequested();
                    measured = desk.Measure(job.Request, job.Id);
                    Folder.Keep(job, measured);
                }

                Told(job, "rows", 40);
                release = await desk.FinishAsync(job.Request, job.Id, measured, stop);
            }
        }
        catch (BudgetException)
        {
            return Refuse(job, WholeRefusal.Budget);
        }
        catch (InvalidDataException)
        {
            return Refuse(job, WholeRefusal.Data);
        }

        Told(job, "register", 90);
        stop.ThrowIfCancellationRequested();
        // The same measurements give the same bytes: a job cut off after this line finds its release there.
        if (register.Find(release.Manifest.Identifier) is null)
        {
            register.Prepare(release, job.Request.Person, job.Request.Date);
        }

        return job with { State = JobState.Done, Percent = 100, Task = null, Release = release.Manifest.Identifier, Use = use, Bytes = release.Manifest.Files.Keys.Sum(f => (long)release.Files[f].Length) };
    }

    protected override void Failed(ReleaseJob job, Exception error) => ReleaseLog.Failed(log, job.Id, error);

    private static ReleaseJob Refuse(ReleaseJob job, WholeRefusal why) => job with { State = JobState.Failed, Task = null, Refused = why };

    private void Told(ReleaseJob job, string task, int percent) => Advance(job with { Task = task, Percent = percent });
}

internal static partial class ReleaseLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The release {Id} was not made.")]
    public static partial void Failed(ILogger log, string id, Exception error);
}
