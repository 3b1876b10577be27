using System.Collections.Immutable;

namespace Palermo.Disclosure.Protection;

/// <summary>How wide an attacker's range of a primary cell must stay.</summary>
/// <param name="Width">Least <c>max - min</c> over the tables an attacker holds possible.</param>
/// <param name="Below">Least distance from the true count down to the minimum.</param>
/// <param name="Above">Least distance from the true count up to the maximum.</param>
public sealed record ProtectionLevel(long Width = 5, long Below = 0, long Above = 1);

/// <summary>A table with holes: which cells are printed, which are hidden and why, and what was given up.</summary>
/// <param name="Table">The table.</param>
/// <param name="Primary">Cells a rule forbids.</param>
/// <param name="Hidden">Primary and secondary cells.</param>
/// <param name="CellsLost">Secondary cells.</param>
/// <param name="CountsLost">Sum of the counts in secondary cells.</param>
public sealed record SuppressedTable(CountTree Table, ImmutableArray<bool> Primary, ImmutableArray<bool> Hidden, int CellsLost, long CountsLost)
{
    /// <summary>Whether the protection holds for every primary cell, as the attacker program found last.</summary>
    public required bool Protected { get; init; }

    /// <summary>Primary cells that had no turn before the time was over; then the table is not protected.</summary>
    public int Unreached { get; init; }

    /// <summary>The grand total is hidden: with it printed some cell found no cover, in a small table because there are too few people, in a large one because few neighbours are looked at.</summary>
    public bool GrandTotalHidden => Hidden.Length > 0 && Hidden[0];

    /// <summary>Moves that prove it by addition alone; null where only the programs speak for it (the optimum of a small table).</summary>
    public ProtectionProof? Proof { get; init; }
}
