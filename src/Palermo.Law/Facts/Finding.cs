using System.Collections.Immutable;

namespace Palermo.Law.Facts;

/// <summary>Who or what set a finding. Indicators are not on this list: they suggest, and only these set.</summary>
public enum FindingOrigin
{
    /// <summary>A person: an officer, a caseworker, a decision-maker.</summary>
    Person,

    /// <summary>A court or a panel.</summary>
    Tribunal,

    /// <summary>A named and versioned mapping from records; always at standard <see cref="StandardOfProof.Recorded"/>.</summary>
    Mapping,

    /// <summary>A person's inference from objective facts (UNTOC Art. 5(2)); the facts it rests on are named.</summary>
    Inference,

    /// <summary>Follows from other findings through a sub-definition.</summary>
    SubDefinition,
}

/// <summary>Whose facts these are: what was found, what one side says, or what a court took as given to answer a legal question.</summary>
public enum FactSet
{
    Found,
    Alleged,
    Assumed,
}

/// <summary>Against whom a means was directed.</summary>
public enum MeansTarget
{
    NotRecorded,
    Victim,
    Family,
    Controller,
    AnyPerson,
}

/// <summary>Whether a means is shown to have served the act (Germany: BGH 3 StR 56/10).</summary>
public enum Nexus
{
    /// <summary>Not stated apart; the finding of the means is taken to include it.</summary>
    NotStated,
    Shown,
    NotShown,
}

/// <summary>A stretch of days, either end open when not recorded.</summary>
public readonly record struct Interval(DateOnly? From, DateOnly? To)
{
    /// <summary>Whether the two share a day, or might: an unrecorded end excludes nothing.</summary>
    public bool MayOverlap(Interval other) =>
        (From is not { } from || other.To is not { } otherTo || from <= otherTo)
        && (To is not { } to || other.From is not { } otherFrom || otherFrom <= to);
}

/// <summary>
/// One legal finding about one atom: what is known, how firmly, on what basis, who found it, about whom, and when it happened.
/// It labels no person; it states what was found about a fact.
/// </summary>
public sealed record Finding(AtomId Atom, InputState State)
{
    public StandardOfProof Standard { get; init; } = StandardOfProof.Balance;

    public FindingOrigin Origin { get; init; } = FindingOrigin.Person;

    public FactSet Set { get; init; } = FactSet.Found;

    /// <summary>The finder's role or the mapping's name and version. Not a personal name.</summary>
    public string? By { get; init; }

    /// <summary>Why, in the finder's words. Required in practice for "false" and for the open list.</summary>
    public string? Reason { get; init; }

    /// <summary>Keys of the evidence it rests on.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];

    /// <summary>For an inference: the atoms it was inferred from.</summary>
    public ImmutableArray<AtomId> InferredFrom { get; init; } = [];

    /// <summary>Whose act, means or purpose: the case's key of the actor; for a purpose, who held it. Null: not recorded, counts for every actor asked about.</summary>
    public string? Actor { get; init; }

    /// <summary>For a purpose: who was to exploit. Need not be the actor.</summary>
    public string? Exploiter { get; init; }

    /// <summary>The case's key of the person it concerns. Null: not recorded, counts for every person asked about.</summary>
    public string? Victim { get; init; }

    /// <summary>For a payment to a controller: the case's key of the controller. Wages to the person themselves are not this means.</summary>
    public string? Controller { get; init; }

    public MeansTarget Target { get; init; }

    public Nexus Nexus { get; init; }

    public Interval When { get; init; }

    /// <summary>Where: ISO 3166-1 alpha-2 or a place name; null when not recorded.</summary>
    public string? Place { get; init; }

    /// <summary>What a deception was about: work, pay, conditions, freedom_to_stop ... Detail for the reasons, not for the result.</summary>
    public ImmutableArray<string> About { get; init; } = [];

    /// <summary>Whether the person believed a threat, however it looks to others. Threats are judged from the person's position.</summary>
    public bool? Believed { get; init; }
}
