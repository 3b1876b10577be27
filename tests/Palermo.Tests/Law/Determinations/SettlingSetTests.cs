using System.Collections.Immutable;
using System.Numerics;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law.Determinations;

/// <summary>Open questions, settling sets and distances against enumeration, on drawn vectors of every instrument.</summary>
public sealed class SettlingSetTests
{
    private const int Draws = 40;

    public static TheoryData<string> Keys => [.. Laws.Library.Versions.Where(v => v.IsVerified).Select(v => v.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void StillMatters_DrawnVector_IsWhatCanStillChangeTheResult(string key)
    {
        foreach (var (instrument, oracle, facts, determination) in Drawn(key, 17, groups: 25))
        {
            ulong expected = 0;
            if (determination.Result.IsUnknown)
            {
                for (var bits = oracle.Variables & ~facts.True & ~facts.False; bits != 0; bits &= bits - 1)
                {
                    var bit = bits & (~bits + 1);
                    expected |= CanTip(oracle, facts, bit) ? bit : 0;
                }
            }

            Assert.Equal(expected, Bits(determination.Open.StillMatters, instrument));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void SettlingSets_DrawnVector_SettleAndHoldNothingToSpare(string key)
    {
        foreach (var (instrument, oracle, facts, determination) in Drawn(key, 19, groups: 15))
        {
            Holds(determination.Open.ToMet, Truth.True, instrument, oracle, facts);
            Holds(determination.Open.ToNotMet, Truth.False, instrument, oracle, facts);
            var matters = Bits(determination.Open.StillMatters, instrument);
            foreach (var answer in determination.Open.ToMet.Concat(determination.Open.ToNotMet).SelectMany(w => w))
            {
                Assert.Equal(0UL, Bits(answer.Atoms, instrument) & ~matters);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void SettlingSets_DrawnVector_ExistExactlyWhenAnswersCanSettleIt(string key)
    {
        foreach (var (_, oracle, facts, determination) in Drawn(key, 23, groups: 0))
        {
            if (oracle.Negated != 0 || determination.Result.IsKnown)
            {
                continue;
            }

            var open = oracle.Variables & ~facts.True & ~facts.False & Vectors.Settable(determination.Instrument);
            Assert.Equal(oracle.Value(facts with { True = facts.True | open }).IsTrue, !determination.Open.ToMet.IsEmpty);
            Assert.Equal(oracle.Value(facts with { False = facts.False | open }).IsFalse, !determination.Open.ToNotMet.IsEmpty);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void SettlingSets_ToMet_AreTheSmallest(string key)
    {
        foreach (var (instrument, oracle, facts, determination) in Drawn(key, 29, groups: 15))
        {
            if (determination.Open.ToMet.IsEmpty || oracle.Negated != 0)
            {
                continue;
            }

            var size = determination.Open.ToMet.Min(w => w.Length);
            Assert.All(determination.Open.ToMet, w => Assert.Equal(size, w.Length));
            var open = oracle.Variables & ~facts.True & ~facts.False & Vectors.Settable(instrument);
            Assert.DoesNotContain(Subsets(open, size - 1), s => oracle.Value(facts with { True = facts.True | s }).IsTrue);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Distance_DrawnVector_ReachesTheOtherResultAndHoldsNothingToSpare(string key)
    {
        foreach (var (instrument, oracle, facts, determination) in Drawn(key, 31, groups: 15))
        {
            Holds(determination.DistanceToMet, Truth.True, instrument, oracle, facts, canUnsay: true);
            Holds(determination.DistanceToNotMet, Truth.False, instrument, oracle, facts, canUnsay: true);
            Assert.True(!determination.Result.IsTrue || determination.DistanceToMet.IsEmpty);
            Assert.True(!determination.Result.IsFalse || determination.DistanceToNotMet.IsEmpty);
            if (oracle.Negated == 0 && !determination.Result.IsTrue)
            {
                var settable = oracle.Variables & ~facts.True & Vectors.Settable(instrument);
                var reachable = oracle.Value(Set(facts, settable, true)).IsTrue;
                Assert.Equal(reachable, !determination.DistanceToMet.IsEmpty);
                if (reachable && determination.DistanceToMet[0].Length <= 3)
                {
                    Assert.DoesNotContain(Subsets(settable, determination.DistanceToMet[0].Length - 1), s => oracle.Value(Set(facts, s, true)).IsTrue);
                }
            }
        }
    }

    [Fact]
    public void SettlingSets_RefusedAtom_IsNeverAskedAgain()
    {
        var findings = Vectors.Findings(Vectors.Of("+recruitment", "+forced_labour", "-under_18"), Laws.Library.Protocol).Add(new Finding("deception", InputState.Refused));
        var open = Determiner.Determine(findings, Laws.Library.Protocol, new Query()).Open;

        Assert.Equal(["deception"], open.NotToBeAsked.Select(a => a.Value));
        Assert.DoesNotContain(open.Ranked, q => q.Atoms.Contains("deception"));
        Assert.DoesNotContain(open.ToMet.SelectMany(w => w), a => a.Atoms.Contains("deception"));
        Assert.NotEmpty(open.ToMet);
        Assert.Empty(open.ToNotMet);
    }

    private static IEnumerable<(InstrumentVersion, BruteForce, FactVector, Determination)> Drawn(string key, ulong seed, int groups)
    {
        var instrument = Laws.Library.Find(key)!;
        var oracle = new BruteForce(instrument.Definition, instrument.Vocabulary);
        var stream = new Stream(seed);
        for (var i = 0; i < Draws; i++)
        {
            var drawn = Vectors.Draw(stream, oracle.Variables, mostOpen: 8, groups);
            var settable = Vectors.Settable(instrument);
            var findings = Vectors.Findings(drawn with { True = drawn.True & settable, False = drawn.False & settable }, instrument);
            var determination = Determiner.Determine(findings, instrument, new Query());
            yield return (instrument, oracle, determination.Facts, determination);
        }
    }

    /// <summary>Every way forces the result, and without any one part of it the result is not forced.</summary>
    private static void Holds(ImmutableArray<ImmutableArray<Answer>> ways, Truth result, InstrumentVersion instrument, BruteForce oracle, FactVector facts, bool canUnsay = false)
    {
        Assert.Equal(ways.Length, ways.Select(w => string.Join(';', w.Select(a => $"{a.Value}{a.All}{string.Join(',', a.Atoms)}"))).Distinct(StringComparer.Ordinal).Count());
        foreach (var way in ways)
        {
            Assert.NotEmpty(way);
            foreach (var choice in Choices(way, instrument))
            {
                Assert.Equal(result, oracle.Value(Unsaid(choice.Aggregate(facts, (f, part) => Set(f, part.Bits, part.Value)))));
                Assert.True(canUnsay || !oracle.Possible(choice.Aggregate(facts, (f, part) => Set(f, part.Bits, part.Value))).Equals((false, false)));
                foreach (var (bits, _) in choice)
                {
                    for (var rest = bits; rest != 0; rest &= rest - 1)
                    {
                        var spared = rest & (~rest + 1);
                        Assert.NotEqual(result, oracle.Value(Unsaid(choice.Aggregate(facts, (f, part) => Set(f, part.Bits & ~spared, part.Value)))));
                    }
                }
            }
        }

        // To exclude every fact of an element is also to unsay that one of them holds.
        FactVector Unsaid(FactVector after) => canUnsay
            ? after with { Some = (byte)instrument.Vocabulary.Groups.Where(g => (after.Some >> g.Index & 1) != 0 && (g.Members & ~after.False) != 0).Sum(g => 1 << g.Index) }
            : after;
    }

    /// <summary>A way with "any one of these" spelled out.</summary>
    private static List<ImmutableArray<(ulong Bits, bool Value)>> Choices(ImmutableArray<Answer> way, InstrumentVersion instrument)
    {
        List<ImmutableArray<(ulong, bool)>> choices = [[]];
        foreach (var answer in way)
        {
            IEnumerable<ulong> options = answer.All ? [Bits(answer.Atoms, instrument)] : answer.Atoms.Select(a => Vectors.Bit(a, instrument));
            choices = [.. choices.SelectMany(c => options.Select(o => c.Add((o, answer.Value))))];
        }

        return choices;
    }

    private static bool CanTip(BruteForce oracle, FactVector facts, ulong bit)
    {
        // Two completions that differ in this fact alone and in the result.
        var rest = oracle.Variables & ~facts.True & ~facts.False & ~bit;
        for (var subset = 0UL; ;)
        {
            var low = facts.True | subset;
            if (Allowed(oracle, facts, low) && Allowed(oracle, facts, low | bit) && oracle.HoldsAt(low) != oracle.HoldsAt(low | bit))
            {
                return true;
            }

            subset = (subset - rest) & rest;
            if (subset == 0)
            {
                return false;
            }
        }
    }

    private static bool Allowed(BruteForce oracle, FactVector facts, ulong completion) =>
        Laws.Library.Vocabulary.Groups.All(g =>
            (facts.Some >> g.Index & 1) == 0
            || (g.Members & ~facts.False & ~facts.True & ~oracle.Variables) != 0
            || (g.Members & completion) != 0);

    private static FactVector Set(FactVector facts, ulong bits, bool value) => value
        ? facts with { True = facts.True | bits, False = facts.False & ~bits }
        : facts with { False = facts.False | bits, True = facts.True & ~bits };

    private static IEnumerable<ulong> Subsets(ulong bits, int most)
    {
        IEnumerable<ulong> level = [0UL];
        for (var size = 0; size <= most; size++)
        {
            var next = new HashSet<ulong>();
            foreach (var subset in level)
            {
                yield return subset;
                for (var rest = bits & ~subset; rest != 0; rest &= rest - 1)
                {
                    next.Add(subset | rest & (~rest + 1));
                }
            }

            level = next;
        }
    }

    private static ulong Bits(IEnumerable<AtomId> atoms, InstrumentVersion instrument) => atoms.Aggregate(0UL, (sum, a) => sum | Vectors.Bit(a, instrument));
}
