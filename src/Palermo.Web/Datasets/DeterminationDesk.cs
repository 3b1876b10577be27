using System.Collections.Concurrent;
using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Records.Dialects;
using Palermo.Records.Facts;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Determinations;
using Question = Palermo.Disclosure.Gates.Question;

namespace Palermo.Web.Datasets;

/// <summary>
/// One population under several texts, as answers of the gate. What a text says is one more column of the dataset's cube, computed from
/// its recorded codes: the same people give the same count here as in any other table.
/// </summary>
public sealed class DeterminationDesk(DatasetShelf shelf, CountDesk desk, Gate gate, InstrumentLibrary library)
{
    /// <summary>Texts set beside the first: each makes one more table of two columns, and the gate answers only so many of a version.</summary>
    public const int MostOthers = 3;

    /// <summary>Cubes with computed columns kept in memory.</summary>
    private const int Kept = 4;

    private readonly ConcurrentDictionary<string, Lazy<Judged>> _judged = new(StringComparer.Ordinal);

    /// <summary>Whether the records of a dataset can be read as facts.</summary>
    public static bool Covers(DatasetInfo dataset) => CodedFacts.Covers(DialectCatalog.Default[dataset.Dialect.Split(' ')[0]]);

    /// <summary>Judges a dataset.</summary>
    /// <param name="dataset">A dataset that is covered.</param>
    /// <param name="texts">Verified texts, the first of which the others are set beside; at most <see cref="MostOthers"/> others.</param>
    /// <param name="assumeAct">Take an act as given where the record does not exclude it.</param>
    /// <exception cref="CountsException">The gate answers no more tables of this version.</exception>
    public DeterminationAnswer Ask(DatasetInfo dataset, ImmutableArray<InstrumentVersion> texts, bool assumeAct)
    {
        var judged = Judge(dataset, texts, assumeAct);
        ReleasedTable Of(params ReadOnlySpan<string> columns) => gate.Count(judged.Cube, Question.Of(columns), Audience.ResearchPartner);
        try
        {
            var missing = judged.Questions.Select(q => (Question: q, Counts: Of(Name(q, texts[0], assumeAct)))).Where(m => Shown(m.Counts, Settling.Either) + Shown(m.Counts, Settling.OnlyYes) + Shown(m.Counts, Settling.OnlyNo) > 0)
                .OrderByDescending(m => Shown(m.Counts, Settling.Either)).ThenByDescending(m => Shown(m.Counts, Settling.OnlyYes) + Shown(m.Counts, Settling.OnlyNo)).ThenByDescending(m => m.Question.IsWholeElement).ThenBy(m => m.Question.Id, StringComparer.Ordinal);
            return new DeterminationAnswer(
                dataset, texts, assumeAct,
                [.. texts.Select(t => Of(Name(t, assumeAct)))],
                [.. texts.Skip(1).Select(t => Of(Name(texts[0], assumeAct), Name(t, assumeAct)))],
                [.. missing],
                Provenance.Of(shelf.CountsOf(dataset).Origin, "determinations under " + string.Join(", ", texts.Select(t => t.Key)) + (assumeAct ? ", an act taken as given" : "")) with { Laws = [.. texts.Select(t => t.Key)], Mappings = [judged.Mapping] });
        }
        catch (GateRefusal e)
        {
            throw new CountsException(new CountsError(CountsErrorCode.Query, "the gate refuses the question", null, e.Message, "Ask for texts that have been set side by side before."));
        }
    }

    private static long Shown(ReleasedTable counts, Settling settling) => counts[(int)settling].Number ?? 0;

    // A conditional result is another column than the result on record.
    private static string Name(InstrumentVersion text, bool assumeAct) => DeterminationStatistics.Column(text) + (assumeAct ? "+act" : "");

    private static string Name(FactQuestion question, InstrumentVersion text, bool assumeAct) => Name(text, assumeAct) + ":" + (question.IsWholeElement ? "" : "fact:") + question.Id;

    private Judged Judge(DatasetInfo dataset, ImmutableArray<InstrumentVersion> texts, bool assumeAct)
    {
        var key = $"{dataset.Name}@{dataset.Version} {string.Join(' ', texts.Select(t => t.Key))} {assumeAct}";
        if (_judged.Count > Kept && !_judged.ContainsKey(key))
        {
            _judged.Clear();
        }

        return _judged.GetOrAdd(key, _ => new Lazy<Judged>(() => Make(dataset, texts, assumeAct))).Value;
    }

    private Judged Make(DatasetInfo dataset, ImmutableArray<InstrumentVersion> texts, bool assumeAct)
    {
        var counts = shelf.CountsOf(dataset);
        var facts = LawFacts.Of(DialectCatalog.Default[dataset.Dialect.Split(' ')[0]], dataset.Columns.Select(c => counts.Dimension(c.Name)), library.Vocabulary, assumeAct);
        var questions = FactQuestion.Of(texts[0]);
        var known = new Dictionary<FactVector, ushort[]>();
        var cube = desk.Cube(dataset).With(
            [
                .. texts.Select(t => new ReleasedColumn(Name(t, assumeAct), DeterminationStatistics.Words)),
                .. questions.Select(q => new ReleasedColumn(Name(q, texts[0], assumeAct), DeterminationTables.Answers)),
            ],
            (codes, made) =>
            {
                var vector = facts.Of(codes);
                if (!known.TryGetValue(vector, out var judged))
                {
                    known[vector] = judged = [.. texts.Select(t => (ushort)DeterminationStatistics.Code(Determiner.Judge(vector, t).Result)), .. questions.Select(q => (ushort)q.Ask(vector, texts[0]))];
                }

                judged.CopyTo(made);
            });
        return new Judged(cube, questions, facts.Mapping);
    }

    private sealed record Judged(FrozenCube Cube, ImmutableArray<FactQuestion> Questions, string Mapping);
}

/// <summary>What the gate let out of a population under several texts.</summary>
/// <param name="Dataset">The dataset judged.</param>
/// <param name="Texts">The texts, the first of which the others are set beside.</param>
/// <param name="AssumesAct">An act was taken as given: every result is conditional.</param>
/// <param name="Results">One table a text: by result.</param>
/// <param name="Between">One table a further text: the first text's results by its own.</param>
/// <param name="Missing">Questions that would settle somebody under the first text, the best first.</param>
/// <param name="Provenance">What the figures rest on.</param>
public sealed record DeterminationAnswer(
    DatasetInfo Dataset,
    ImmutableArray<InstrumentVersion> Texts,
    bool AssumesAct,
    ImmutableArray<ReleasedTable> Results,
    ImmutableArray<ReleasedTable> Between,
    ImmutableArray<(FactQuestion Question, ReleasedTable Counts)> Missing,
    Provenance Provenance)
{
    public Protection Protection => new(Results[0].Clearance.SmallestShown, Results[0].Clearance.MostNoise ?? 0, 0);

    /// <summary>People by the result (code 1 to 3) of a text, or all (0).</summary>
    public Cell Result(int text, int code) => CellOf(Results[text][code == 0 ? ReleasedTable.All : code]);

    /// <summary>People by the results of the first text and of another; 0 is any.</summary>
    public Cell Pair(int other, int first, int second) => CellOf(Between[other][first == 0 ? ReleasedTable.All : first, second == 0 ? ReleasedTable.All : second]);

    /// <summary>Undetermined people whom an answer settles so.</summary>
    public Cell Lacking(int question, Settling settling) => CellOf(Missing[question].Counts[(int)settling]);

    private static Cell CellOf(ReleasedCount count) => count.Number is { } n ? Cell.Of(n) : Cell.Suppressed;
}
