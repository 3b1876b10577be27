using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Statistics.Determinations;
using Palermo.Web.Charts;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Explore;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Features.Determinations;

/// <summary>The tables of the page, in words: what the gate let out, in the order of the texts chosen.</summary>
public sealed partial class DeterminationsPage
{
    /// <summary>Questions shown; all are in the files.</summary>
    private const int MostQuestions = 12;

    private static readonly ImmutableArray<string> Results3 = ["met", "not_met", "open"];

    [Parameter, EditorRequired] public required ImmutableArray<DatasetInfo> Shelf { get; set; }

    [Parameter, EditorRequired] public required DeterminationQuery Query { get; set; }

    /// <summary>Null where no dataset can be judged.</summary>
    [Parameter] public DeterminationAnswer? Answer { get; set; }

    private IEnumerable<InstrumentVersion> Texts => L.Library.Definitions.Where(v => v.IsVerified);

    private string Title => Answer is null ? T["determinations.title"] : Finding;

    private string Mapping => T.Figures(string.Join("; ", Answer!.Provenance.Mappings));

    private string Source => T.SourceLine(Answer!.Dataset, Answer.Protection) + " " + T["determinations.source", Mapping, T.Figures(string.Join(", ", Answer.Texts.Select(t => t.Key)))];

    private string Finding => Answer!.Result(0, 3) is { IsNumber: true } open && Answer.Result(0, 0) is { IsNumber: true } all
        ? T["determinations.finding", Named(Query.Text), N(open.Count), N(all.Count)] : T["determinations.title"];

    private ImmutableArray<string> Words => [.. Results3.Select(w => Capital(L.Say(w)))];

    private TableModel Results => new(T["determinations.caption.results"], T["determinations.column.text"], [.. Words, T["data.all"]],
        [.. Answer!.Texts.Select((t, i) => new TableRow("t" + i, Named(t), [Amount(i, 1), Amount(i, 2), Amount(i, 3), Amount(i, 0)]))]);

    private TableModel Bars => Results with
    {
        Columns = [T["data.persons"]],
        Rows = [.. Answer!.Texts.SelectMany((t, i) => Enumerable.Range(1, 3).Select(c => new TableRow("t" + i, Named(t) + T["chart.colon"] + L.Say(Results3[c - 1]), [Amount(i, c)])))],
    };

    private TableModel Between(int i) => new(
        T["determinations.caption.between", Named(Query.Text), Named(Query.With[i])], Named(Query.Text), [.. Words.Select(w => T["determinations.under", w, Named(Query.With[i])]), T["data.all"]],
        [
            .. Enumerable.Range(1, 4).Select(r => new TableRow("r" + r, r == 4 ? T["data.all"] : Words[r - 1],
                [.. Enumerable.Range(1, 4).Select(c => ShownTable.ToAmount(Answer!.Pair(i, r % 4, c % 4)))], IsTotal: r == 4)),
        ]);

    private string Difference(int i)
    {
        var (here, there) = (Answer!.Pair(i, 1, 2), Answer.Pair(i, 2, 1));
        return (here.IsNumber, there.IsNumber) switch
        {
            (true, true) => T["determinations.between.both", Named(Query.Text), Named(Query.With[i]), N(here.Count), N(there.Count)],
            (true, false) => T["determinations.between.one", Named(Query.Text), Named(Query.With[i]), N(here.Count)],
            (false, true) => T["determinations.between.one", Named(Query.With[i]), Named(Query.Text), N(there.Count)],
            _ => T["determinations.between.none", Named(Query.Text), Named(Query.With[i])],
        };
    }

    private TableModel Lacking => new(T["determinations.caption.missing", Named(Query.Text)], T["determinations.column.question"],
        [.. DeterminationTables.Answers.Select(a => T["determinations.answer." + a])],
        [.. Answer!.Missing.Take(MostQuestions).Select((m, i) => new TableRow("q" + i, Asked(m.Question), [.. Enumerable.Range(1, 4).Select(s => ShownTable.ToAmount(Answer.Lacking(i, (Settling)s)))]))]);

    /// <summary>What is drawn of it: the questions that settle somebody either way; a picture of withheld bars tells nothing.</summary>
    private TableModel Settled => Lacking with { Rows = [.. Lacking.Rows.Where((r, i) => i == 0 || r.Amounts[0].IsNumber)] };

    private string Best
    {
        get
        {
            var (question, _) = Answer!.Missing[0];
            return Answer.Lacking(0, Settling.Either) is { IsNumber: true } either
                ? T["determinations.best", Asked(question), N(either.Count)]
                : T["determinations.missing"];
        }
    }

    private Amount Amount(int text, int code) => ShownTable.ToAmount(Answer!.Result(text, code));

    private string Asked(FactQuestion question) => question.IsWholeElement ? T["determinations.whole", L.Element(question.Element)] : L.Name(new AtomId(question.Id));

    // Some short titles hold the year of the version already.
    private string Named(InstrumentVersion text) => L.In(text.ShortTitle) is var title && title.Contains(text.Version, StringComparison.Ordinal) ? title : T["determinations.named", title, T.Figures(text.Version)];

    private string N(long value) => Numbers.Shown(value, T.Language.Tag);

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
