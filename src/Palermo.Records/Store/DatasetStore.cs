using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;
using Palermo.Records.Quality;
using Palermo.Records.Sources;

namespace Palermo.Records.Store;

/// <summary>
/// Imported datasets in a data folder: immutable, sealed Parquet, one folder a version. An import is visible only when it is
/// whole; stopped at any moment it leaves the old state, and importing the same file again goes on from the last part that
/// was finished. The next import of another file clears what a stopped one left.
/// </summary>
/// <remarks>
/// Layout: <c>master.key</c>, <c>keys/VERSION.key</c>, <c>datasets/VERSION/{part-NNNNN.sealed, index.sealed,
/// countries.sealed, manifest.json}</c>, <c>catalogue.jsonl</c> (append-only: name, version, time), <c>staging/VERSION</c> (an unfinished
/// import: its finished parts and <c>checkpoint.sealed</c>).
/// </remarks>
public sealed class DatasetStore
{
    private const string Format = "4";

    private static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    private readonly string folder;
    private readonly KeyRing keys;
    private readonly Catalogue catalogue;
    private readonly TimeProvider clock;
    private readonly DialectCatalog catalog;

    private DatasetStore(string folder, KeyRing keys, TimeProvider clock, DialectCatalog catalog)
    {
        this.folder = folder;
        catalogue = new Catalogue(folder);
        this.keys = keys;
        this.clock = clock;
        this.catalog = catalog;
    }

    /// <summary>Opens a data folder, making it when it is absent.</summary>
    public static DatasetStore Open(string folder, TimeProvider clock, DialectCatalog? catalog = null)
    {
        Directory.CreateDirectory(folder);
        return new DatasetStore(folder, KeyRing.Open(folder), clock, catalog ?? DialectCatalog.Default);
    }

    /// <summary>The datasets by name, with their newest versions.</summary>
    public ImmutableArray<DatasetEntry> List() =>
    [
        .. catalogue.Lines()
            .GroupBy(l => l.Name, StringComparer.Ordinal)
            .Select(g => (Newest: g.Last(), Versions: g.Select(l => l.Version).Distinct(StringComparer.Ordinal).Count()))
            .Where(d => File.Exists(ManifestOf(d.Newest.Version)))
            .OrderBy(d => d.Newest.Name, StringComparer.Ordinal)
            .Select(d => new DatasetEntry(d.Newest.Name, ReadManifest(d.Newest.Version), d.Newest.At, d.Versions, !keys.Has(d.Newest.Version))),
    ];

    /// <summary>
    /// Imports a file under a name. The same file in the same dialect is the same version: it is not stored twice.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The dataset's name.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told how far the reading is.</param>
    /// <param name="decisions">What a person decided on country texts before; they go first.</param>
    /// <param name="cancel">Stops the import; it can be gone on with.</param>
    public DatasetEntry Import(string path, string name, FrameOptions? options = null, IProgress<FrameProgress>? progress = null, CountryDecisions? decisions = null, CancellationToken cancel = default)
    {
        CheckName(name);
        options ??= FrameOptions.Default;
        options = options with { Catalog = catalog, Table = options.Table with { FileName = options.Table.FileName ?? Path.GetFileName(path) } };
        var source = HashOf(path);
        using var reader = Open(path, options);
        var normaliser = decisions is null ? CountryNormaliser.Default : CountryNormaliser.Default.With(decisions);
        var version = VersionOf(source, reader.Dialect, options, normaliser);
        using var alone = Alone();
        if (!IsStored(version))
        {
            ClearLeavings(version);
            Store(reader, () => Open(path, options), normaliser, version, source, progress, cancel);
        }

        catalogue.Append(new CatalogueLine(name, version, clock.GetUtcNow()));
        return List().First(d => d.Name == name);
    }

    /// <summary>Loads a dataset's newest version; only the named columns when given. Reading two of sixty columns touches their bytes alone.</summary>
    public Frame Load(string name, IReadOnlyCollection<string>? columns = null)
    {
        var manifest = Entry(name).Manifest;
        var dialect = catalog[manifest.Dialect];
        var key = keys.Get(manifest.Version);
        try
        {
            var files = new SealedFolder(Path.Combine(folder, "datasets", manifest.Version), manifest.Version, key, name);
            var rows = checked((int)manifest.Rows);
            return new Frame(dialect, rows, DatasetFiles.Read(files, dialect, [.. manifest.Columns.Where(c => columns?.Contains(c) != false)], rows), LedgerOf(manifest, dialect));
        }
        catch (Exception e) when (e is not RecordsException and not OutOfMemoryException)
        {
            throw UnsealingStream.Damaged(name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>What the countries of a dataset were read as when it was imported, and what waits for a person's decision.</summary>
    public ImmutableArray<CountryReading> Countries(string name)
    {
        var manifest = Entry(name).Manifest;
        var key = keys.Get(manifest.Version);
        try
        {
            return DatasetFiles.Countries(new SealedFolder(Path.Combine(folder, "datasets", manifest.Version), manifest.Version, key, name));
        }
        catch (Exception e) when (e is not RecordsException and not OutOfMemoryException)
        {
            throw UnsealingStream.Damaged(name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Erases every version of a dataset by deleting its keys. What other names share a version with it loses it too.</summary>
    public void Erase(string name)
    {
        _ = Entry(name);
        foreach (var version in catalogue.Lines().Where(l => l.Name == name).Select(l => l.Version).Distinct(StringComparer.Ordinal))
        {
            keys.Delete(version);
        }
    }

    private DatasetEntry Entry(string name) => List().FirstOrDefault(d => d.Name == name) ?? throw new RecordsException(new RecordsError(RecordsErrorCode.Store,
        "there is no dataset of that name", new Place(name), "Nothing was imported under it.", "List the datasets to see their names."));

    /// <summary>One import at a time in a data folder.</summary>
    private FileStream Alone()
    {
        try
        {
            return new FileStream(Path.Combine(folder, "import.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Store, "another import into the data folder is under way", new Place(folder),
                "Two at once could leave neither whole.", "Try again when it has ended."), e);
        }
    }

    private static FrameReader Open(string path, FrameOptions options) =>
        FrameReader.Open(Source.Open(path, new SourceOptions { FileName = options.Table.FileName, Sheet = options.Sheet }), options);

    // What other imports that were stopped left: staged parts, and keys that seal nothing stored.
    private void ClearLeavings(string version)
    {
        var staging = Path.Combine(folder, "staging");
        foreach (var other in Directory.Exists(staging) ? Directory.GetDirectories(staging).Where(d => Path.GetFileName(d) != version) : [])
        {
            Directory.Delete(other, recursive: true);
        }

        foreach (var other in keys.Versions().Where(v => v != version && !File.Exists(ManifestOf(v))))
        {
            keys.Delete(other);
        }
    }

    private void Store(FrameReader reader, Func<FrameReader> reopen, CountryNormaliser normaliser, string version, string source, IProgress<FrameProgress>? progress, CancellationToken cancel)
    {
        var place = Path.Combine(folder, "datasets", version);
        if (Directory.Exists(place))
        {
            // An erased version that is imported again: its old bytes are unreadable, and must go before a key is there again.
            Directory.Delete(place, recursive: true);
        }

        var staging = Path.Combine(folder, "staging", version);
        var (key, checkpoint) = Staged(staging, version);
        FrameReader? again = null;
        try
        {
            var files = new SealedFolder(staging, version, key, version);
            if (checkpoint is not null && !reader.Resume(checkpoint.Reading, progress, cancel))
            {
                checkpoint = null;
                again = reopen();
            }

            Seal(again ?? reader, files, checkpoint?.Parts ?? [], normaliser, version, source, progress, cancel);
            Directory.CreateDirectory(Path.Combine(folder, "datasets"));
            Directory.Move(staging, place);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            keys.Delete(version);
            Directory.Delete(staging, recursive: true);
            throw;
        }
        finally
        {
            again?.Dispose();
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The key and the finished part of an import that was stopped; a new key and none when nothing of it can be used.</summary>
    private (byte[] Key, Checkpoint? Finished) Staged(string staging, string version)
    {
        if (keys.Has(version) && Directory.Exists(staging))
        {
            try
            {
                var key = keys.Get(version);
                if (DatasetFiles.Finished(new SealedFolder(staging, version, key, version)) is { } finished)
                {
                    return (key, finished);
                }
            }
            catch (RecordsException)
            {
                // A key cut off by the stop: what it sealed is lost and read again.
            }
        }

        keys.Delete(version);
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        Directory.CreateDirectory(staging);
        return (keys.Create(version), null);
    }

    private static void Seal(FrameReader reader, SealedFolder files, ImmutableArray<int> finished, CountryNormaliser normaliser, string version, string source, IProgress<FrameProgress>? progress, CancellationToken cancel)
    {
        DatasetFiles.Write(reader, files, finished, normaliser, progress, cancel);
        var manifest = new Manifest
        {
            Version = version,
            Dialect = reader.Dialect.Id,
            DialectVersion = reader.Dialect.Version,
            SourceSha256 = source,
            Rows = reader.Rows,
            Columns = [.. reader.Columns.Where(c => !c.Overflowed).Select(c => c.Name)],
            Countries = normaliser.Version,
            Ledger = [.. reader.Ledger.Lines.Select(l => new ManifestLine(l.Check.Id, l.Check.Severity, l.Check.Handling, l.Column, l.Count, l.FirstRows))],
        };
        using var file = new FileStream(Path.Combine(files.Path, "manifest.json"), FileMode.Create, FileAccess.Write);
        JsonSerializer.Serialize(file, manifest, Manifest.Json);
        file.Flush(flushToDisk: true);
    }

    private bool IsStored(string version) => keys.Has(version) && File.Exists(ManifestOf(version));

    private string ManifestOf(string version) => Path.Combine(folder, "datasets", version, "manifest.json");

    private Manifest ReadManifest(string version)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(ManifestOf(version)), Manifest.Json)!;
        }
        catch (JsonException)
        {
            throw UnsealingStream.Damaged(version);
        }
    }

    private static Ledger LedgerOf(Manifest manifest, Dialect dialect)
    {
        var known = NamedChecks.Of(dialect).DistinctBy(c => c.Id).ToDictionary(c => c.Id, StringComparer.Ordinal);
        var ledger = new Ledger();
        foreach (var line in manifest.Ledger)
        {
            var check = known.GetValueOrDefault(line.Check) ?? new Check(line.Check, line.Severity, line.Handling, line.Check, "Found when the dataset was imported, by a check that is no longer made.");
            ledger.Add(check, line.Column, line.Count, line.FirstRows);
        }

        return ledger;
    }

    private static string HashOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string VersionOf(string source, Dialect dialect, FrameOptions options, CountryNormaliser normaliser) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Format}\n{source}\n{dialect.Id}\n{dialect.Version}\n{options.Sheet}\n{options.Table.RaggedRows}\n{options.Table.Separator}\n{normaliser.Version}")))[..32];

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > 64 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Store, "the name cannot be used", new Place(),
                "A dataset's name has up to 64 letters, digits, dots, dashes and underscores.", "Choose another name."));
        }
    }
}
