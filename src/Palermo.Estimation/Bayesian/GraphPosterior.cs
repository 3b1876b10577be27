using System.Collections.Immutable;

namespace Palermo.Estimation.Bayesian;

/// <summary>The posterior of one graph.</summary>
public sealed record GraphWeight(DecomposableGraph Graph, double Probability, double Mean);

/// <summary>The posterior of N averaged over decomposable graphs.</summary>
public sealed record GraphPosterior
{
    /// <summary>The Dirichlet prior's weight of one cell.</summary>
    public required double Delta { get; init; }

    /// <summary>The largest number missing considered; the prior on N is proportional to 1/N up to it.</summary>
    public required int MostMissing { get; init; }

    /// <summary>ln of the sum over graphs and N of the unnormalised posterior, graphs weighted 1.</summary>
    public required double LogEvidence { get; init; }

    public required double Mean { get; init; }

    public required double StandardDeviation { get; init; }

    public required int Median { get; init; }

    public required int Mode { get; init; }

    public required (int Low, int High) Interval95 { get; init; }

    /// <summary>1.5 % and 98.5 % points, for the headline range.</summary>
    public required (int Low, int High) Interval97 { get; init; }

    public required (int Low, int High) Interval80 { get; init; }

    /// <summary>The posterior probability of the last point of the grid: not negligible means the answer depends on where the grid ends.</summary>
    public required double MassAtEnd { get; init; }

    /// <summary>The probability of more missing than half the grid.</summary>
    public required double UpperHalfMass { get; init; }

    /// <summary>The probability of the saturated graph, under which the all-zero cell is prior alone.</summary>
    public required double Saturated { get; init; }

    /// <summary>Most probable graphs first.</summary>
    public required ImmutableArray<GraphWeight> Graphs { get; init; }
}
