using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Palermo.Statistics.National;

namespace Palermo.Disclosure.Gates;

/// <summary>A report that left: for which country and year, of which tables, and which of its cells were hidden.</summary>
/// <param name="Country">Country asked for; null for all.</param>
/// <param name="Year">Year asked for; null for all.</param>
/// <param name="Packs">Packs asked for; empty for all.</param>
/// <param name="Hidden">Names of the hidden cells, digested: no count and no code stands in the ledger.</param>
public sealed record ReportEntry(string? Country, int? Year, ImmutableArray<string> Packs, ImmutableArray<string> Hidden)
{
    /// <summary>What was asked for, as one text.</summary>
    internal string Asked => $"{Country}\n{Year}\n{string.Join(' ', Packs.Order(StringComparer.Ordinal))}";

    internal ReturnScope Scope => new(Country, Year);

    /// <summary>Which cells of the report are hidden.</summary>
    /// <exception cref="GateRefusal">A hidden cell is not among them: it would be printed under another name.</exception>
    internal HashSet<int> HiddenAmong(IEnumerable<int> placed, LinkedCells cells)
    {
        var left = Hidden.ToHashSet(StringComparer.Ordinal);
        HashSet<int> found = [.. placed.Where(c => left.Contains(Digest(cells.Keys[c])))];
        left.ExceptWith(found.Select(c => Digest(cells.Keys[c])));
        return left.Count == 0 ? found : throw new GateRefusal(Refused.NotSafe, $"{left.Count} figure(s) that an earlier report of these data hid are not known by the names of this version of Palermo; nothing more of this version of the data can leave. Import the data as a new version, or go on with the version of Palermo that made the report");
    }

    internal static string Digest(string cell) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cell)).AsSpan(0, 12));
}

/// <summary>
/// Which reports and which single tables of each version of each dataset have left, in order. A later report is protected together with
/// all of them. Kept in a file that only grows, when one is given. Thread-safe.
/// </summary>
public sealed class ReportLedger
{
    private sealed record Line(string Dataset, string Version, ReportEntry? Report, TableEntry? Table = null);

    private readonly string? path;
    private readonly ConcurrentDictionary<(string Dataset, string Version), ImmutableArray<ReportEntry>> released = new();
    private readonly ConcurrentDictionary<(string Dataset, string Version), ImmutableArray<TableEntry>> tables = new();

    /// <param name="path">The file, made when first needed; null to keep the ledger in memory.</param>
    /// <exception cref="InvalidDataException">The file is broken; the message names the line.</exception>
    public ReportLedger(string? path = null)
    {
        this.path = path;
        foreach (var line in LedgerFile.Read<Line>(path, "reports"))
        {
            Add(line);
        }
    }

    /// <summary>The reports of a version that have left, the first first.</summary>
    public ImmutableArray<ReportEntry> Released(string dataset, string version) => released.TryGetValue((dataset, version), out var list) ? list : [];

    /// <summary>One report at a time is made of all versions: two at once could each be safe and not together.</summary>
    internal SemaphoreSlim Turn { get; } = new(1);

    /// <summary>The tables of a version that were let out each on its own, the first first; those withdrawn since as well, for copies cannot be called back.</summary>
    public ImmutableArray<TableEntry> Tables(string dataset, string version) => tables.TryGetValue((dataset, version), out var list) ? list : [];

    /// <summary>Whether a report or a table that withholds a figure left, of any version: the people are the same in the next one.</summary>
    internal bool HasWithheld(string dataset) =>
        released.Any(r => r.Key.Dataset == dataset && r.Value.Any(e => e.Hidden.Length > 0))
        || tables.Any(t => t.Key.Dataset == dataset && t.Value.Any(e => e.Cells.Any(c => c.People is null)));

    internal void Enter(string dataset, string version, ReportEntry report) => Enter(new Line(dataset, version, report));

    internal void Enter(string dataset, string version, TableEntry table) => Enter(new Line(dataset, version, null, table));

    private void Enter(Line line)
    {
        LedgerFile.Append(path, line);
        Add(line);
    }

    private void Add(Line line)
    {
        if (line.Report is { } report)
        {
            released.AddOrUpdate((line.Dataset, line.Version), _ => [report], (_, list) => list.Add(report));
        }

        if (line.Table is { } table)
        {
            tables.AddOrUpdate((line.Dataset, line.Version), _ => [table], (_, list) => list.Add(table));
        }
    }
}
