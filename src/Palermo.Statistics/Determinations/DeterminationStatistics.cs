using System.Collections.Immutable;
using Palermo.Law.Bulk;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Determinations;

/// <summary>A question about undetermined cases, and how many of them each answer would settle.</summary>
/// <param name="Id">An element (act, means, purpose), asked as a whole, or a single fact.</param>
/// <param name="Missing">Undetermined cases in which it is not known.</param>
/// <param name="SettledByYes">Of those, cases whose result is known once it is found. Of an element: once any one of its facts is found, whichever.</param>
/// <param name="SettledByNo">Of those, cases whose result is known once it is excluded. Of an element: once all its facts are excluded.</param>
public sealed record MissingFact(string Id, FactElement Element, bool IsWholeElement, long Missing, long SettledByYes, long SettledByNo)
{
    /// <summary>Cases that either answer settles, whichever it is: the number to ask by.</summary>
    public long Settles => Math.Min(SettledByYes, SettledByNo);
}

/// <summary>
/// One population under several instruments and dates: who counts under one and not under another, and what is missing
/// most often. Each distinct fact vector is judged once.
/// </summary>
/// <param name="Results">One dimension an instrument (<c>law:ID/VERSION</c>: met, not_met, undetermined); a cell is the people with exactly these results.</param>
/// <param name="Counts">The same by instrument, with elements and what is wanted.</param>
/// <param name="NotComputed">Instruments whose text is unverified: nothing is computed with them.</param>
public sealed record DeterminationStatistics(CountTable Results, ImmutableArray<BulkCounts> Counts, ImmutableArray<string> NotComputed)
{
    private static readonly ImmutableArray<string> Words = ["met", "not_met", "undetermined"];

    /// <summary>Judges a population.</summary>
    /// <param name="population">Counts of distinct fact vectors.</param>
    /// <param name="instruments">Texts at their dates.</param>
    /// <param name="origin">Where the records come from.</param>
    /// <param name="mapping">The mapping that set the facts; null when people set them.</param>
    public static DeterminationStatistics Of(VectorCounts population, IEnumerable<InstrumentVersion> instruments, DataOrigin origin, string? mapping)
    {
        var all = instruments.ToImmutableArray();
        ImmutableArray<InstrumentVersion> computed = [.. all.Where(i => i.IsVerified)];
        ImmutableArray<Dimension> dimensions = [.. computed.Select(i => new Dimension("law:" + i.Key, Words))];
        var provenance = Provenance.Of(origin, "determinations of distinct fact vectors") with { Laws = [.. computed.Select(i => i.Key)], Mappings = mapping is null ? [] : [mapping] };
        var cells = population.All.Select(v => (computed.Select(i => Code(Determiner.Judge(v.Key, i).Result)).ToArray(), v.Value));
        return new DeterminationStatistics(CountTable.Of(dimensions, provenance, cells), population.Judge(computed), [.. all.Except(computed).Select(i => i.Key)]);
    }

    /// <summary>People by what two texts say of them: rows one, columns the other.</summary>
    public CountTable Between(InstrumentVersion one, InstrumentVersion other) => Results.Keep("law:" + one.Key, "law:" + other.Key);

    /// <summary>
    /// What undetermined cases lack under a text, the question that settles most first. Elements are asked whole ("was
    /// there any act?"), facts singly.
    /// </summary>
    public static ImmutableArray<MissingFact> Missing(VectorCounts population, InstrumentVersion instrument)
    {
        if (!instrument.IsVerified)
        {
            return [];
        }

        var vocabulary = instrument.Vocabulary;
        List<(string Id, FactElement Element, ulong Bits, bool Whole)> asked =
        [
            .. ((FactElement Element, Node? Node)[])[(FactElement.Act, instrument.Act), (FactElement.Means, instrument.Means), (FactElement.Purpose, instrument.Purpose)] is var elements
                ? elements.Where(e => e.Node is not null).Select(e => (e.Element.ToString().ToLowerInvariant(), e.Element, instrument.Evaluator.Express(e.Node!).Variables & Mask(vocabulary), true)) : [],
            .. vocabulary.Facts.Select(f => (f.Id.Value, f.Element, 1UL << f.Index, false)),
        ];
        var tallies = new (long Missing, long Yes, long No)[asked.Count];
        foreach (var (vector, people) in population.All)
        {
            if (Determiner.Judge(vector, instrument).Result.IsKnown)
            {
                continue;
            }

            for (var q = 0; q < asked.Count; q++)
            {
                Ask(vector, people, asked[q].Bits, asked[q].Whole, instrument, ref tallies[q]);
            }
        }

        return
        [
            .. asked.Select((a, i) => new MissingFact(a.Id, a.Element, a.Whole, tallies[i].Missing, tallies[i].Yes, tallies[i].No))
                .Where(m => m.SettledByYes > 0 || m.SettledByNo > 0)
                .OrderByDescending(m => m.Settles).ThenByDescending(m => m.SettledByYes + m.SettledByNo).ThenByDescending(m => m.IsWholeElement).ThenBy(m => m.Id, StringComparer.Ordinal),
        ];
    }

    private static void Ask(FactVector vector, long people, ulong bits, bool whole, InstrumentVersion instrument, ref (long Missing, long Yes, long No) tally)
    {
        // An element is not known as long as none of its facts is found and one of them may still be.
        var open = bits & ~(vector.True | vector.False);
        if (open == 0 || (whole && (vector.True & bits) != 0))
        {
            return;
        }

        tally.Missing += people;
        var all = true;
        for (var left = open; left != 0 && all; left &= left - 1)
        {
            all = Determiner.Judge(vector with { True = vector.True | (left & (~left + 1)) }, instrument).Result.IsKnown;
        }

        tally.Yes += all ? people : 0;
        tally.No += Determiner.Judge(vector with { False = vector.False | open }, instrument).Result.IsKnown ? people : 0;
    }

    private static ulong Mask(Vocabulary vocabulary) => vocabulary.Facts.Aggregate(0UL, (sum, f) => sum | 1UL << f.Index);

    private static int Code(Truth result) => result.IsTrue ? 1 : result.IsFalse ? 2 : 3;
}
