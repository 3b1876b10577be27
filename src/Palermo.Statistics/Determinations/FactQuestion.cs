using System.Collections.Immutable;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Statistics.Determinations;

/// <summary>What an answer to a question does for one case.</summary>
public enum Settling
{
    /// <summary>There is nothing to ask: the case is determined, or the answer is known.</summary>
    NotAsked = 0,

    /// <summary>Determined whichever the answer.</summary>
    Either = 1,

    /// <summary>Determined only if it is found.</summary>
    OnlyYes = 2,

    /// <summary>Determined only if it is excluded.</summary>
    OnlyNo = 3,

    /// <summary>It is missing, and no answer to it alone determines the case.</summary>
    Neither = 4,
}

/// <summary>A question that undetermined cases leave open: an element as a whole ("was there any act?") or a single fact.</summary>
/// <param name="Id">The element (act, means, purpose) or the fact.</param>
/// <param name="Element">The element it belongs to.</param>
/// <param name="IsWholeElement">Asked as a whole: "yes" is any one of its facts, whichever; "no" is none of them.</param>
public sealed record FactQuestion(string Id, FactElement Element, bool IsWholeElement)
{
    private ulong Bits { get; init; }

    private byte Groups { get; init; }

    /// <summary>The questions of a text: its elements whole, then the facts one by one.</summary>
    public static ImmutableArray<FactQuestion> Of(InstrumentVersion instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var vocabulary = instrument.Vocabulary;
        var shared = vocabulary.Facts.Aggregate(0UL, (sum, f) => sum | 1UL << f.Index);
        (FactElement Element, Node? Node)[] elements = [(FactElement.Act, instrument.Act), (FactElement.Means, instrument.Means), (FactElement.Purpose, instrument.Purpose)];
        return
        [
            .. elements.Where(e => e.Node is not null).Select(e => new FactQuestion(e.Element.ToString().ToLowerInvariant(), e.Element, true)
            {
                Bits = instrument.Evaluator.Express(e.Node!).Variables & shared,
                Groups = (byte)vocabulary.Groups.Where(g => g.Element == e.Element).Sum(g => 1 << g.Index),
            }),
            .. vocabulary.Facts.Select(f => new FactQuestion(f.Id.Value, f.Element, false) { Bits = 1UL << f.Index }),
        ];
    }

    /// <summary>What the answer does for a case under the text.</summary>
    public Settling Ask(FactVector facts, InstrumentVersion instrument)
    {
        // An element is not known as long as none of its facts is found and one of them may still be.
        var open = Bits & ~(facts.True | facts.False);
        if (open == 0 || (IsWholeElement && ((facts.True & Bits) != 0 || (facts.Some & Groups) != 0)) || IsKnown(facts, instrument))
        {
            return Settling.NotAsked;
        }

        var yes = true;
        for (var left = open; left != 0 && yes; left &= left - 1)
        {
            yes = IsKnown(facts with { True = facts.True | (left & (~left + 1)) }, instrument);
        }

        return (yes, IsKnown(facts with { False = facts.False | open }, instrument)) switch
        {
            (true, true) => Settling.Either,
            (true, false) => Settling.OnlyYes,
            (false, true) => Settling.OnlyNo,
            _ => Settling.Neither,
        };
    }

    private static bool IsKnown(FactVector facts, InstrumentVersion instrument) => Determiner.Judge(facts, instrument).Result.IsKnown;
}
