using Palermo.Casework.Vault;

namespace Palermo.Casework.Access;

/// <summary>
/// A door opened in an emergency by somebody whom the policy does not let in otherwise: for one actor, one case, one tier,
/// until it expires, with a reason on file, and the case's people are told.
/// </summary>
/// <param name="ActorId">For whom.</param>
/// <param name="CaseId">Which case.</param>
/// <param name="Tier">Which tier; no other.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when, exclusive.</param>
public sealed record BreakGlass(Guid ActorId, Guid CaseId, Tier Tier, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Whether it is open for this actor, case and tier at this moment.</summary>
    public bool IsOpen(Guid actorId, Guid caseId, Tier tier, DateTimeOffset at) => ActorId == actorId && CaseId == caseId && Tier == tier && From <= at && at < Until;
}
