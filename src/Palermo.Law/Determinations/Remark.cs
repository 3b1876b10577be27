using Palermo.Law.Facts;

namespace Palermo.Law.Determinations;

/// <summary>Why a finding did not count, or counted otherwise than it stands. Shown with the determination.</summary>
public enum RemarkKind
{
    /// <summary>Findings contradict each other: treated as not known.</summary>
    Conflict,

    /// <summary>A firmer finding prevails over one that says otherwise.</summary>
    Outweighed,

    /// <summary>The means is expressly not shown to have served the act: "by means of" asks for that link (Germany: BGH 3 StR 56/10).</summary>
    NexusNotShown,

    /// <summary>The means was directed at someone whom the text does not cover.</summary>
    TargetNotCovered,

    /// <summary>A payment to the person themselves is not a payment to a controller.</summary>
    PaidToThePerson,

    /// <summary>The open list needs a written reason.</summary>
    OpenListWithoutReason,

    /// <summary>An inference that names nothing it was inferred from.</summary>
    InferenceWithoutBasis,

    /// <summary>Age is uncertain, there are reasons to believe a child, and the text presumes one for protection.</summary>
    ChildPresumed,

    /// <summary>The person is said to have agreed: irrelevant, since a means was used, the person is a child, or the text says always.</summary>
    ConsentIrrelevant,

    /// <summary>The person is said to have agreed and no means is found: that may be evidence against a means and decides nothing.</summary>
    ConsentIsEvidence,

    /// <summary>The person is said to have agreed: this text makes the will part of one purpose and of nothing else.</summary>
    ConsentPartOfOnePurpose,

    /// <summary>The person is said to have agreed: this text does not speak of consent, and it decides nothing.</summary>
    ConsentNotInText,

    /// <summary>Settled by a sub-definition.</summary>
    FromSubDefinition,

    /// <summary>One of a group is said to hold while all of the group are excluded: the firmer findings prevail; of equal ones, neither counts.</summary>
    GroupContradiction,
}

public sealed record Remark(RemarkKind Kind, AtomId Atom, string? Detail = null);
