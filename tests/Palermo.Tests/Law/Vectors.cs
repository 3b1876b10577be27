using System.Collections.Immutable;
using System.Numerics;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Tests.Law;

/// <summary>Fact vectors for tests: drawn, or turned into the findings that say the same.</summary>
internal static class Vectors
{
    /// <summary>A vector with at most <paramref name="mostOpen"/> of the given bits open; the rest are known, true a third of the time.</summary>
    public static FactVector Draw(Stream stream, ulong bits, int mostOpen, int groupPercent = 0)
    {
        var open = stream.Some(bits, stream.Below(mostOpen + 1));
        ulong yes = 0, no = 0;
        for (var rest = bits & ~open; rest != 0; rest &= rest - 1)
        {
            var bit = rest & (~rest + 1);
            if (stream.Chance(35))
            {
                yes |= bit;
            }
            else
            {
                no |= bit;
            }
        }

        return new FactVector(yes, no, stream.Chance(groupPercent) ? (byte)stream.Below(8) : (byte)0);
    }

    /// <summary>Findings that project to the vector under an instrument.</summary>
    public static ImmutableArray<Finding> Findings(FactVector facts, InstrumentVersion instrument)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        for (var bits = facts.True | facts.False; bits != 0; bits &= bits - 1)
        {
            var bit = BitOperations.TrailingZeroCount(bits);
            findings.Add(new Finding(Name(bit, instrument), (facts.True >> bit & 1) != 0 ? InputState.True : InputState.False) { Reason = "a test vector" });
        }

        foreach (var group in instrument.Vocabulary.Groups)
        {
            if ((facts.Some >> group.Index & 1) != 0)
            {
                findings.Add(new Finding(group.Id, InputState.True));
            }
        }

        return findings.ToImmutable();
    }

    public static AtomId Name(int bit, InstrumentVersion instrument) =>
        bit < instrument.Vocabulary.Facts.Length ? instrument.Vocabulary.Facts[bit].Id : instrument.Atoms.Single(a => a.Own == bit).Id;

    /// <summary>The bit of an atom by either of its names.</summary>
    public static ulong Bit(AtomId atom, InstrumentVersion instrument) =>
        instrument.Vocabulary.Find(atom) is { } fact ? 1UL << fact.Index : 1UL << instrument.Atoms.Single(a => a.Id == atom).Own!.Value;

    /// <summary>Bits that findings can set: the vocabulary's and the instrument's verified own ones.</summary>
    public static ulong Settable(InstrumentVersion instrument) =>
        instrument.Atoms.Where(a => a.Own is not null && !a.IsVerified).Aggregate(ulong.MaxValue, (sum, a) => sum & ~(1UL << a.Own!.Value));

    /// <summary>A vector written as words: <c>+deception -fraud</c>; <c>+means_any</c> for a group.</summary>
    public static FactVector Of(params ReadOnlySpan<string> words)
    {
        var facts = FactVector.Empty;
        var vocabulary = Laws.Library.Vocabulary;
        foreach (var word in words)
        {
            var (value, name) = (word[0] == '+', word[1..]);
            if (vocabulary.FindGroup(name) is { } group)
            {
                facts = value ? facts with { Some = (byte)(facts.Some | 1 << group.Index) } : facts with { False = facts.False | group.Members };
            }
            else
            {
                facts = facts.With(vocabulary[name].Index, value);
            }
        }

        return facts;
    }

    /// <summary>Everything of the vocabulary that the vector does not say is false.</summary>
    public static FactVector Complete(FactVector facts) =>
        facts with { False = facts.False | ((1UL << Laws.Library.Vocabulary.Facts.Length) - 1) & ~facts.True };
}
