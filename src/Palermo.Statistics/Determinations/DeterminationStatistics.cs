using System.Collections.Immutable;
using Palermo.Law.Bulk;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Determinations;

/// <summary>A question about undetermined cases, and how many of them each answer would settle.</summary>
/// <param name="Question">An element asked as a whole, or a single fact.</param>
/// <param name="Either">Cases that either answer settles, whichever it is: the number to ask by.</param>
/// <param name="OnlyYes">Further cases settled if it is found. Of an element: once any one of its facts is found, whichever.</param>
/// <param name="OnlyNo">Further cases settled if it is excluded. Of an element: once all its facts are excluded.</param>
/// <param name="Neither">Cases in which it is missing and no answer to it alone settles.</param>
public sealed record MissingFact(FactQuestion Question, long Either, long OnlyYes, long OnlyNo, long Neither)
{
    public string Id => Question.Id;

    /// <summary>Undetermined cases in which it is not known.</summary>
    public long Missing => Either + OnlyYes + OnlyNo + Neither;

    public long SettledByYes => Either + OnlyYes;

    public long SettledByNo => Either + OnlyNo;
}

/// <summary>
/// One population under several instruments and dates: who counts under one and not under another, and what is missing
/// most often. Each distinct fact vector is judged once.
/// </summary>
/// <param name="Results">One dimension an instrument (<see cref="Column"/>): met, not met, undetermined; a cell is the people with exactly these results.</param>
/// <param name="Counts">The same by instrument, with elements and what is wanted.</param>
/// <param name="NotComputed">Instruments whose text is unverified: nothing is computed with them.</param>
public sealed record DeterminationStatistics(CountTable Results, ImmutableArray<BulkCounts> Counts, ImmutableArray<string> NotComputed)
{
    /// <summary>The codes of a result. "Undetermined" is a result of its own and never "not recorded" or "not met".</summary>
    public static readonly ImmutableArray<string> Words = ["met", "not_met", "undetermined"];

    /// <summary>The name of the column of a text's results.</summary>
    public static string Column(InstrumentVersion instrument) => "law:" + instrument.Key;

    /// <summary>The code of a result in such a column.</summary>
    public static int Code(Truth result) => result.IsTrue ? 1 : result.IsFalse ? 2 : 3;

    /// <summary>Judges a population.</summary>
    /// <param name="population">Counts of distinct fact vectors.</param>
    /// <param name="instruments">Texts at their dates.</param>
    /// <param name="origin">Where the records come from.</param>
    /// <param name="mapping">The mapping that set the facts; null when people set them.</param>
    public static DeterminationStatistics Of(VectorCounts population, IEnumerable<InstrumentVersion> instruments, DataOrigin origin, string? mapping)
    {
        var all = instruments.ToImmutableArray();
        ImmutableArray<InstrumentVersion> computed = [.. all.Where(i => i.IsVerified)];
        ImmutableArray<Dimension> dimensions = [.. computed.Select(i => new Dimension(Column(i), Words))];
        var provenance = Provenance.Of(origin, "determinations of distinct fact vectors") with { Laws = [.. computed.Select(i => i.Key)], Mappings = mapping is null ? [] : [mapping] };
        var cells = population.All.Select(v => (computed.Select(i => Code(Determiner.Judge(v.Key, i).Result)).ToArray(), v.Value));
        return new DeterminationStatistics(CountTable.Of(dimensions, provenance, cells), population.Judge(computed), [.. all.Except(computed).Select(i => i.Key)]);
    }

    /// <summary>People by what two texts say of them: rows one, columns the other.</summary>
    public CountTable Between(InstrumentVersion one, InstrumentVersion other) => Results.Keep(Column(one), Column(other));

    /// <summary>
    /// What undetermined cases lack under a text, the question that settles most first. Elements are asked whole ("was
    /// there any act?"), facts singly; questions that settle nobody are left out.
    /// </summary>
    public static ImmutableArray<MissingFact> Missing(VectorCounts population, InstrumentVersion instrument)
    {
        if (!instrument.IsVerified)
        {
            return [];
        }

        var questions = FactQuestion.Of(instrument);
        var tallies = questions.Select(_ => new long[5]).ToArray();
        foreach (var (vector, people) in population.All.Where(v => !Determiner.Judge(v.Key, instrument).Result.IsKnown))
        {
            for (var q = 0; q < questions.Length; q++)
            {
                tallies[q][(int)questions[q].Ask(vector, instrument)] += people;
            }
        }

        return
        [
            .. questions.Zip(tallies, (q, t) => new MissingFact(q, t[(int)Settling.Either], t[(int)Settling.OnlyYes], t[(int)Settling.OnlyNo], t[(int)Settling.Neither]))
                .Where(m => m.SettledByYes > 0 || m.SettledByNo > 0)
                .OrderByDescending(m => m.Either).ThenByDescending(m => m.OnlyYes + m.OnlyNo).ThenByDescending(m => m.Question.IsWholeElement).ThenBy(m => m.Id, StringComparer.Ordinal),
        ];
    }
}
