using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Palermo.Law.Facts;

/// <summary>One fact that findings speak of.</summary>
/// <param name="Index">Its bit in a <see cref="FactVector"/>.</param>
/// <param name="IsExtra">Used by other texts; no act, means or purpose of the Protocol by itself.</param>
/// <param name="Minutes">What asking costs in minutes.</param>
/// <param name="Harm">What telling may cost the person: 0 nothing, 4 reliving the worst.</param>
public sealed record Fact(AtomId Id, int Index, FactElement Element, bool IsExtra, Label Label, Label Question, double Minutes, int Harm, string? Trap);

/// <summary>A finding about a whole element at once: "one of these, which is not recorded" or "none of these".</summary>
/// <param name="Members">The bits of the Protocol's own facts of that element.</param>
public sealed record FactGroup(AtomId Id, int Index, FactElement Element, Label Label, ulong Members)
{
    /// <summary>The vector with one of the group taken as given, for a conditional result; an excluded group is not assumed.</summary>
    public FactVector AssumedIn(FactVector facts) => (Members & ~facts.False) != 0 ? facts with { Some = (byte)(facts.Some | 1 << Index) } : facts;
}

/// <summary>The facts that case files, imports and instruments share. Bit positions are the order of the file.</summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<AtomId, Fact> _byId;
    private readonly FrozenDictionary<AtomId, FactGroup> _groupById;

    internal Vocabulary(string id, string version, ImmutableArray<Fact> facts, ImmutableArray<FactGroup> groups)
    {
        (Id, Version, Facts, Groups) = (id, version, facts, groups);
        _byId = facts.ToFrozenDictionary(f => f.Id);
        _groupById = groups.ToFrozenDictionary(g => g.Id);
    }

    public string Id { get; }

    public string Version { get; }

    public ImmutableArray<Fact> Facts { get; }

    public ImmutableArray<FactGroup> Groups { get; }

    public Fact? Find(AtomId id) => _byId.GetValueOrDefault(id);

    public FactGroup? FindGroup(AtomId id) => _groupById.GetValueOrDefault(id);

    public Fact this[AtomId id] => _byId[id];

    /// <summary>The bits of the facts of one element.</summary>
    public ulong Bits(FactElement element, bool includeExtra = true) =>
        Facts.Where(f => f.Element == element && (includeExtra || !f.IsExtra)).Aggregate(0UL, (sum, f) => sum | 1UL << f.Index);
}
