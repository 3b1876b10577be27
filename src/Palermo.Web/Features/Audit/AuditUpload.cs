using System.Collections.Immutable;
using Palermo.Disclosure.Audit;
using Palermo.Web.Features.Errors;

namespace Palermo.Web.Features.Audit;

/// <summary>The files that a visitor gave, on disk only while they are read.</summary>
public sealed class AuditUpload : IDisposable
{
    /// <summary>Bytes of all files together.</summary>
    public const long MostBytes = 16 * 1024 * 1024;

    private const int MostFiles = 4;

    private readonly string _folder;

    private AuditUpload(string folder, ImmutableArray<string> paths, AuditOptions options, bool isOwn) => (_folder, Paths, Options, IsOwn) = (folder, paths, options, isOwn);

    public ImmutableArray<string> Paths { get; }

    public AuditOptions Options { get; }

    /// <summary>The visitor says that the data are their own.</summary>
    public bool IsOwn { get; }

    public static async Task<(AuditUpload? Upload, BadRequest? Problem)> Read(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType)
        {
            return (null, new("bad.not_a_form"));
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancel);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
        {
            return (null, new("audit.too_large"));
        }

        var files = form.Files.Where(f => f.Length > 0).ToArray();
        if (files.Length is 0 or > MostFiles)
        {
            return (null, new("audit.no_file"));
        }

        var folder = Directory.CreateTempSubdirectory("palermo-audit-").FullName;
        var paths = ImmutableArray.CreateBuilder<string>();
        foreach (var (file, i) in files.Select((f, i) => (f, i)))
        {
            // A name of our own: what a visitor calls a file decides nothing but its kind.
            var kind = Path.GetExtension(file.FileName).ToLowerInvariant() is (".xlsx" or ".tsv") and var known ? known : ".csv";
            var path = Path.Combine(folder, $"file-{i + 1}{kind}");
            await using var to = File.Create(path);
            await file.CopyToAsync(to, cancel);
            paths.Add(path);
        }

        var value = form["value"].ToString().Trim();
        return (new AuditUpload(folder, paths.ToImmutable(), new AuditOptions { Value = value.Length == 0 ? null : value }, form["own"] == "yes"), null);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
