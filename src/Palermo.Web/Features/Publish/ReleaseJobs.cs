using Palermo.Disclosure.Synthesis;
using Palermo.Web.House;
using Palermo.Web.Jobs;

namespace Palermo.Web.Features.Publish;

/// <summary>The makings of releases on disk: beside what every job has, the noisy measurements, once they are paid for.</summary>
/// <remarks>In <c>Gate:Folder</c>, beside the budgets; without it in a temporary folder that does not outlive the server.</remarks>
public sealed class ReleaseJobs(IConfiguration settings, PassingFolders passing)
    : JobFolder<ReleaseJob>(settings["Gate:Folder"] is { Length: > 0 } folder ? Path.Combine(folder, "release-jobs") : passing.Make("palermo-release-jobs-"))
{
    /// <summary>What was measured; null while nothing was.</summary>
    public Measurements? Measured(ReleaseJob job) => Read(job.Id, "measured.json") is { } kept ? MeasuredState.Read(kept) : null;

    public bool IsMeasured(ReleaseJob job) => Read(job.Id, "measured.json") is not null;

    public void Keep(ReleaseJob job, Measurements measured) => Write(job.Id, "measured.json", MeasuredState.Write(measured));
}
