using System.Collections.Immutable;

namespace Palermo.Casework.Access;

/// <summary>What is asked to be done.</summary>
public enum AccessRight
{
    /// <summary>Read.</summary>
    Read = 1,

    /// <summary>Write facts, notes, evidence.</summary>
    Write = 2,

    /// <summary>Decide on identification, or confirm a decision.</summary>
    Decide = 3,
}

/// <summary>The policy's answer. It goes into the audit entry whether it allows or not.</summary>
/// <param name="Allowed">True only where a grant was met in full.</param>
/// <param name="Reason">
/// Key: <c>granted</c>; or what was missing: <c>no-role</c>, <c>purpose-unknown</c>, <c>no-grant</c>, <c>right</c>,
/// <c>purpose</c>, <c>scope</c>, <c>state</c>, or one of the needs.
/// </param>
/// <param name="Explanation">One English sentence for the log and the administrator, without anything of the case.</param>
public sealed record AccessDecision(bool Allowed, string Reason, string Explanation)
{
    /// <summary>The role that let the actor in, or came nearest to it; empty where none did.</summary>
    public string Role { get; init; } = "";

    /// <summary>How it may be shown: <c>full</c>, <c>masked</c>, <c>excerpt</c>, <c>package</c>, <c>blind-to-outcome</c>, <c>clocks</c>, <c>audit-metadata</c>.</summary>
    public string Form { get; init; } = "full";

    /// <summary>The case's people must be told that this was read.</summary>
    public bool NeedsNotice { get; init; }

    /// <summary>True when signing in afresh would let the actor in: the page asks for that rather than hiding the case.</summary>
    public bool StepUpWouldDo => !Allowed && Missing is ["step-up"];

    /// <summary>Everything that the nearest grant misses.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];
}
