using System.Collections.Immutable;

namespace Palermo.Estimation.Ensembles;

/// <summary>One interval of an estimate; High may be infinite when the data set no upper limit.</summary>
public sealed record NamedInterval(string Name, double Low, double High);

/// <summary>One method's answer.</summary>
public sealed record MethodEstimate
{
    public required string Method { get; init; }

    /// <summary>N, seen and unseen together.</summary>
    public required double Estimate { get; init; }

    /// <summary>The interval to quote, 95 %.</summary>
    public required NamedInterval Interval { get; init; }

    /// <summary>Every interval computed, the one quoted included.</summary>
    public ImmutableArray<NamedInterval> Intervals { get; init; } = [];

    /// <summary>Generators of the model chosen, e.g. [12,13,4]; null when the method chooses none.</summary>
    public string? Model { get; init; }

    public double? Bic { get; init; }

    /// <summary>What must be true of the lists for this answer to be the population's size.</summary>
    public required string Assumption { get; init; }

    /// <summary>Numbers to judge the answer by: z0, acceleration, R-hat, weight of the best model, ...</summary>
    public ImmutableSortedDictionary<string, double> Diagnostics { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The estimate of every replicate in the order drawn, NaN where there was none; empty unless asked for.</summary>
    public ImmutableArray<double> ReplicateEstimates { get; init; } = [];
}

/// <summary>An answer or a refusal.</summary>
public abstract record MethodOutcome
{
    private protected MethodOutcome()
    {
    }

    public sealed record Answered(MethodEstimate Estimate) : MethodOutcome;

    public sealed record Refused(Refusal Refusal) : MethodOutcome;
}
