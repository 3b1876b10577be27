using System.Collections.Immutable;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Access;

/// <summary>
/// Who may do what with a case, as data. What no grant allows is denied; the answer names what the nearest grant missed.
/// </summary>
public sealed record AccessPolicy
{
    /// <summary>The day from which the file holds.</summary>
    public required DateOnly Version { get; init; }

    /// <summary>Where the rules come from.</summary>
    public required string Basis { get; init; }

    /// <summary>How long a fresh sign-in counts as fresh.</summary>
    public required TimeSpan StepUp { get; init; }

    /// <summary>The longest that a broken glass stays open.</summary>
    public required TimeSpan BreakGlassMaximum { get; init; }

    /// <summary>The fewest characters of a break-glass reason.</summary>
    public required int BreakGlassReasonLength { get; init; }

    /// <summary>The closed list of purposes, in the order of the file.</summary>
    public required ImmutableArray<Purpose> Purposes { get; init; }

    /// <summary>The roles, in the order of the file.</summary>
    public required ImmutableArray<Role> Roles { get; init; }

    /// <summary>The policy that is shipped with the program.</summary>
    public static AccessPolicy Shipped => PolicyFile.Shipped;

    /// <summary>Reads a policy file and refuses one that contradicts itself.</summary>
    public static AccessPolicy Load(string path) => PolicyFile.Load(path);

    /// <summary>Whether the actor may read; see the other overload.</summary>
    public AccessDecision Decide(Actor actor, Purpose purpose, Tier tier, CaseScope scope, DateTimeOffset at) => Decide(actor, purpose, tier, AccessRight.Read, scope, at);

    /// <summary>Decides. Pure: the same question gets the same answer.</summary>
    public AccessDecision Decide(Actor actor, Purpose purpose, Tier tier, AccessRight right, CaseScope scope, DateTimeOffset at)
    {
        if (!Purposes.Contains(purpose))
        {
            return Denied("purpose-unknown", "The purpose is not on the policy's list.");
        }

        var nearest = Denied("no-role", "The actor has no role that the policy knows.");
        var nearestDistance = int.MaxValue;
        foreach (var role in Roles.Where(r => actor.Roles.Contains(r.Key)))
        {
            if (nearestDistance == int.MaxValue)
            {
                nearest = Denied("no-grant", $"No role of the actor reaches tier {(int)tier}.") with { Role = role.Key };
            }

            foreach (var grant in role.Grants.Where(g => g.Tiers.Contains(tier)))
            {
                var missing = Missing(grant, actor, purpose, tier, right, scope, at);
                if (missing.IsEmpty)
                {
                    return new AccessDecision(true, "granted", $"{role.Key}: tier {(int)tier}, {purpose}, {grant.Scope}.") { Role = role.Key, Form = grant.Form, NeedsNotice = grant.Needs.Contains("notice") };
                }

                if (missing.Length < nearestDistance)
                {
                    nearestDistance = missing.Length;
                    nearest = Denied(missing[0], $"Tier {(int)tier} as {role.Key} needs {string.Join("; ", missing.Select(m => Explained(m, grant)))}.") with { Role = role.Key, Missing = missing };
                }
            }
        }

        return nearest;
    }

    /// <summary>Whether any role of the actor reaches a tier for a purpose, however a case stands to them.</summary>
    public bool Reaches(Actor actor, Purpose purpose, Tier tier) =>
        Roles.Any(r => actor.Roles.Contains(r.Key) && r.Grants.Any(g => g.Tiers.Contains(tier) && g.Purposes.Contains(purpose.Key)));

    /// <summary>In which form the actor may see tables; not allowed where no role may.</summary>
    public AccessDecision DecideAggregates(Actor actor, Purpose purpose)
    {
        foreach (var role in Roles.Where(r => actor.Roles.Contains(r.Key) && r.Aggregates?.Purposes.Contains(purpose.Key) == true))
        {
            return new AccessDecision(true, "granted", $"{role.Key}: tables, {purpose}, {role.Aggregates!.Form}.") { Role = role.Key, Form = role.Aggregates.Form };
        }

        return Denied("no-grant", "No role of the actor sees tables for this purpose.");
    }

    /// <summary>Opens an emergency door for an actor, if the policy has one for a role of theirs. Audit it and tell the case's people.</summary>
    /// <returns>The door, or why not.</returns>
    public (BreakGlass? Door, AccessDecision Decision) OpenInEmergency(Actor actor, Purpose purpose, Tier tier, CaseScope scope, string reason, TimeSpan length, DateTimeOffset at)
    {
        if (reason.Trim().Length < BreakGlassReasonLength)
        {
            return (null, Denied("break-glass-reason", $"An emergency access needs a reason of at least {BreakGlassReasonLength} characters."));
        }

        if (length <= TimeSpan.Zero || length > BreakGlassMaximum)
        {
            return (null, Denied("break-glass-length", $"An emergency access lasts at most {BreakGlassMaximum.TotalMinutes:0} minutes."));
        }

        var door = new BreakGlass(actor.UserId, scope.CaseId, tier, at, at + length);
        var decision = Decide(actor, purpose, tier, scope with { BreakGlasses = [door] }, at);
        var isDoor = decision.Allowed && !Decide(actor, purpose, tier, scope with { BreakGlasses = [] }, at).Allowed;
        return isDoor ? (door, decision) : (null, decision.Allowed ? Denied("break-glass-needless", "The actor may read this without an emergency access.") : decision);
    }

    private ImmutableArray<string> Missing(Grant grant, Actor actor, Purpose purpose, Tier tier, AccessRight right, CaseScope scope, DateTimeOffset at)
    {
        var missing = ImmutableArray.CreateBuilder<string>();
        Want("right", grant.Rights.Contains(right));
        Want("purpose", grant.Purposes.Contains(purpose.Key));
        Want("scope", IsWithin(grant.Scope, actor, scope));
        Want("state", grant.Until.Length == 0 || grant.Until != scope.State);
        foreach (var need in grant.Needs.Where(n => n != "notice"))
        {
            Want(need, need switch
            {
                "step-up" => actor.SteppedUpAt is { } fresh && fresh <= at && at - fresh <= StepUp,
                "break-glass" => scope.BreakGlasses.Any(b => b.IsOpen(actor.UserId, scope.CaseId, tier, at)),
                "duty" => actor.OnDuty,
                "order" => scope.HasOrder,
                "incident" => scope.HasIncident,
                "other-person" => scope.FirstDecider is { } first && first != actor.UserId,
                _ => false,
            });
        }

        return missing.ToImmutable();

        void Want(string what, bool holds)
        {
            if (!holds)
            {
                missing.Add(what);
            }
        }
    }

    private static bool IsWithin(string wanted, Actor actor, CaseScope scope) => wanted switch
    {
        "anywhere" => true,
        "opened" => scope.IsOpener,
        "assigned" => scope.IsAssigned,
        "office" => actor.Office.Length > 0 && actor.Office == scope.Office,
        "queue" => scope.IsInQueue || scope.IsAssigned,
        "client" => scope.IsClient,
        "profession" => scope.IsAssigned && actor.Profession.Length > 0 && actor.Profession == scope.Profession,
        "author" => scope.IsClient && scope.Author == actor.UserId,
        "self" => scope.IsSelf,
        _ => false,
    };

    private string Explained(string missing, Grant grant) => missing switch
    {
        "right" => $"a right to {string.Join(" or ", grant.Rights).ToLowerInvariant()} only",
        "purpose" => $"purpose {string.Join(" or ", grant.Purposes)}",
        "scope" => $"a case that is {grant.Scope}",
        "state" => $"a case that is not {grant.Until}",
        "step-up" => $"signing in afresh within {StepUp.TotalMinutes:0} minutes",
        "break-glass" => "an emergency access that is open",
        "duty" => "being on duty",
        "order" => "a court order on file",
        "incident" => "an open incident",
        "other-person" => "a first decision by somebody else",
        _ => missing,
    };

    private static AccessDecision Denied(string reason, string explanation) => new(false, reason, explanation);
}
