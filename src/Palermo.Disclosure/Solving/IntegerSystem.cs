using System.Collections.Immutable;

namespace Palermo.Disclosure.Solving;

/// <summary>One equation: sum of <c>Signs[i] * x[Variables[i]]</c> equals <c>Constant</c>. Signs are +1 or -1.</summary>
public sealed record Equation(ImmutableArray<int> Variables, ImmutableArray<sbyte> Signs, long Constant);

/// <summary>Whole-number unknowns, each in a closed range, tied by equations.</summary>
/// <param name="Low">Least value of each unknown.</param>
/// <param name="High">Greatest value of each unknown.</param>
/// <param name="Equations">The equations.</param>
public sealed record IntegerSystem(ImmutableArray<long> Low, ImmutableArray<long> High, ImmutableArray<Equation> Equations)
{
    public int Variables => Low.Length;
}

/// <summary>Whether a system has whole-number solutions.</summary>
public enum Feasibility
{
    /// <summary>The search budget ended first; bounds are outer bounds.</summary>
    Undecided = 0,

    /// <summary>At least one solution was found.</summary>
    Consistent = 1,

    /// <summary>Proven to have none.</summary>
    Contradictory = 2,
}

/// <summary>What all whole-number solutions of a system say about each unknown.</summary>
/// <param name="Feasibility">Whether there is a solution.</param>
/// <param name="Min">Least value over solutions; a lower bound of it where <paramref name="Exact"/> is false.</param>
/// <param name="Max">Greatest value over solutions; an upper bound of it where <paramref name="Exact"/> is false.</param>
/// <param name="PossibleValues">Number of values taken by solutions; <c>Max - Min + 1</c> where values were not tried one by one.</param>
/// <param name="Exact">Whether the entries are proven for each unknown.</param>
public sealed record SolutionBounds(
    Feasibility Feasibility, ImmutableArray<long> Min, ImmutableArray<long> Max, ImmutableArray<long> PossibleValues, ImmutableArray<bool> Exact);
