using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Law.Determinations;

/// <summary>
/// Findings seen through one query and one instrument: a fact vector with the instrument's own bits, the status of each
/// atom, and remarks on what did not count.
/// </summary>
public sealed class Projection
{
    private readonly Dictionary<AtomId, AtomStatus> _status;

    internal Projection(FactVector facts, Dictionary<AtomId, AtomStatus> status, ImmutableArray<Remark> remarks, ulong refused) =>
        (Facts, _status, Remarks, Refused) = (facts, status, remarks, refused);

    /// <summary>The vocabulary's bits and the instrument's own.</summary>
    public FactVector Facts { get; }

    /// <summary>Bits that must not be asked again.</summary>
    public ulong Refused { get; }

    public ImmutableArray<Remark> Remarks { get; }

    public AtomStatus Status(AtomId atom) => _status.GetValueOrDefault(atom) ?? AtomStatus.NotAsked(atom);

    public static Projection Of(ImmutableArray<Finding> findings, InstrumentVersion instrument, Query query) =>
        Statements.Of(findings, instrument, query).Project([]);
}
