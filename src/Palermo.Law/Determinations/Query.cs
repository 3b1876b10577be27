using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Law.Determinations;

/// <summary>Whose question is being answered.</summary>
public enum Mode
{
    /// <summary>Somebody's liability is at stake: nothing is presumed.</summary>
    Liability,

    /// <summary>Somebody's protection is at stake: where the text presumes a child while age is uncertain, so does the result.</summary>
    Protection,
}

/// <summary>What is asked of the findings. Every part of it stands in the output.</summary>
public sealed record Query
{
    /// <summary>Only findings at this standard or above count.</summary>
    public StandardOfProof Standard { get; init; } = StandardOfProof.Recorded;

    /// <summary>Which facts: what was found; also what is alleged; or also what was assumed.</summary>
    public FactSet Set { get; init; } = FactSet.Found;

    public Mode Mode { get; init; } = Mode.Liability;

    /// <summary>Only this actor's acts, means and purposes; null: any actor.</summary>
    public string? Actor { get; init; }

    /// <summary>Only this person; null: any.</summary>
    public string? Victim { get; init; }

    /// <summary>Only what may have happened in these days.</summary>
    public Interval When { get; init; }

    /// <summary>Only what happened in this place, or in a place that is not recorded.</summary>
    public string? Place { get; init; }

    /// <summary>A competing reading of the instrument; null: the text as encoded.</summary>
    public string? Reading { get; init; }

    /// <summary>Constitutive rules that may settle facts nobody has found directly.</summary>
    public ImmutableArray<InstrumentVersion> SubDefinitions { get; init; } = [];

    /// <summary>Words of the output.</summary>
    public string Language { get; init; } = "en";
}
