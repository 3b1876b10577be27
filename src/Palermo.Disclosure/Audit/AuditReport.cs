using System.Collections.Immutable;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>What an attacker's arithmetic finds in one table: counts only, never a value of a hidden cell.</summary>
public sealed record AuditReport
{
    /// <summary>The file or table.</summary>
    public required string Table { get; init; }

    /// <summary>The publisher's shape that was recognised.</summary>
    public required string Shape { get; init; }

    /// <summary>Cells that occur once.</summary>
    public required int Cells { get; init; }

    /// <summary>Cells that occur more than once, left out.</summary>
    public required int AmbiguousCells { get; init; }

    /// <summary>Cells whose text is neither a count nor a known mark.</summary>
    public required int UnreadableCells { get; init; }

    /// <summary>Cells printed with a negative count: no count is negative, so their groups contradict themselves.</summary>
    public required int NegativeCells { get; init; }

    /// <summary>Cells that print a count from 1 to 4: a small count published as it is.</summary>
    public required int SmallCellsShown { get; init; }

    /// <summary>Of these, cells that print 1: one person.</summary>
    public required int SinglesShown { get; init; }

    public required int HiddenCells { get; init; }

    /// <summary>Hidden cells with one possible value in every whole-number solution, in consistent groups.</summary>
    public required int RecoveredCells { get; init; }

    /// <summary>Hidden cells with fewer possible values than their mark admits, but more than one.</summary>
    public required int NarrowedCells { get; init; }

    /// <summary>How many narrowed cells have 2, 3, 4 ... possible values.</summary>
    public required ImmutableSortedDictionary<long, int> NarrowedTo { get; init; }

    /// <summary>Groups with a hidden cell whose published numbers admit no whole-number solution; nothing is claimed inside.</summary>
    public required int ContradictoryGroups { get; init; }

    public required int HiddenCellsInContradictoryGroups { get; init; }

    /// <summary>Groups with a hidden cell that have a solution.</summary>
    public required int ConsistentGroups { get; init; }

    /// <summary>Groups without a hidden cell whose numbers contradict each other.</summary>
    public required int ContradictoryGroupsFullyShown { get; init; }

    /// <summary>Hidden cells that the search did not settle before its budget or the time was over: their bounds are outer bounds, and more of them may fall.</summary>
    public required int UndecidedCells { get; init; }

    /// <summary>Groups with a hidden cell that were not begun when the time was over; nothing is said about them.</summary>
    public int UnsearchedGroups { get; init; }

    /// <summary>Hidden cells in such groups.</summary>
    public int UnsearchedCells { get; init; }

    /// <summary>Whether the time was over before every group was searched to its end.</summary>
    public bool TimeOver { get; init; }

    /// <summary>The texts other than counts, and how each was read.</summary>
    public ImmutableArray<MarkCount> Marks { get; init; } = [];

    /// <summary>Of the recovered, those that subtraction alone explains.</summary>
    public required int RecoveredBySubtraction { get; init; }

    /// <summary>The same with addition: hidden totals of known parts are derived too.</summary>
    public required int RecoveredByArithmetic { get; init; }

    /// <summary>Steps of subtraction that disagree with the exact answer; always 0 in a sound audit.</summary>
    public required int SubtractionDisagreements { get; init; }

    /// <summary>Recovered cells by label, for the dimensions with few labels that no rule sums over.</summary>
    public required ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>> RecoveredBy { get; init; }

    public required ImmutableArray<RelationStanding> Relations { get; init; }

    /// <summary>Whether the audit found anything to act on.</summary>
    public bool HasFindings => RecoveredCells + NarrowedCells + ContradictoryGroups + NegativeCells + SmallCellsShown > 0;
}

/// <summary>What is possible in one hidden cell. Stays in memory; shown to a person on their own data only.</summary>
public readonly record struct CellBounds(int Cell, long Min, long Max, long PossibleValues, bool Exact);

/// <summary>An audit: the report that may be shown to anyone, and the bounds and steps that may not.</summary>
public sealed record AuditResult(AuditReport Report, ImmutableArray<CellBounds> Bounds, ImmutableArray<SubtractionStep> Steps);
