using System.Collections.Immutable;
using Palermo.Casework.Desks;
using Palermo.Casework.Determinations;
using Palermo.Casework.Facts;
using Palermo.Casework.Interviews;
using Palermo.Web.House;

namespace Palermo.Web.Features.Intake;

/// <summary>What somebody answered on one page of an interview.</summary>
public static class InterviewForm
{
    /// <summary>On a list: the answer to everything that was not ticked.</summary>
    public const string Rest = "rest";

    /// <summary>On a list: the question that bears the page's note.</summary>
    public const string Noted = "noted";

    private const string OpenList = "other_exploitation";

    /// <summary>The answers of a form; empty: nothing was chosen. A page that saves itself keeps a note without an answer as something to ask later.</summary>
    public static ImmutableArray<AnswerDraft> Read(IFormCollection form, InterviewItem item)
    {
        var note = form.Text("note");
        ImmutableArray<AnswerDraft> Begun(string code) => note is null || form.Text("save") is null ? [] : [new AnswerDraft(code, FactAnswer.AskLater, note, Seen(form, code))];
        if (item is SingleItem single)
        {
            return form.Text("answer") is null ? Begun(single.Code) : [new AnswerDraft(single.Code, form.Code("answer", FactAnswer.NotAsked), note, Seen(form, single.Code))];
        }

        var codes = item is ListItem list ? list.Codes : [];
        var picked = form.Words("pick").Where(codes.Contains).ToImmutableArray();
        if (picked.IsEmpty && form.Text(Rest) is null)
        {
            return codes.IsEmpty ? [] : Begun(BearerOf(form, codes, picked));
        }

        // What is not ticked and not spoken of stays "not asked": silence is not an answer.
        var rest = form.Code(Rest, FactAnswer.NotAsked);
        var noted = BearerOf(form, codes, picked);
        return [.. codes.Select(c => new AnswerDraft(c, picked.Contains(c) ? FactAnswer.Yes : rest, c == noted ? note : null, Seen(form, c)) { KeepsNote = c != noted })];
    }

    /// <summary>The whole page put off to another occasion. What was noted is kept.</summary>
    public static ImmutableArray<AnswerDraft> Later(IFormCollection form, InterviewItem item)
    {
        var codes = item is ListItem list ? list.Codes : [item.Id];
        var noted = BearerOf(form, codes, []);
        return [.. codes.Select(c => new AnswerDraft(c, FactAnswer.AskLater, c == noted ? form.Text("note") : null, Seen(form, c)) { KeepsNote = c != noted })];
    }

    /// <summary>A page has one note and may ask many questions: the one that bears it keeps it; else the open list, or the first that applies.</summary>
    private static string BearerOf(IFormCollection form, ImmutableArray<string> codes, ImmutableArray<string> picked) =>
        form.Text(Noted) is { } bearer && codes.Contains(bearer) ? bearer
        : picked.Contains(OpenList) ? OpenList
        : picked.Length > 0 ? picked[0] : codes[0];

    /// <summary>The newest answer of a field in this interview, as the page is to carry it.</summary>
    public static StatedFact? Head(CaseKnowledge knowledge, Guid interview, string code) =>
        knowledge.Standing.LastOrDefault(f => f.InterviewId == interview && f.Code == code);

    /// <summary>The answers of a page about every fact: those that were chosen anew. What stays "not asked" is not recorded.</summary>
    public static ImmutableArray<AnswerDraft> Many(IFormCollection form, IEnumerable<string> codes) =>
        [.. codes.Select(c => new AnswerDraft(c, form.Code("a." + c, FactAnswer.NotAsked), null, Seen(form, c)) { KeepsNote = true }).Where(a => a.Answer != FactAnswer.NotAsked || a.Seen is not null)];

    private static Guid? Seen(IFormCollection form, string code) => Guid.TryParse(form["seen." + code].ToString(), out var id) ? id : null;
}
