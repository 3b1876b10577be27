using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Store;
using Palermo.Statistics.Counts;

namespace Palermo.Web.Datasets;

/// <summary>
/// The datasets of this server: those imported into its data folder (<c>palermo import</c>), and the made-up samples shipped
/// with the program. Opening one reads nothing but its description; columns are read when they are first counted.
/// </summary>
/// <remarks>Setting <c>Datasets:Folder</c> (else PALERMO_DATA) names the data folder; <c>Datasets:Samples</c> false hides the samples.</remarks>
public sealed class DatasetShelf
{
    /// <summary>Datasets whose columns are kept in memory.</summary>
    private const int Kept = 6;

    private readonly string? _folder;
    private readonly TimeProvider _clock;
    private readonly ImmutableArray<string> _samples;
    private readonly ConcurrentDictionary<string, Lazy<Held>> _held = new(StringComparer.Ordinal);
    private long _turn;

    public DatasetShelf(IConfiguration settings, TimeProvider clock)
    {
        _clock = clock;
        var folder = settings["Datasets:Folder"] ?? Environment.GetEnvironmentVariable("PALERMO_DATA");
        _folder = string.IsNullOrEmpty(folder) ? null : folder;
        var samples = Path.Combine(AppContext.BaseDirectory, "data", "samples");
        _samples = settings.GetValue("Datasets:Samples", true) && Directory.Exists(samples)
            ? [.. Directory.GetFiles(samples, "*.csv").Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Whether a file's SHA-256 is that of a made-up sample shipped with the program, by whatever name it is read.</summary>
    public static bool IsSample(string? sha256) => sha256 is not null && Shipped.Value.Contains(sha256);

    private static readonly Lazy<FrozenSet<string>> Shipped = new(() => Path.Combine(AppContext.BaseDirectory, "data", "samples") is var folder && Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*.csv").Select(f => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))).ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        : []);

    /// <summary>Name and description of every dataset of persons, the imported ones first.</summary>
    public ImmutableArray<DatasetInfo> List() => [.. Names().Select(n => Find(n)).OfType<DatasetInfo>()];

    /// <summary>A dataset by its name; null when there is none, or its records are no persons (a table of counts).</summary>
    public DatasetInfo? Find(string name) => Hold(name)?.Info;

    /// <summary>The code list of a column; "not recorded" is not in it.</summary>
    public ImmutableArray<string> Codes(DatasetInfo dataset, string column) => Hold(dataset.Name)!.Counts.Dimension(column).Codes;

    /// <summary>What counts a dataset; inside this folder alone.</summary>
    internal FrameCounts CountsOf(DatasetInfo dataset) => Hold(dataset.Name)!.Counts;

    private DatasetStore? Store => _folder is not null && Directory.Exists(_folder) ? DatasetStore.Open(_folder, _clock) : null;

    private IEnumerable<string> Names() => (Store?.List().Where(d => !d.IsErased).Select(d => d.Name) ?? []).Concat(_samples.Select(NameOf)).Distinct(StringComparer.Ordinal);

    private static string NameOf(string sample) => "sample-" + Path.GetFileNameWithoutExtension(sample);

    private Held? Hold(string name)
    {
        var stored = Store is { } store ? store.List().FirstOrDefault(d => d.Name == name && !d.IsErased) : null;
        var sample = stored is null ? _samples.FirstOrDefault(s => NameOf(s) == name) : null;
        if (stored is null && sample is null)
        {
            return null;
        }

        var key = stored is null ? name : name + "@" + stored.Manifest.Version;
        var held = _held.GetOrAdd(key, _ => new Lazy<Held>(() => sample is null ? OfStore(name, stored!) : OfSample(name, sample))).Value;
        held.Turn = Interlocked.Increment(ref _turn);
        foreach (var old in _held.Where(h => h.Value.IsValueCreated).OrderByDescending(h => h.Value.Value.Turn).Skip(Kept))
        {
            _held.TryRemove(old);
        }

        return held.Info.Columns.IsEmpty ? null : held;
    }

    private Held OfStore(string name, DatasetEntry entry)
    {
        var dialect = DialectCatalog.Default[entry.Manifest.Dialect];
        return Made(name, false, entry.Manifest.Rows, dialect, entry.Manifest.Version, entry.Manifest.Columns, FrameCounts.Of(Store!, name));
    }

    private static Held OfSample(string name, string file)
    {
        var frame = Frame.Read(file);
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        return Made(name, true, frame.Rows, frame.Dialect, hash[..32], [.. frame.Columns.Select(c => c.Name)], FrameCounts.Of(frame, name, hash));
    }

    private static Held Made(string name, bool sample, long rows, Dialect dialect, string version, ImmutableArray<string> present, FrameCounts counts)
    {
        // A table of published counts has cells for rows: counting them would be counting cells.
        var columns = dialect.Counts is null ? ColumnKinds.Of(dialect, present) : [];
        return new(new DatasetInfo(name, sample, rows, dialect.Id + " " + dialect.Version, version, columns, ColumnKinds.FlowOf(columns)), counts);
    }

    private sealed record Held(DatasetInfo Info, FrameCounts Counts)
    {
        public long Turn { get; set; }
    }
}
