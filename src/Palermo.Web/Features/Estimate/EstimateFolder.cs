using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Reports;
using Palermo.Estimation.Strata;
using Palermo.Web.House;
using Palermo.Web.Jobs;

namespace Palermo.Web.Features.Estimate;

/// <summary>The estimates on disk: beside what every job has, the counts and the report.</summary>
/// <remarks>
/// Setting <c>Estimates:Folder</c>, else <c>estimates</c> in the data folder (<c>Datasets:Folder</c>, PALERMO_DATA); with neither, a
/// temporary folder that does not outlive the server.
/// </remarks>
public sealed class EstimateFolder(IConfiguration settings, PassingFolders passing) : JobFolder<EstimateJob>(Root(settings, passing))
{
    public EstimateJob Add(NewEstimate asked, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var id = NewId();
        Write(id, "counts.json", JsonSerializer.SerializeToUtf8Bytes(asked.Table.Counts.ToArray()));
        Write(id, "strata.json", JsonSerializer.SerializeToUtf8Bytes(asked.Strata.Select(s => new KeptStratum(s.Categories, s.Table.Counts.ToArray()))));
        return Save(new EstimateJob(id, asked.Request, JobState.Waiting, now, 0));
    }

    public CaptureTable Table(EstimateJob job) => CaptureTable.Create(job.Request.Lists, JsonSerializer.Deserialize<long[]>(Read(job.Id, "counts.json")));

    /// <summary>The table by stratum; empty when the people are not split.</summary>
    public ImmutableArray<Stratum> Strata(EstimateJob job) =>
        Read(job.Id, "strata.json") is { } kept
            ? [.. JsonSerializer.Deserialize<KeptStratum[]>(kept)!.Select(s => Part(job.Request, s))]
            : [];

    private static Stratum Part(EstimateRequest request, KeptStratum kept)
    {
        var name = string.Join(", ", kept.Categories);
        return new Stratum(name, CaptureTable.Create(request.Lists, kept.Counts), request.Populations.FirstOrDefault(p => p.Part == name)?.People) { Categories = kept.Categories, Factors = request.Strata };
    }

    public void Keep(EstimateJob job, EstimationReport report) => Write(job.Id, "report.json", Encoding.UTF8.GetBytes(ReportState.Write(report)));

    /// <summary>The report of a job that is done; null when it is not there, or was made by a program that kept it otherwise.</summary>
    public EstimationReport? Report(EstimateJob job)
    {
        try
        {
            return Read(job.Id, "report.json") is { } kept ? ReportState.Read(Encoding.UTF8.GetString(kept)) : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Root(IConfiguration settings, PassingFolders passing)
    {
        var data = settings["Datasets:Folder"] ?? Environment.GetEnvironmentVariable("PALERMO_DATA");
        return settings["Estimates:Folder"] is { Length: > 0 } set ? set
            : !string.IsNullOrEmpty(data) ? Path.Combine(data, "estimates")
            : passing.Make("palermo-estimates-");
    }

    private sealed record KeptStratum(ImmutableArray<string> Categories, long[] Counts);
}
