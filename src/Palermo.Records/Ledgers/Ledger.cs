using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Palermo.Records.Ledgers;

/// <summary>One line of the ledger: a check, the column it hit (null: the row or file as a whole), how often, and where first.</summary>
/// <param name="Check">The check that was hit.</param>
/// <param name="Column">The column's name, or null.</param>
/// <param name="Count">How many times.</param>
/// <param name="FirstRows">The first rows hit (data rows from 1), at most <see cref="Ledger.PlacesKept"/>; empty when the file as a whole was hit.</param>
public sealed record LedgerLine(Check Check, string? Column, long Count, ImmutableArray<long> FirstRows)
{
    public override string ToString()
    {
        var rows = FirstRows.IsEmpty ? "" : "; first rows " + string.Join(", ", FirstRows.Select(r => r.ToString(CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"{Check.Severity}: {Check.What}{(Column is null ? "" : " [" + Column + "]")}: {Count} ({Check.Handling}){rows}");
    }
}

/// <summary>
/// What was wrong or remarkable in a file, counted by check and column. It holds names, counts and row numbers, never a
/// cell's value. Not safe for several threads at once.
/// </summary>
public sealed class Ledger
{
    /// <summary>How many places a line remembers.</summary>
    public const int PlacesKept = 5;

    private readonly Dictionary<(Check Check, string? Column), Tally> tallies = [];

    /// <summary>The lines, worst first, then by check and column; the order does not depend on the order of the hits.</summary>
    public ImmutableArray<LedgerLine> Lines =>
    [
        .. tallies
            .Select(t => new LedgerLine(t.Key.Check, t.Key.Column, t.Value.Count, [.. t.Value.Rows]))
            .OrderByDescending(l => l.Check.Severity)
            .ThenBy(l => l.Check.Id, StringComparer.Ordinal)
            .ThenBy(l => l.Column, StringComparer.Ordinal),
    ];

    /// <summary>The worst severity present, or null when the ledger is empty.</summary>
    public Severity? Worst => tallies.Count == 0 ? null : tallies.Keys.Max(k => k.Check.Severity);

    /// <summary>How often a check was hit, over all columns.</summary>
    public long CountOf(string checkId) => tallies.Where(t => t.Key.Check.Id == checkId).Sum(t => t.Value.Count);

    /// <summary>Counts a hit at a data row (from 1).</summary>
    public void Add(Check check, long row, string? column = null)
    {
        Of(check, column).Add(row);
    }

    /// <summary>Counts hits at several data rows at once.</summary>
    /// <param name="first">The first of them, in order; places are kept of these alone.</param>
    internal void Add(Check check, string? column, long count, IEnumerable<long> first)
    {
        var tally = Of(check, column);
        tally.Count += count;
        tally.Rows.AddRange(first.Take(PlacesKept - tally.Rows.Count));
    }

    /// <summary>The count of a check in a column, to be kept by who counts many hits; whoever asks for it counts a hit.</summary>
    internal Tally Of(Check check, string? column)
    {
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(tallies, (check, column), out _);
        return tally ??= new Tally();
    }

    /// <summary>Counts a hit on the file or a column as a whole.</summary>
    public void AddWhole(Check check, string? column = null, long count = 1)
    {
        Of(check, column).Count += count;
    }

    /// <summary>Puts the lines of an earlier reading of the same file in place of what was counted.</summary>
    internal void Restore(IEnumerable<LedgerLine> lines)
    {
        tallies.Clear();
        foreach (var line in lines)
        {
            var tally = new Tally { Count = line.Count };
            tally.Rows.AddRange(line.FirstRows);
            tallies.Add((line.Check, line.Column), tally);
        }
    }

    /// <summary>One line while it is counted.</summary>
    internal sealed class Tally
    {
        public long Count { get; set; }

        public List<long> Rows { get; } = new(PlacesKept);

        public void Add(long row)
        {
            Count++;
            if (Rows.Count < PlacesKept && (Rows.Count == 0 || Rows[^1] != row))
            {
                Rows.Add(row);
            }
        }
    }
}
