using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Palermo.Web.Jobs;

/// <summary>
/// Jobs on disk, a folder each: what was asked, where it stands, what came of it. Files are written beside themselves and moved, so
/// that a stop of the server at any moment leaves a job that can be read. Nobody but the server's own account may read them.
/// </summary>
public class JobFolder<TJob>
    where TJob : Job
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private readonly string _root;
    private readonly Lock _writing = new();

    public JobFolder(string root)
    {
        _root = root;
        Make(_root);
    }

    /// <summary>An identity that no other job has.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>Every job, the newest first. A folder that holds no readable job is passed over.</summary>
    public ImmutableArray<TJob> List() =>
        [.. Directory.GetDirectories(_root).Select(d => Find(Path.GetFileName(d))).OfType<TJob>().OrderByDescending(j => j.CreatedAt).ThenBy(j => j.Id, StringComparer.Ordinal)];

    public TJob? Find(string id)
    {
        try
        {
            return Read(id, "job.json") is { } text ? JsonSerializer.Deserialize<TJob>(text, Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public TJob Save(TJob job)
    {
        Write(job.Id, "job.json", JsonSerializer.SerializeToUtf8Bytes(job, Json));
        return job;
    }

    /// <summary>A file of a job; null when it is not there or the identity is none.</summary>
    protected byte[]? Read(string id, string file) => Of(id, file) is { } path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    /// <summary>Writes a file of a job, whose folder is made when it is not there.</summary>
    protected void Write(string id, string file, byte[] bytes)
    {
        var path = Of(id, file) ?? throw new ArgumentException("a job is named by 24 hexadecimal digits", nameof(id));
        lock (_writing)
        {
            Make(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path + ".new", bytes);
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    private string? Of(string id, string file) => id.Length == 24 && id.All(char.IsAsciiHexDigitLower) ? Path.Combine(_root, id, file) : null;

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
