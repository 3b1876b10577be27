using System.Collections.Immutable;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Access;

/// <summary>One line of the policy: a role may do this with these tiers, of cases that stand so to it, for these purposes.</summary>
public sealed record Grant
{
    /// <summary>The tiers.</summary>
    public required ImmutableArray<Tier> Tiers { get; init; }

    /// <summary>How the case must stand to the actor.</summary>
    public required string Scope { get; init; }

    /// <summary>The purposes, any of them.</summary>
    public required ImmutableArray<string> Purposes { get; init; }

    /// <summary>The rights.</summary>
    public required ImmutableArray<AccessRight> Rights { get; init; }

    /// <summary><c>handed-over</c> where the grant ends with that state; else empty.</summary>
    public string Until { get; init; } = "";

    /// <summary>How it is shown.</summary>
    public string Form { get; init; } = "full";

    /// <summary>What else must hold.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];
}

/// <summary>The tables a role may see.</summary>
/// <param name="Form">How far and how prepared: <c>own-caseload</c>, <c>office</c>, <c>queue</c>, <c>national</c>, <c>disclosure-controlled</c>.</param>
/// <param name="Purposes">The purposes, any of them.</param>
public sealed record AggregateGrant(string Form, ImmutableArray<string> Purposes);

/// <summary>A role.</summary>
public sealed record Role
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>What it may do with cases; empty: it reads none.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>The tables it may see; null: none.</summary>
    public AggregateGrant? Aggregates { get; init; }
}
