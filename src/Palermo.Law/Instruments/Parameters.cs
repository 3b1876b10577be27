using System.Collections.Immutable;
using Palermo.Law.Facts;

namespace Palermo.Law.Instruments;

/// <summary>The strength of the verb: what a State must do, and what it need only consider.</summary>
public enum Modality
{
    Shall,
    ShallWhereAppropriate,
    ShallConsider,
    ShallEndeavour,
    ShallGiveAppropriateConsideration,
    May,
    Possibility,
}

public enum ChildRule
{
    MeansNotRequired,
    MeansNotRequiredForSomePurposes,
    Aggravates,
    None,
}

public enum PurposeList
{
    Open,
    Closed,
    ByReference,
}

public enum ConsentRule
{
    IrrelevantWhereMeansUsed,
    AlwaysIrrelevant,
    Silent,
    PartOfOnePurpose,
}

public enum MensRea
{
    NotStated,
    Intent,
    SpecificIntent,
    ConditionalIntent,
    Knowledge,
    KnowledgeOrRecklessness,
    KnowsOrOughtToKnow,
}

/// <summary>What the text says on the points where instruments differ. Each is shown with the result.</summary>
/// <param name="ChildAge">Below this age the person is a child for this text; null when the text has no such rule.</param>
/// <param name="NexusRequired">A means counts only where it is shown to serve the act.</param>
/// <param name="MeansTargets">Against whom means may be directed; empty when the text does not say.</param>
/// <param name="ChildPresumption">Where the text presumes a child while age is uncertain and there are reasons to believe so: its citation. Applied in protection mode only.</param>
public sealed record Parameters(
    int? ChildAge,
    ChildRule ChildRule,
    PurposeList PurposeList,
    ConsentRule Consent,
    ImmutableArray<string> ConsentCite,
    MensRea ActMensRea,
    MensRea MeansMensRea,
    MensRea PurposeMensRea,
    bool NexusRequired,
    ImmutableArray<MeansTarget> MeansTargets,
    ImmutableArray<string>? ChildPresumption);

/// <summary>A further offence that the text derives from the definition.</summary>
public sealed record DerivedOffence(string Id, Modality Modality, Label Label, ImmutableArray<string> Cite, bool IsVerified, Node? Formula);

public enum ConsequenceKind
{
    Entitlement,
    NonPunishment,
    Duty,
}

/// <summary>What follows once the definition is met. Consequences never feed back into the definition.</summary>
public sealed record Consequence(string Id, ConsequenceKind Kind, Modality Modality, Label Label, ImmutableArray<string> Cite, bool IsVerified);

/// <summary>A competing reading: the same text with one node built differently.</summary>
public sealed record Reading(string Id, Label Label, string Node, Node Formula, string? Source);

/// <summary>Where a text was read.</summary>
public sealed record TextSource(string Title, string? Url, string? Note);
