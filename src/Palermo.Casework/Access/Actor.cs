using System.Collections.Immutable;

namespace Palermo.Casework.Access;

/// <summary>Who asks.</summary>
/// <param name="UserId">The account or API client.</param>
/// <param name="Roles">Role keys of the policy. Roles add up; an unknown one grants nothing.</param>
/// <param name="Office">The office the actor works for.</param>
/// <param name="SteppedUpAt">When the actor last proved afresh who they are; null if not in this session.</param>
public sealed record Actor(Guid UserId, ImmutableArray<string> Roles, string Office, DateTimeOffset? SteppedUpAt)
{
    /// <summary>The profession for privileged records, for example <c>lawyer</c>; empty for none.</summary>
    public string Profession { get; init; } = "";

    /// <summary>Whether the actor is on duty.</summary>
    public bool OnDuty { get; init; }
}
