using System.Collections.Immutable;
using CsCheck;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law.Determinations;

/// <summary>What holds whatever the findings: knowing more never undoes, and what says nothing new changes nothing.</summary>
public sealed class InformationOrderTests
{
    private const long Vectors = 400_000;
    private const long Cases = 700;

    private static readonly ImmutableArray<InstrumentVersion> Verified = [.. Laws.Library.Definitions.Where(v => v.IsVerified)];

    private static readonly ImmutableArray<AtomId> Atoms = [.. Laws.Library.Vocabulary.Facts.Select(f => f.Id), .. Laws.Library.Vocabulary.Groups.Select(g => g.Id)];

    private static readonly Gen<InstrumentVersion> Instrument = Gen.Int[0, Verified.Length - 1].Select(i => Verified[i]);

    private static readonly Gen<Finding> OneFinding = Gen.Select(Gen.Int[0, Atoms.Length - 1].Select(i => Atoms[i]), Gen.Enum<InputState>(), Gen.Enum<StandardOfProof>(), (atom, state, standard) => new Finding(atom, state) { Standard = standard, Reason = "drawn" });

    private static readonly Gen<ImmutableArray<Finding>> Findings = OneFinding.Array[0, 30].Select(f => f.ToImmutableArray());

    [Fact]
    public void MoreKnown_NeverUndoesAResult() =>
        Gen.Select(Instrument, Gen.ULong, Gen.ULong, Gen.ULong, Gen.ULong).Sample(
            (instrument, yes, no, thin, more) =>
            {
                // The first vector is the second with some of it forgotten.
                var (knownTrue, knownFalse) = (yes & ~no, no & ~yes);
                var second = new FactVector(knownTrue & (thin | more), knownFalse & (thin | more));
                var first = new FactVector(second.True & thin, second.False & thin);
                var before = Determiner.Judge(first, instrument);
                var after = Determiner.Judge(second, instrument);
                return after.Result.Refines(before.Result) && after.Act.Refines(before.Act) && after.Means.Refines(before.Means) && after.Purpose.Refines(before.Purpose) && after.Child.Refines(before.Child);
            },
            iter: Vectors, threads: 1);

    [Fact]
    public void Duplicates_ChangeNothing() =>
        Gen.Select(Instrument, Findings, Gen.Int[0, 1000]).Sample(
            (instrument, findings, pick) => findings.IsEmpty || Same(findings, findings.Add(findings[pick % findings.Length]), instrument),
            iter: Cases, threads: 1);

    [Fact]
    public void Order_ChangesNothing() =>
        Gen.Select(Instrument, Findings, Gen.Int[0, 1000]).Sample(
            (instrument, findings, turn) => findings.IsEmpty || Same(findings, [.. findings.Skip(turn % findings.Length).Reverse(), .. findings.Take(turn % findings.Length)], instrument),
            iter: Cases, threads: 1);

    [Fact]
    public void UnknownAtoms_ChangeNothing() =>
        Gen.Select(Instrument, Findings, Gen.Enum<InputState>()).Sample(
            (instrument, findings, state) => Same(findings, findings.Add(new Finding("no_text_knows_this", state)), instrument)
                && Same(findings, findings.Add(new Finding("another-text.atom", state)), instrument),
            iter: Cases, threads: 1);

    [Fact]
    public void Silence_ChangesNothing() =>
        Gen.Select(Instrument, Findings, OneFinding).Sample(
            (instrument, findings, extra) => Result(findings, instrument) == Result(findings.Add(extra with { State = InputState.AskedUnknown }), instrument)
                && Result(findings, instrument) == Result(findings.Add(extra with { State = InputState.Refused }), instrument),
            iter: Cases, threads: 1);

    [Fact]
    public void RaisingTheStandard_OnlyMovesTowardsUnknown() =>
        Gen.Select(Instrument, Findings, Gen.Enum<StandardOfProof>(), Gen.Enum<StandardOfProof>()).Sample(
            (instrument, findings, a, b) => Result(findings, instrument, a < b ? a : b).Refines(Result(findings, instrument, a < b ? b : a)),
            iter: 20_000, threads: 1);

    [Fact]
    public void Child_EstablishedMakesEveryMeansIndifferentUnderTheProtocol() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.Byte[0, 7]).Sample(
            (yes, no, other, some) =>
            {
                var protocol = Laws.Library.Protocol;
                var (means, child) = (protocol.Vocabulary.Bits(FactElement.Means), 1UL << protocol.Vocabulary["under_18"].Index);
                var one = new FactVector((yes & ~no & ~means) | child | (other & yes & means), (no & ~yes & ~means & ~child) | (~other & no & ~yes & means), some);
                var two = one with { True = one.True & ~means, False = (one.False & ~means) | (means & other) };
                return some == 0
                    ? protocol.Evaluator.Evaluate(protocol.Definition, one) == protocol.Evaluator.Evaluate(protocol.Definition, two)
                    : protocol.Evaluator.Evaluate(protocol.Definition, one with { Some = 2 }) == protocol.Evaluator.Evaluate(protocol.Definition, one with { Some = 0 })
                        || (protocol.Vocabulary.Groups[1].Members & ~one.False) == 0;
            },
            iter: 100_000, threads: 1);

    private static bool Same(ImmutableArray<Finding> a, ImmutableArray<Finding> b, InstrumentVersion instrument)
    {
        var (one, other) = (Determiner.Determine(a, instrument, new Query()), Determiner.Determine(b, instrument, new Query()));
        return one.Result == other.Result
            && one.Offence == other.Offence
            && one.CooperationApplies == other.CooperationApplies
            && one.Facts == other.Facts
            && one.Elements.Select(e => (e.Value, e.IsRequired)).SequenceEqual(other.Elements.Select(e => (e.Value, e.IsRequired)))
            && one.Open.StillMatters.SequenceEqual(other.Open.StillMatters)
            && one.Open.NotToBeAsked.SequenceEqual(other.Open.NotToBeAsked)
            && one.Open.Ranked.Select(q => q.Id).SequenceEqual(other.Open.Ranked.Select(q => q.Id))
            && one.Fragility.Alone.SequenceEqual(other.Fragility.Alone)
            && one.DistanceToMet.Length == other.DistanceToMet.Length;
    }

    private static Truth Result(ImmutableArray<Finding> findings, InstrumentVersion instrument, StandardOfProof standard = StandardOfProof.Recorded) =>
        instrument.Evaluator.Evaluate(instrument.Definition, Projection.Of(findings, instrument, new Query { Standard = standard }).Facts);
}
