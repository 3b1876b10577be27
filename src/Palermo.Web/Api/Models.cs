using System.Collections.Immutable;

namespace Palermo.Web.Api;

/// <summary>A page of cases that the client may open. It tells nothing of others.</summary>
/// <param name="Next">Where the next page begins; absent on the last.</param>
public sealed record CaseList(ImmutableArray<CaseSummary> Cases, string? Next);

/// <summary>A case in a list, without anything that names a person.</summary>
public sealed record CaseSummary(Guid Id, string Reference, string State, string Risk, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, string Age, bool Synthetic);

/// <summary>A case as the client may see it. Names, contacts and places are never in it.</summary>
public sealed record CaseView(
    Guid Id, string Reference, string Process, string State, string Risk, string Office, string? DecidingOffice, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, string Age, bool Synthetic,
    ImmutableArray<EpisodeView> Episodes, ImmutableArray<ConsentView> Consents);

/// <summary>A stretch of what happened. Dates are days; absent: not recorded.</summary>
public sealed record EpisodeView(Guid Id, int Number, DateOnly? From, DateOnly? To, ImmutableArray<string> Countries);

public sealed record ConsentView(Guid Id, ImmutableArray<string> Purposes, ImmutableArray<string> Recipients, ImmutableArray<string> Tiers, DateTimeOffset From, DateTimeOffset To, DateTimeOffset? WithdrawnAt);

/// <summary>What opens a case.</summary>
public sealed record NewCase
{
    /// <summary><c>not_recorded</c>, <c>adult</c>, <c>child</c>, <c>presumed_child</c>, <c>disputed</c>.</summary>
    public required string Age { get; init; }

    /// <summary><c>stated</c>, <c>document</c>, <c>appearance</c>, <c>assessment</c>, <c>determination</c>.</summary>
    public required string AgeBasis { get; init; }

    /// <summary>Needed for everybody who is not a child or presumed one.</summary>
    public NewConsent? Consent { get; init; }

    /// <summary>For a child without a guardian's consent: the provision relied on.</summary>
    public string? ChildBasis { get; init; }

    /// <summary>Made up for a test or a demonstration.</summary>
    public bool Synthetic { get; init; }
}

/// <summary>A consent as it was taken down.</summary>
public sealed record NewConsent
{
    public required string GivenBy { get; init; }

    public string Assent { get; init; } = "not_applicable";

    public required ImmutableArray<string> Purposes { get; init; }

    public required ImmutableArray<string> Recipients { get; init; }

    public required ImmutableArray<string> Tiers { get; init; }

    public required string Channel { get; init; }

    public required string Language { get; init; }

    /// <summary>SHA-256 of the exact words that were said or shown.</summary>
    public required string WordingHash { get; init; }

    /// <summary>The last day, <c>yyyy-MM-dd</c>.</summary>
    public required string Until { get; init; }
}

public sealed record CaseOpened(Guid Id, string Reference, Guid EpisodeId, Guid InterviewId);

/// <summary>A finding that stands or stood.</summary>
public sealed record FindingView(
    Guid Id, Guid EpisodeId, string Atom, string State, string Standard, string Origin, string Role, string Office, DateTimeOffset RecordedAt, ImmutableArray<string> Evidence, Guid? SupersededBy);

public sealed record FindingList(ImmutableArray<FindingView> Findings);

public sealed record NewFindings
{
    public required ImmutableArray<NewFinding> Findings { get; init; }
}

/// <summary>What was found about one fact, at a standard, on evidence of the case or on an account that was accepted for a reason.</summary>
public sealed record NewFinding
{
    public required Guid EpisodeId { get; init; }

    /// <summary>A fact of the vocabulary, such as <c>recruitment</c>, or an atom of one instrument.</summary>
    public required string Atom { get; init; }

    /// <summary><c>true</c>, <c>false</c>, <c>unknown</c>, <c>not_asked</c>, <c>refused</c>, <c>conflict</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>recorded</c>, <c>alleged</c>, <c>reasonable_grounds</c>, <c>balance</c>, <c>beyond_doubt</c>.</summary>
    public required string Standard { get; init; }

    public string? Reason { get; init; }

    public string? AcceptedBecause { get; init; }

    /// <summary>Keys of the case's evidence, such as <c>E1</c>.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];
}

public sealed record FindingsMade(ImmutableArray<Guid> Ids);
