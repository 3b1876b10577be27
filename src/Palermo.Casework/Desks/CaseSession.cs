using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Desks;

/// <summary>
/// One act at the desk: who, why, on which case, with which keys. It remembers which tiers and fields were touched, for the
/// audit entry that closes it.
/// </summary>
internal sealed class CaseSession(CaseworkContext context, AccessPolicy policy, Actor actor, Purpose purpose, Case file, CaseScope scope, CaseVault vault, DateTimeOffset at, string action)
{
    private readonly SortedSet<Tier> _tiers = [];
    private readonly SortedSet<string> _fields = new(StringComparer.Ordinal);
    private AccessDecision? _decision;

    private const string Full = "full";

    public CaseworkContext Context => context;

    public Actor Actor => actor;

    public Case Case => file;

    public DateTimeOffset At => at;

    public CaseScope Scope { get; set; } = scope;

    /// <summary>The record that the act is about, for the audit entry.</summary>
    public (string Type, Guid Id)? Record { get; set; }

    /// <summary>The case's people must be told of this reading.</summary>
    public bool NeedsNotice { get; private set; }

    /// <summary>The form in which what was asked for first may be shown, such as <c>blind-to-outcome</c>.</summary>
    public string Form => _decision?.Form ?? Full;

    /// <exception cref="DeskDenied">The policy does not let the actor.</exception>
    public void Require(Tier tier, AccessRight right)
    {
        var decision = policy.Decide(actor, purpose, tier, right, Scope, at);
        if (!decision.Allowed)
        {
            throw new DeskDenied(decision.StepUpWouldDo, decision);
        }

        Touch(tier, decision);
    }

    /// <summary>Requires a tier in full: somebody to whom it may only be shown masked, or as a package, is denied.</summary>
    public void RequireInFull(Tier tier, AccessRight right)
    {
        if (policy.Decide(actor, purpose, tier, right, Scope, at) is { Allowed: true, Form: not Full } decision)
        {
            throw new DeskDenied(stepUpWouldDo: false, decision with { Allowed = false, Reason = "form" });
        }

        Require(tier, right);
    }

    /// <summary>Whether the actor may in whatever form; nothing is touched by asking.</summary>
    public bool May(Tier tier, AccessRight right) => policy.Decide(actor, purpose, tier, right, Scope, at).Allowed;

    /// <summary>Whether the actor may see a tier in full; if so, it counts as touched.</summary>
    public bool MayInFull(Tier tier, AccessRight right)
    {
        var decision = policy.Decide(actor, purpose, tier, right, Scope, at);
        if (decision is not { Allowed: true, Form: Full })
        {
            return false;
        }

        Touch(tier, decision);
        return true;
    }

    public void Touched(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            _fields.Add(field);
        }
    }

    public byte[] Seal<T>(Tier tier, string record, string field, Guid id, int version, T value)
    {
        Touched($"{record}.{field}");
        return vault.Seal(tier, new FieldId(record, field, id, version), JsonSerializer.SerializeToUtf8Bytes(value, SealedJson.Options)).Bytes;
    }

    public byte[] SealBytes(Tier tier, string record, string field, Guid id, ReadOnlySpan<byte> value)
    {
        Touched($"{record}.{field}");
        return vault.Seal(tier, new FieldId(record, field, id), value).Bytes;
    }

    public T Open<T>(Tier tier, string record, string field, Guid id, int version, byte[] value)
    {
        Touched($"{record}.{field}");
        return JsonSerializer.Deserialize<T>(vault.Open(tier, new FieldId(record, field, id, version), new Sealed(value)), SealedJson.Options)!;
    }

    /// <summary>Whether a value was sealed at this place.</summary>
    public bool Opens(Tier tier, string record, string field, Guid id, int version, byte[] value)
    {
        try
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(vault.Open(tier, new FieldId(record, field, id, version), new Sealed(value)));
            return true;
        }
        catch (VaultException e) when (e.Problem == VaultProblem.Tampered)
        {
            return false;
        }
    }

    public byte[] OpenBytes(Tier tier, string record, string field, Guid id, byte[] value)
    {
        Touched($"{record}.{field}");
        return vault.Open(tier, new FieldId(record, field, id), new Sealed(value));
    }

    /// <summary>Marks the case as changed; two changes made on the same state cannot both be saved.</summary>
    public void Change()
    {
        file.ChangedAt = at;
        file.Version++;
    }

    public AuditEvent Entry(bool allowed, AccessDecision? decision, string requestId)
    {
        var said = decision ?? _decision;
        return new AuditEvent(actor.UserId, action)
        {
            Role = said?.Role ?? "",
            Office = actor.Office,
            Purpose = purpose.Key,
            Allowed = allowed,
            Reason = said?.Reason ?? "",
            CaseId = file.Id,
            RecordType = Record?.Type ?? "case",
            RecordId = Record?.Id ?? file.Id,
            Fields = allowed ? [.. _fields] : ImmutableArray<string>.Empty,
            Tiers = allowed ? [.. _tiers] : ImmutableArray<Tier>.Empty,
            RequestId = requestId,
        };
    }

    private void Touch(Tier tier, AccessDecision decision)
    {
        _tiers.Add(tier);
        NeedsNotice |= decision.NeedsNotice;
        _decision ??= decision;
    }
}
