using System.Collections.Immutable;

namespace Palermo.Casework.Access;

/// <summary>How the actor stands to the case that is asked for. What is not said is not so.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Office">The office the case belongs to.</param>
/// <param name="IsAssigned">The case is assigned to the actor.</param>
/// <param name="State">The case's state; <c>handed-over</c> ends a first responder's reach.</param>
/// <param name="BreakGlasses">Break-glass accesses opened on this case, by anybody.</param>
public sealed record CaseScope(Guid CaseId, string Office, bool IsAssigned, string State, ImmutableArray<BreakGlass> BreakGlasses)
{
    /// <summary>The state in which a first responder keeps the receipt only.</summary>
    public const string HandedOver = "handed-over";

    /// <summary>The actor opened the case.</summary>
    public bool IsOpener { get; init; }

    /// <summary>The case waits for a decision at the actor's office.</summary>
    public bool IsInQueue { get; init; }

    /// <summary>The person is the actor's ward, client or patient, or was referred to the actor; not withdrawn or expired.</summary>
    public bool IsClient { get; init; }

    /// <summary>The file is about the actor.</summary>
    public bool IsSelf { get; init; }

    /// <summary>A court order that reaches the location is on file.</summary>
    public bool HasOrder { get; init; }

    /// <summary>An incident is open under which the case may be read.</summary>
    public bool HasIncident { get; init; }

    /// <summary>Who decided first; null where nobody did.</summary>
    public Guid? FirstDecider { get; init; }

    /// <summary>The profession to which the privileged record belongs; empty when none was asked for.</summary>
    public string Profession { get; init; } = "";

    /// <summary>Who wrote the privileged record; null when none was asked for.</summary>
    public Guid? Author { get; init; }
}
