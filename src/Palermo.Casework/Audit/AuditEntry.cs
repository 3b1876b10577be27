using System.Collections.Immutable;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Audit;

/// <summary>
/// One link of the chain, as stored. <see cref="Hash"/> is a keyed hash over everything here, over the writes that belong to
/// the entry and over the hash of the entry before it.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>Number in the chain, from 1 without gaps.</summary>
    public long Seq { get; init; }

    /// <summary>When, in milliseconds since 1970 UTC.</summary>
    public long AtMilliseconds { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(AtMilliseconds);

    /// <summary>Who acted.</summary>
    public Guid ActorId { get; init; }

    /// <summary>The role acted in.</summary>
    public string Role { get; init; } = "";

    /// <summary>The actor's office.</summary>
    public string Office { get; init; } = "";

    /// <summary>The purpose given.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>What was done.</summary>
    public string Action { get; init; } = "";

    /// <summary>Whether it was allowed.</summary>
    public bool Allowed { get; init; }

    /// <summary>The reason key.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The case, where there is one.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>The kind of record.</summary>
    public string RecordType { get; init; } = "";

    /// <summary>The record.</summary>
    public Guid? RecordId { get; init; }

    /// <summary>Field names, joined by a comma.</summary>
    public string Fields { get; init; } = "";

    /// <summary>The tiers touched, one bit each: bit n is tier n.</summary>
    public int TierBits { get; init; }

    /// <summary>The request.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The digests of what the entry wrote, 57 bytes each; empty for a read.</summary>
    public byte[] Written { get; init; } = [];

    /// <summary>The hash of the entry before; 32 zero bytes for the first.</summary>
    public byte[] PreviousHash { get; init; } = [];

    /// <summary>The keyed hash of this entry.</summary>
    public byte[] Hash { get; internal set; } = [];

    /// <summary>The tiers touched.</summary>
    public ImmutableArray<Tier> Tiers => [.. Enum.GetValues<Tier>().Where(t => (TierBits & (1 << (int)t)) != 0)];
}
