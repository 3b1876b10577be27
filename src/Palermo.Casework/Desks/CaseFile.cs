using System.Collections.Immutable;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Decisions;
using Palermo.Casework.Determinations;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Unsent;
using Palermo.Casework.Work;

namespace Palermo.Casework.Desks;

/// <summary>A case as one actor may see it at one moment. What the actor may not see is not in it.</summary>
public sealed record CaseFile
{
    public required Case Case { get; init; }

    public required Person Person { get; init; }

    /// <summary>Null: not the actor's to see, or nothing was recorded (then <see cref="MaySeeIdentity"/> is true).</summary>
    public PersonIdentity? Identity { get; init; }

    public bool MaySeeIdentity { get; init; }

    public required CaseKnowledge Knowledge { get; init; }

    public required ImmutableDictionary<Guid, string> EvidenceWords { get; init; }

    public required ImmutableArray<Interview> Interviews { get; init; }

    public required ImmutableArray<Consent> Consents { get; init; }

    public required ImmutableArray<Override> Overrides { get; init; }

    /// <summary>The grounds of each override, by its identifier.</summary>
    public required ImmutableDictionary<Guid, OverrideGrounds> OverrideGrounds { get; init; }

    /// <summary>What each consent reserves, by consent; those without a reservation are not in it.</summary>
    public required ImmutableDictionary<Guid, string> Reservations { get; init; }

    /// <summary>The actor may open the compartment of those who acted, in some form.</summary>
    public bool MaySeeParties { get; init; }

    public required ImmutableArray<CaseEvent> Events { get; init; }

    /// <summary>Why a step was made, by the step; those without a reason are not in it.</summary>
    public required ImmutableDictionary<Guid, string> EventReasons { get; init; }

    /// <summary>Who speaks for the person, or did.</summary>
    public required ImmutableArray<OpenedGuardian> Guardians { get; init; }

    public required ImmutableArray<Proposal> Proposals { get; init; }

    /// <summary>What second readers came to, oldest first.</summary>
    public required ImmutableArray<OpenedReading> Readings { get; init; }

    public required ImmutableArray<Decision> Decisions { get; init; }

    public required ImmutableArray<Assignment> Assignments { get; init; }

    public required ImmutableArray<WorkItem> Work { get; init; }

    /// <summary>The forms that the actor may send, and so may leave unfinished.</summary>
    public required ImmutableArray<KeptForm> Sendable { get; init; }

    /// <summary>What the actor wrote in a form and has not sent, by the form's key.</summary>
    public required ImmutableDictionary<string, KeptWords> Kept { get; init; }

    /// <summary><c>full</c>, or how else it may be shown: <c>blind-to-outcome</c> hides what was proposed.</summary>
    public required string Form { get; init; }
}

/// <summary>Somebody who speaks for the person.</summary>
/// <param name="Details">Name and contact; null: not the actor's to see.</param>
public sealed record OpenedGuardian(Guardian Guardian, string? Details);

/// <summary>A second reading and its reason.</summary>
public sealed record OpenedReading(SecondReading Reading, string Reason);

/// <summary>A door opened in an emergency.</summary>
/// <param name="Reason">Null: not the actor's to see.</param>
public sealed record OpenedDoor(EmergencyAccess Door, string? Reason);

/// <summary>Who read or changed a case.</summary>
/// <param name="Entries">Newest first; never what they saw.</param>
/// <param name="Doors">Opened in an emergency, newest first.</param>
public sealed record CaseWatchers(ImmutableArray<AuditEntry> Entries, ImmutableArray<OpenedDoor> Doors);

/// <summary>That a case exists and where it stands, and nothing of what it says.</summary>
/// <param name="MayBeTaken">It waits in the queue of the actor's office.</param>
/// <param name="MaySeeParties">The actor may open the compartment of those who acted.</param>
public sealed record CaseReceipt(Guid CaseId, string Reference, string State, DateTimeOffset ChangedAt, bool MayBeTaken, bool MaySeeParties);
