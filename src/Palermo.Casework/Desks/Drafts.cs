using System.Collections.Immutable;
using Palermo.Casework.Consents;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Law.Facts;

namespace Palermo.Casework.Desks;

/// <summary>A consent as it is taken down.</summary>
/// <param name="WordingHash">The hash of the words that were said or shown, as the page carried it.</param>
public sealed record ConsentDraft(
    ConsentGivenBy GivenBy,
    Assent Assent,
    ImmutableArray<string> Purposes,
    ImmutableArray<string> Recipients,
    ImmutableArray<string> Tiers,
    ConsentChannel Channel,
    string Language,
    string WordingHash,
    DateOnly Until,
    string? Conditions = null);

/// <summary>A new case: who it is about as far as age goes, and on what it may be opened.</summary>
/// <param name="Consent">What was agreed to; needed for everybody who is not a child or presumed one.</param>
/// <param name="ChildBasis">For a child without a guardian's consent: the provision relied on to act in the child's best interests. It waits for a second person.</param>
public sealed record CaseDraft(
    AgeStatus Age,
    AgeBasis AgeBasis,
    ConsentDraft? Consent,
    string? ChildBasis = null)
{
    public string InterviewLanguage { get; init; } = "en";

    public bool? Interpreter { get; init; }

    public bool? Private { get; init; }

    public HeardFrom HeardFrom { get; init; } = HeardFrom.ThePerson;

    public bool IsSynthetic { get; init; }
}

public sealed record OpenedCase(Guid CaseId, string Reference, Guid EpisodeId, Guid InterviewId);

/// <summary>What the duty to notify asks for about an adult who did not agree.</summary>
public sealed record NoticeDraft(RecordedSex Sex, string? Nationality, ImmutableArray<string> Facts);

/// <summary>One answer.</summary>
/// <param name="Seen">The newest answer of the field that the editor had before them; null: none.</param>
public sealed record AnswerDraft(string Code, FactAnswer Answer, string? Note = null, Guid? Seen = null)
{
    /// <summary>The editor was shown no note and gives none: what was noted with the answer that this one supersedes stays.</summary>
    public bool KeepsNote { get; init; }
}

/// <summary>What became of an answer.</summary>
/// <param name="FactId">The answer that now stands for this editor.</param>
/// <param name="InConflict">Somebody else's answer to the same field stands beside it, and a person has to choose.</param>
public sealed record AnswerResult(string Code, Guid FactId, bool InConflict);

public sealed record InterviewDraft(Guid EpisodeId, HeardFrom HeardFrom, DateOnly HeldOn, string? Language = null, bool? Interpreter = null, bool? Private = null);

public sealed record EvidenceDraft(EvidenceKind Kind, string? Description, DateOnly? ObtainedOn);

public sealed record FindingDraft(Guid EpisodeId, string Atom, InputState State, StandardOfProof Standard)
{
    public FindingOrigin Origin { get; init; } = FindingOrigin.Person;

    public string? Reason { get; init; }

    public string? AcceptedBecause { get; init; }

    /// <summary>Keys of the case's evidence, such as E1.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];

    public ImmutableArray<string> InferredFrom { get; init; } = [];

    public Nexus Nexus { get; init; }

    public MeansTarget Target { get; init; }
}

public sealed record PersonDraft(RecordedSex Sex, ImmutableArray<string> Nationalities, ImmutableArray<string> Languages, ImmutableArray<string> CommunicationNeeds, PersonIdentity? Identity);

public sealed record EpisodeDraft(DateOnly? From, DateOnly? To, ImmutableArray<string> Countries);
