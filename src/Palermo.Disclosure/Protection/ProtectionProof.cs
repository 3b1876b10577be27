using System.Collections.Immutable;

namespace Palermo.Disclosure.Protection;

/// <summary>A table that an intruder must hold possible, as distances from the true counts: cell and distance, cells without one are left out.</summary>
public sealed record Alternative(ImmutableArray<(int Cell, long By)> Changes);

/// <summary>The alternatives that together take one primary cell up and down as far as asked.</summary>
public sealed record CellProof(int Cell, ImmutableArray<Alternative> Alternatives);

/// <summary>
/// Why a suppressed table is safe, in a form that is checked by addition alone: for every primary cell, whole tables that agree with all
/// that is printed and reach far enough. No solver has to be believed.
/// </summary>
public sealed record ProtectionProof(ImmutableArray<CellProof> Cells)
{
    /// <summary>Checks the proof: sums hold, printed cells stay, no count falls below the least, every primary cell reaches far enough, no hidden cell stands still.</summary>
    public bool Holds(SuppressedTable table, ProtectionLevel level, bool zerosHidden)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(level);
        var tree = table.Table;
        var moves = new bool[table.Hidden.Length];
        var proven = new bool[table.Hidden.Length];
        foreach (var proof in Cells)
        {
            long up = 0, down = 0;
            foreach (var alternative in proof.Alternatives)
            {
                var floor = zerosHidden ? 0 : 1;
                if (alternative.Changes.Any(c => !table.Hidden[c.Cell] || tree.Counts[c.Cell] + c.By < Math.Min(floor, tree.Counts[c.Cell])) || !tree.Adds(alternative.Changes))
                {
                    return false;
                }

                foreach (var (cell, by) in alternative.Changes)
                {
                    moves[cell] |= by != 0;
                    up = cell == proof.Cell ? Math.Max(up, by) : up;
                    down = cell == proof.Cell ? Math.Max(down, -by) : down;
                }
            }

            if (up < level.Above || down < Math.Min(level.Below, tree.Counts[proof.Cell]) || up + down < level.Width)
            {
                return false;
            }

            proven[proof.Cell] = true;
        }

        return Enumerable.Range(0, proven.Length).All(c => (!table.Primary[c] || proven[c]) && (!table.Hidden[c] || moves[c]));
    }
}
