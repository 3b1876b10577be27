using System.Collections.Immutable;
using Palermo.Law.Instruments;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Determinations;

/// <summary>
/// Determinations of a population as tables to publish. The cells are given: exact counts where the reader holds the file, what
/// the gate let out where it leaves.
/// </summary>
public static class DeterminationTables
{
    /// <summary>The columns of what is missing, in the order of <see cref="Settling"/> from <see cref="Settling.Either"/>.</summary>
    public static readonly ImmutableArray<string> Answers = ["either", "only_yes", "only_no", "neither"];

    private const string Recorded = "Results say what recorded facts establish under a stated text. Undetermined is not \"not trafficked\": the record does not say enough.";

    /// <summary>Each text with its results.</summary>
    /// <param name="texts">Verified texts.</param>
    /// <param name="cell">The people of a text with a result (code 1 to 3), or with any (0).</param>
    public static StatTable Results(ImmutableArray<InstrumentVersion> texts, Func<InstrumentVersion, int, Cell> cell, Provenance provenance, params ImmutableArray<string> notes) => new(
        "determinations-results", "People, by what each text says of them", "person",
        [new Axis("text", [.. texts.Select(t => t.Key)]), new Axis("result", [.. DeterminationStatistics.Words, Axis.Total])],
        [.. texts.SelectMany(t => Enumerable.Range(1, 4).Select(c => new Observation([t.Key, c == 4 ? Axis.Total : DeterminationStatistics.Words[c - 1]], cell(t, c % 4))))],
        provenance, [Recorded, .. notes], true)
    {
        Overlaps = true,
    };

    /// <summary>Who counts under one text and not under another.</summary>
    /// <param name="one">The text of the rows.</param>
    /// <param name="other">The text of the columns.</param>
    /// <param name="cell">The people of a result under the one and a result under the other; 0 is any.</param>
    public static StatTable Between(InstrumentVersion one, InstrumentVersion other, Func<int, int, Cell> cell, Provenance provenance, params ImmutableArray<string> notes)
    {
        ImmutableArray<string> codes = [.. DeterminationStatistics.Words, Axis.Total];
        return new StatTable(
            "determinations-" + one.Key.Replace('/', '-') + "-" + other.Key.Replace('/', '-'), $"People, by what {one.Key} and {other.Key} say of them", "person",
            [new Axis(one.Key, codes), new Axis(other.Key, codes)],
            [.. Enumerable.Range(1, 4).SelectMany(r => Enumerable.Range(1, 4).Select(c => new Observation([codes[r - 1], codes[c - 1]], cell(r % 4, c % 4))))],
            provenance with { Laws = [one.Key, other.Key] }, [Recorded, .. notes], true);
    }

    /// <summary>What undetermined cases lack under a text, the question that settles most first.</summary>
    /// <param name="cell">The undetermined people with this answer to come.</param>
    public static StatTable Missing(InstrumentVersion text, IReadOnlyList<FactQuestion> questions, Func<FactQuestion, Settling, Cell> cell, Provenance provenance, params ImmutableArray<string> notes) => new(
        "determinations-missing", $"Undetermined under {text.Key}: what is not known, and whom an answer would settle", "person",
        [new Axis("question", [.. questions.Select(q => q.Id)]), new Axis("settled_by", Answers)],
        [.. questions.SelectMany(q => Answers.Select((a, i) => new Observation([q.Id, a], cell(q, (Settling)(i + 1)))))],
        provenance with { Laws = [text.Key] },
        ["either: determined whichever the answer; only_yes, only_no: determined by that answer alone; neither: not known, and no answer to it alone determines.", "A person may lack several answers and stands under each question.", .. notes], true)
    {
        Overlaps = true,
    };
}
