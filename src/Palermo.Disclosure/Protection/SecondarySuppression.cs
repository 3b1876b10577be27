using System.Collections.Immutable;

namespace Palermo.Disclosure.Protection;

/// <summary>
/// Secondary suppression over hierarchies and linked tables at once. Every primary cell gets moves within hidden cells that prove it safe
/// (<see cref="ProtectionProof"/>); a local search makes them share cover; where the table is small enough the optimum takes over.
/// </summary>
public static class SecondarySuppression
{
    /// <summary>
    /// Protects a table: the optimum where it is computable, else a near one. A table with too few people for any protection under its
    /// printed grand total is protected with the grand total hidden too; then every primary cell has a move, so no table is refused for
    /// its size. After <paramref name="timeOver"/> nothing is improved, and a table that is not covered yet says how many cells had no turn.
    /// </summary>
    public static SuppressedTable Protect(CountTree table, PrimaryRules rules, ProtectionLevel level, CancellationToken stop = default, CancellationToken timeOver = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(level);
        var primary = rules.Apply(table);
        var found = Best(table, primary, rules.HideZeros, level, stop, timeOver);
        if (found.Protected || found.Unreached > 0 || primary[0])
        {
            return found;
        }

        bool[] withTotal = [true, .. primary[1..]];
        var wider = Best(table, withTotal, rules.HideZeros, level, stop, timeOver);
        // The grand total is cover, not a cell that a rule forbids: it counts as lost.
        return Close(table, primary, [.. wider.Hidden], wider.Protected, wider.Proof) with { Unreached = wider.Unreached };
    }

    private static SuppressedTable Best(CountTree table, bool[] primary, bool hideZeros, ProtectionLevel level, CancellationToken stop, CancellationToken timeOver)
    {
        var fast = Fast(table, primary, hideZeros, level, stop, timeOver);
        return (long)primary.Count(p => p) * primary.Length <= OptimalSuppression.Largest && fast.Unreached == 0
            ? OptimalSuppression.Improve(fast, hideZeros, level, stop, timeOver).Table
            : fast;
    }

    /// <summary>The local search alone.</summary>
    public static SuppressedTable Fast(CountTree table, PrimaryRules rules, ProtectionLevel level, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(level);
        return Fast(table, rules.Apply(table), rules.HideZeros, level, stop);
    }

    /// <summary>What hiding a cell loses: one cell, and more the larger its count.</summary>
    public static double Cost(CountTree table, int cell)
    {
        ArgumentNullException.ThrowIfNull(table);
        return 1 + Math.Log(1 + table.Counts[cell]);
    }

    internal static SuppressedTable Fast(CountTree table, bool[] primary, bool hideZeros, ProtectionLevel level, CancellationToken stop, CancellationToken timeOver = default)
    {
        var cells = Enumerable.Range(0, primary.Length).Where(c => primary[c]).ToArray();
        if (cells.Length == 0)
        {
            return Close(table, primary, primary, true, new ProtectionProof([]));
        }

        // Work, not time, is limited: a small table is searched thoroughly from several orders, a large one once and less widely.
        var choices = cells.Length <= 2_000 ? 64 : cells.Length <= 100_000 ? 16 : 6;
        var effort = cells.Length <= 200 ? 4_000_000L : cells.Length <= 100_000 ? 40_000_000L + (cells.Length * 500L) : 0;
        int[][] orders = [[.. cells.OrderByDescending(c => table.Counts[c])], [.. cells.OrderBy(c => table.Counts[c])], cells];
        SuppressedTable? best = null;
        foreach (var order in cells.Length <= 500 ? orders : orders[..1])
        {
            var cover = new MoveCover(table, primary, hideZeros, level, c => Cost(table, c), choices, effort);
            var complete = cover.Run(order, stop, timeOver);
            var (hidden, proof) = (cover.Hidden, cover.Proof());
            if (complete && primary.Length <= Trimmed)
            {
                (hidden, proof) = new CoverTrimming(table, primary, hideZeros, level).Run(hidden, proof, TrimmingWork, stop, timeOver);
            }

            var next = Close(table, primary, hidden, complete, proof) with { Unreached = cover.Unreached };
            if (best is null || (next.Protected && (!best.Protected || OptimalSuppression.Loss(next) < OptimalSuppression.Loss(best))))
            {
                best = next;
            }
        }

        return best!;
    }

    /// <summary>A protection led by shares of cells that a lower bound would hide: such cells cost less on the way, not in the end.</summary>
    internal static SuppressedTable Guided(SuppressedTable start, double[] share, bool hideZeros, ProtectionLevel level, CancellationToken stop)
    {
        var (table, primary) = (start.Table, start.Primary.ToArray());
        var order = Enumerable.Range(0, primary.Length).Where(c => primary[c]).OrderByDescending(c => table.Counts[c]).ToArray();
        var cover = new MoveCover(table, primary, hideZeros, level, c => Cost(table, c) * (1.05 - share[c]), 64, 1_000_000);
        if (!cover.Run(order, stop, CancellationToken.None))
        {
            return start;
        }

        var (hidden, proof) = new CoverTrimming(table, primary, hideZeros, level).Run(cover.Hidden, cover.Proof(), TrimmingWork, stop, CancellationToken.None);
        return Close(table, primary, hidden, true, proof);
    }

    /// <summary>Tables up to this many cells are trimmed with the intruder's program.</summary>
    private const int Trimmed = 20_000;

    private const long TrimmingWork = 30_000_000;

    internal static SuppressedTable Close(CountTree table, bool[] primary, bool[] hidden, bool safe, ProtectionProof? proof)
    {
        var secondary = Enumerable.Range(0, hidden.Length).Where(c => hidden[c] && !primary[c]).ToArray();
        return new SuppressedTable(table, [.. primary], [.. hidden], secondary.Length, secondary.Sum(c => table.Counts[c])) { Protected = safe, Proof = proof };
    }
}
