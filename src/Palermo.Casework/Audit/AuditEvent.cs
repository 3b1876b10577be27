using System.Collections.Immutable;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Audit;

/// <summary>
/// What happened, as handed to the trail. Every text here is a key or code (letters, digits and <c>. _ : -</c>, at most 64
/// characters), so that a name or an address cannot stray into the log.
/// </summary>
/// <param name="ActorId">Who acted; an account or an API client.</param>
/// <param name="Action">What was done, for example <c>case.open</c>.</param>
public sealed record AuditEvent(Guid ActorId, string Action)
{
    /// <summary>The role the actor acted in; empty where there was none.</summary>
    public string Role { get; init; } = "";

    /// <summary>The actor's office.</summary>
    public string Office { get; init; } = "";

    /// <summary>The purpose given.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Whether it was allowed. A refusal is recorded too.</summary>
    public bool Allowed { get; init; } = true;

    /// <summary>Why it was allowed or refused: a reason key of the access policy.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The case, where there is one.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>The kind of record.</summary>
    public string RecordType { get; init; } = "";

    /// <summary>The record.</summary>
    public Guid? RecordId { get; init; }

    /// <summary>Names of the fields shown or written; never what stood in them.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>The tiers touched.</summary>
    public ImmutableArray<Tier> Tiers { get; init; } = [];

    /// <summary>The request, to bring together what one click did.</summary>
    public string RequestId { get; init; } = "";
}
