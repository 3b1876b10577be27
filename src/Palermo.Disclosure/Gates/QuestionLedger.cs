using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Palermo.Disclosure.Gates;

/// <summary>
/// What has been asked of each version of each dataset, by sets of columns. Asking again is free: the answer is the same. Kept in a file
/// that only grows, when one is given, so that a restart forgets nothing. Thread-safe.
/// </summary>
public sealed class QuestionLedger
{
    private sealed record Line(string Dataset, string Version, ImmutableArray<string> Columns);

    private readonly Lock writing = new();
    private readonly string? path;
    private readonly ConcurrentDictionary<(string Dataset, string Version), ImmutableHashSet<string>> asked = new();

    /// <param name="path">The file, made when first needed; null to keep the ledger in memory.</param>
    /// <exception cref="InvalidDataException">The file is broken; the message names the line.</exception>
    public QuestionLedger(string? path = null)
    {
        this.path = path;
        foreach (var line in LedgerFile.Read<Line>(path, "questions"))
        {
            Add(line.Dataset, line.Version, Key(line.Columns));
        }
    }

    /// <summary>How many different sets of columns were asked of a version.</summary>
    public int Asked(string dataset, string version) => asked.TryGetValue((dataset, version), out var set) ? set.Count : 0;

    /// <summary>Enters a question; false when it is new and the limit is reached.</summary>
    internal bool Enter(string dataset, string version, ImmutableArray<string> columns, int limit)
    {
        var key = Key(columns);
        if (asked.TryGetValue((dataset, version), out var known) && known.Contains(key))
        {
            return true;
        }

        lock (writing)
        {
            if (asked.TryGetValue((dataset, version), out var now) && (now.Contains(key) || now.Count >= limit))
            {
                return now.Contains(key);
            }

            LedgerFile.Append(path, new Line(dataset, version, columns));
            Add(dataset, version, key);
            return true;
        }
    }

    private void Add(string dataset, string version, string key) =>
        asked.AddOrUpdate((dataset, version), _ => [key], (_, set) => set.Add(key));

    private static string Key(ImmutableArray<string> columns) => string.Join('\n', columns);
}
