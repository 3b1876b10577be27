using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Desks;
using Palermo.Casework.Interviews;
using Palermo.Casework.Work;
using Palermo.Law.Instruments;
using Palermo.Web.Features.CaseFile;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Intake;

/// <summary>The guided interview: one short page at a time, each saved as it is answered, left and resumed anywhere.</summary>
public static class InterviewRoutes
{
    public static void MapInterview(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var path = $"/{language.Tag}/case/{{id:guid}}/interview/{{interview:guid}}";
            routes.MapGet(path, (HttpContext http, Guid id, Guid interview, string? ask, bool? beyond, [FromServices] CaseDesk desk, [FromServices] Interviewer interviewer) =>
                Page(http, desk, interviewer, id, interview, ask, beyond == true, [], null)).Needs(Right.RecordFacts);
            routes.MapPost(path, (HttpContext http, Guid id, Guid interview, [FromServices] CaseDesk desk, [FromServices] Interviewer interviewer) =>
                Answer(http, desk, interviewer, id, interview, language)).Needs(Right.RecordFacts);
            routes.MapGet(path + "/many", (HttpContext http, Guid id, Guid interview, [FromServices] CaseDesk desk) => Many(http, desk, id, interview, [])).Needs(Right.RecordFacts);
            routes.MapPost(path + "/many", (HttpContext http, Guid id, Guid interview, [FromServices] CaseDesk desk) => AnswerMany(http, desk, id, interview, language)).Needs(Right.RecordFacts);
        }
    }

    private static async Task<IResult> Page(HttpContext http, CaseDesk desk, Interviewer interviewer, Guid id, Guid interview, string? ask, bool beyond, ImmutableArray<string> problems, IFormCollection? given)
    {
        var file = await desk.OpenAsync(http.Actor(), http.Purpose(), id, http.RequestAborted);
        if (file.Interviews.FirstOrDefault(i => i.Id == interview) is not { } occasion)
        {
            throw new DeskDenied(stepUpWouldDo: false);
        }

        var item = (ask is null ? null : interviewer.Find(ask)) ?? interviewer.Next(file.Knowledge, occasion.EpisodeId, interview, beyond);
        var status = problems.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        if (item is NothingLeft)
        {
            return PageResult.Of<InterviewDonePage>(status, ("File", file), ("Occasion", occasion), ("Beyond", beyond), ("Offices", await Authorities(desk, http.RequestAborted)), ("Problems", problems));
        }

        return PageResult.Of<InterviewPage>(status, ("File", file), ("Occasion", occasion), ("Item", item), ("Interviewer", interviewer), ("Beyond", beyond), ("Asked", ask is not null), ("Problems", problems), ("GivenForm", given));
    }

    private static async Task<IResult> Answer(HttpContext http, CaseDesk desk, Interviewer interviewer, Guid id, Guid interview, Language language)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var beyond = form.Text("beyond") == "1";
        if (Asked(form, interviewer) is not { } asked)
        {
            return await Page(http, desk, interviewer, id, interview, null, beyond, [nameof(DeskProblem.UnknownCode)], null);
        }

        var answers = form.Text("go") == "later" ? InterviewForm.Later(form, asked) : InterviewForm.Read(form, asked);
        if (answers.IsEmpty)
        {
            return form.Text("save") is not null ? Results.NoContent() : await Page(http, desk, interviewer, id, interview, asked.Id, beyond, [asked is ListItem ? "ChooseSome" : "ChooseOne"], form);
        }

        var saved = await desk.AnswerAsync(http.Actor(), http.Purpose(), id, interview, answers, http.RequestAborted);
        return form.Text("save") is not null
            ? Saved(saved, answers.FirstOrDefault(a => a.Note is not null)?.Code)
            : DeskAnswers.GoTo(http, $"/{language.Tag}/case/{id}/interview/{interview}" + (beyond ? "?beyond=true" : ""));
    }

    private static async Task<IResult> Many(HttpContext http, CaseDesk desk, Guid id, Guid interview, ImmutableArray<string> problems)
    {
        var file = await desk.OpenAsync(http.Actor(), http.Purpose(), id, http.RequestAborted);
        return file.Interviews.FirstOrDefault(i => i.Id == interview) is { } occasion
            ? PageResult.Of<ManyFactsPage>(problems.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, ("File", file), ("Occasion", occasion), ("Problems", problems))
            : throw new DeskDenied(stepUpWouldDo: false);
    }

    private static async Task<IResult> AnswerMany(HttpContext http, CaseDesk desk, Guid id, Guid interview, Language language)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            var answers = InterviewForm.Many(form, desk.Setting.Library.Vocabulary.Facts.Select(f => f.Id.Value));
            if (answers.IsEmpty)
            {
                // Nothing to save; whether there is such a page for this person is asked all the same.
                return await Many(http, desk, id, interview, []) is var page && form.Text("save") is not null ? Results.NoContent() : page;
            }

            var saved = await desk.AnswerAsync(http.Actor(), http.Purpose(), id, interview, answers, http.RequestAborted);
            return form.Text("save") is not null ? Saved(saved) : DeskAnswers.GoTo(http, $"/{language.Tag}/case/{id}/facts");
        }
        catch (DeskRefused refused)
        {
            return await Many(http, desk, id, interview, refused.Problems);
        }
    }

    /// <summary>What a page that saves itself hears back: the answers that now stand, to be carried as seen, and the question that bears the note.</summary>
    private static IResult Saved(ImmutableArray<AnswerResult> saved, string? noted = null) =>
        Results.Json(new { seen = saved.ToDictionary(s => s.Code, s => s.FactId), conflict = saved.Any(s => s.InConflict), noted });

    /// <summary>What the page asked: a list only as far as the page showed it.</summary>
    private static InterviewItem? Asked(IFormCollection form, Interviewer interviewer) =>
        interviewer.Find(form["item"].ToString()) is var item && item is ListItem list && form.Text("codes") is { } codes
            ? list with { Codes = [.. list.Codes.Where(codes.Split(' ').Contains)] }
            : item;

    internal static async Task<ImmutableArray<Office>> Authorities(CaseDesk desk, CancellationToken cancel)
    {
        await using var context = desk.Setting.Database.NewContext();
        return [.. await context.Set<Office>().AsNoTracking().Where(o => o.Kind == OfficeKind.CompetentAuthority).OrderBy(o => o.Name).ToListAsync(cancel)];
    }
}
