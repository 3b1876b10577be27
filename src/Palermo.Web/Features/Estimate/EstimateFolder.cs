using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Reports;
using Palermo.Estimation.Strata;
using Palermo.Web.House;

namespace Palermo.Web.Features.Estimate;

/// <summary>
/// The jobs on disk, a folder each: what was asked, the counts, where it stands, the report. Files are written beside themselves and
/// moved, so that a stop of the server at any moment leaves a job that can be read. Nobody but the server's own account may read them.
/// </summary>
/// <remarks>
/// Setting <c>Estimates:Folder</c>, else <c>estimates</c> in the data folder (<c>Datasets:Folder</c>, PALERMO_DATA); with neither, a
/// temporary folder that does not outlive the server.
/// </remarks>
public sealed class EstimateFolder
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private readonly string _root;
    private readonly Lock _writing = new();

    public EstimateFolder(IConfiguration settings, PassingFolders passing)
    {
        var data = settings["Datasets:Folder"] ?? Environment.GetEnvironmentVariable("PALERMO_DATA");
        _root = settings["Estimates:Folder"] is { Length: > 0 } set ? set
            : !string.IsNullOrEmpty(data) ? Path.Combine(data, "estimates")
            : passing.Make("palermo-estimates-");
        Make(_root);
    }

    /// <summary>Every job, the newest first. A folder that holds no readable job is passed over.</summary>
    public ImmutableArray<EstimateJob> List() =>
        [.. Directory.GetDirectories(_root).Select(d => Find(Path.GetFileName(d))).OfType<EstimateJob>().OrderByDescending(j => j.CreatedAt).ThenBy(j => j.Id, StringComparer.Ordinal)];

    public EstimateJob? Find(string id)
    {
        var file = Of(id, "job.json");
        try
        {
            return file is not null && File.Exists(file) ? JsonSerializer.Deserialize<EstimateJob>(File.ReadAllText(file), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public EstimateJob Add(NewEstimate asked, DateTimeOffset now)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        Make(Path.Combine(_root, id));
        Write(Of(id, "counts.json")!, JsonSerializer.Serialize(asked.Table.Counts.ToArray()));
        Write(Of(id, "strata.json")!, JsonSerializer.Serialize(asked.Strata.Select(s => new KeptStratum(s.Categories, s.Table.Counts.ToArray()))));
        return Save(new EstimateJob(id, asked.Request, JobState.Waiting, now, 0));
    }

    public EstimateJob Save(EstimateJob job)
    {
        Write(Of(job.Id, "job.json")!, JsonSerializer.Serialize(job, Json));
        return job;
    }

    public CaptureTable Table(EstimateJob job) =>
        CaptureTable.Create(job.Request.Lists, JsonSerializer.Deserialize<long[]>(File.ReadAllText(Of(job.Id, "counts.json")!)));

    /// <summary>The table by stratum; empty when the people are not split.</summary>
    public ImmutableArray<Stratum> Strata(EstimateJob job) =>
        Of(job.Id, "strata.json") is { } file && File.Exists(file)
            ? [.. JsonSerializer.Deserialize<KeptStratum[]>(File.ReadAllText(file))!.Select(s => Part(job.Request, s))]
            : [];

    private static Stratum Part(EstimateRequest request, KeptStratum kept)
    {
        var name = string.Join(", ", kept.Categories);
        return new Stratum(name, CaptureTable.Create(request.Lists, kept.Counts), request.Populations.FirstOrDefault(p => p.Part == name)?.People) { Categories = kept.Categories, Factors = request.Strata };
    }

    public void Keep(EstimateJob job, EstimationReport report) => Write(Of(job.Id, "report.json")!, ReportState.Write(report));

    /// <summary>The report of a job that is done; null when it is not there, or was made by a program that kept it otherwise.</summary>
    public EstimationReport? Report(EstimateJob job)
    {
        try
        {
            return Of(job.Id, "report.json") is { } file && File.Exists(file) ? ReportState.Read(File.ReadAllText(file)) : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private string? Of(string id, string file) => id.Length == 24 && id.All(char.IsAsciiHexDigitLower) ? Path.Combine(_root, id, file) : null;

    private void Write(string file, string text)
    {
        lock (_writing)
        {
            File.WriteAllText(file + ".new", text);
            File.Move(file + ".new", file, overwrite: true);
        }
    }

    private sealed record KeptStratum(ImmutableArray<string> Categories, long[] Counts);

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
