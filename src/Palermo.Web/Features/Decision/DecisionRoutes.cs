using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Decisions;
using Palermo.Casework.Desks;
using Palermo.Casework.Determinations;
using Palermo.Casework.Unsent;
using Palermo.Casework.Work;
using Palermo.Law.Instruments;
using Palermo.Web.Accounts;
using Palermo.Web.Features.CaseFile;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Printing;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Decision;

/// <summary>Deciding with reasons, the second reading, and the document.</summary>
public static class DecisionRoutes
{
    private static readonly ImmutableArray<string> Elements = ["act", "means", "age", "purpose"];

    public static void MapDecision(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var path = $"/{language.Tag}/case/{{id:guid}}";
            routes.MapGet(path + "/decision", (HttpContext http, Guid id, string? law, [FromServices] CaseDesk desk, [FromServices] InstrumentLibrary library) =>
                Page(http, desk, library, id, law, [], null)).Needs(Right.Decide);
            routes.MapPost(path + "/decision", (HttpContext http, Guid id, [FromServices] CaseDesk desk, [FromServices] InstrumentLibrary library) => Propose(http, desk, library, id, language)).Needs(Right.Decide);
            routes.MapPost(path + "/decision/reader", (HttpContext http, Guid id, [FromServices] CaseDesk desk, [FromServices] InstrumentLibrary library) => DeskAnswers.Do(
                http,
                (problems, given) => Page(http, desk, library, id, null, problems, given),
                async form =>
                {
                    await desk.AssignAsync(http.Actor(), http.Purpose(), id, form.Id("reader"), AssignmentKind.SecondReader, http.RequestAborted);
                    return $"/{language.Tag}/case/{id}/decision";
                })).Needs(Right.Decide);
            routes.MapGet(path + "/second-reading", (HttpContext http, Guid id, [FromServices] CaseDesk desk, [FromServices] InstrumentLibrary library) =>
                Second(http, desk, library, id, [], null)).Needs(Right.SecondRead);
            routes.MapPost(path + "/second-reading", (HttpContext http, Guid id, [FromServices] CaseDesk desk, [FromServices] InstrumentLibrary library) => ReadSecond(http, desk, library, id, language)).Needs(Right.SecondRead);
            routes.MapGet(path + "/second-reading/done", async (HttpContext http, Guid id, [FromServices] CaseDesk desk) =>
            {
                // Not to be had for a case of which the reader may not even know.
                await desk.ReceiptAsync(http.Actor(), http.Purpose(), id, http.RequestAborted);
                return PageResult.Of<SecondDonePage>(StatusCodes.Status200OK, ("Id", id));
            }).Needs(Right.SecondRead);
            routes.MapGet(path + "/decision/{decision:guid}", async (HttpContext http, Guid id, Guid decision, [FromServices] CaseDesk desk) =>
            {
                var file = await desk.OpenAsync(http.Actor(), http.Purpose(), id, http.RequestAborted);
                var read = await desk.ReadDecisionAsync(http.Actor(), http.Purpose(), id, decision, http.RequestAborted);
                return PageResult.Of<DocumentPage>(StatusCodes.Status200OK, ("File", file), ("Read", read), ("Printable", HeadlessBrowser.Find() is not null));
            }).Needs(Right.ReadCases);
            routes.MapPost(path + "/decision/{decision:guid}/notice", async (HttpContext http, Guid id, Guid decision, [FromServices] CaseDesk desk) =>
            {
                var form = await http.Request.ReadFormAsync(http.RequestAborted);
                await desk.NotifyAsync(http.Actor(), http.Purpose(), id, decision, form.Text("language") ?? language.Tag, http.RequestAborted);
                return DeskAnswers.GoTo(http, $"/{language.Tag}/case/{id}/decision/{decision}");
            }).Needs(Right.Decide);
            routes.MapGet(path + "/decision/{decision:guid}/document.html", async (HttpContext http, Guid id, Guid decision, [FromServices] CaseDesk desk) =>
                Results.File(System.Text.Encoding.UTF8.GetBytes(await Document(http, desk, id, decision, language)), "text/html; charset=utf-8", "decision.html")).Needs(Right.ReadCases);
            routes.MapGet(path + "/decision/{decision:guid}/document.pdf", async (HttpContext http, Guid id, Guid decision, [FromServices] CaseDesk desk) =>
                HeadlessBrowser.Find() is { } browser
                    ? Results.File(await browser.PrintAsync(await Document(http, desk, id, decision, language), http.RequestAborted), "application/pdf", "decision.pdf")
                    : Results.StatusCode(StatusCodes.Status404NotFound)).Needs(Right.ReadCases);
        }
    }

    private static async Task<IResult> Page(HttpContext http, CaseDesk desk, InstrumentLibrary library, Guid id, string? law, ImmutableArray<string> problems, IFormCollection? given)
    {
        var file = await desk.OpenAsync(http.Actor(), http.Purpose(), id, http.RequestAborted);
        var episode = file.Knowledge.Episodes[0];
        var begun = Unsent.Given(given, file.Kept.GetValueOrDefault(KeptForm.Decision.Key));
        // A text that was just chosen comes before the one under which words were begun.
        var chosen = given is null && law is not null ? law : begun?["law"].ToString() is { Length: > 0 } before ? before : "un-palermo";
        var text = TextOfTheDay.Find(library, chosen, episode.To ?? episode.From) ?? library.Protocol;
        var waiting = file.Proposals.FirstOrDefault(p => p.State == ProposalState.AwaitingSecondReader);
        var readers = waiting is null ? [] : await Readers(http, waiting.ProposedBy);
        return PageResult.Of<DecisionPage>(
            DeskAnswers.Status(problems),
            ("File", file), ("Text", text), ("Waiting", waiting), ("Readers", readers), ("Problems", problems), ("GivenForm", begun));
    }

    private static Task<IResult> Propose(HttpContext http, CaseDesk desk, InstrumentLibrary library, Guid id, Language language) => DeskAnswers.Do(
        http,
        (problems, given) => Page(http, desk, library, id, null, problems, given),
        async form =>
        {
            ImmutableArray<ElementReason> reasons = [.. Elements.Where(e => form.ContainsKey("reason." + e)).Select(e => new ElementReason(e, form.Text("reason." + e) ?? "", form.Words("cite." + e)))];
            var draft = new ProposalDraft(form.Id("episode"), form["step"].ToString(), form["outcome"].ToString(), form["law"].ToString(), new ProposalReasons(reasons, form.Text("departure"), language.Tag));
            var result = await desk.Sending(KeptForm.Decision).ProposeAsync(http.Actor(), http.Purpose(), id, draft, http.RequestAborted);
            return result.DecisionId is { } decision ? $"/{language.Tag}/case/{id}/decision/{decision}" : $"/{language.Tag}/case/{id}/decision";
        },
        form => Unsent.Answer(http, desk, id, KeptForm.Decision, form, $"/{language.Tag}/case/{id}/decision"));

    private static async Task<IResult> Second(HttpContext http, CaseDesk desk, InstrumentLibrary library, Guid id, ImmutableArray<string> problems, IFormCollection? given)
    {
        var (actor, purpose, stop) = (http.Actor(), http.Purpose(), http.RequestAborted);
        var file = await desk.OpenAsync(actor, purpose, id, stop);
        var proposal = await desk.AwaitingAsync(actor, purpose, id, stop) ?? throw new DeskDenied(stepUpWouldDo: false);
        return PageResult.Of<SecondPage>(
            DeskAnswers.Status(problems),
            ("File", file), ("Proposal", proposal), ("Text", library.Find(proposal.Instrument)!), ("Problems", problems), ("GivenForm", Unsent.Given(given, file.Kept.GetValueOrDefault(KeptForm.SecondReading.Key))));
    }

    private static Task<IResult> ReadSecond(HttpContext http, CaseDesk desk, InstrumentLibrary library, Guid id, Language language) => DeskAnswers.Do(
        http,
        (problems, given) => Second(http, desk, library, id, problems, given),
        async form =>
        {
            await desk.Sending(KeptForm.SecondReading).ReadSecondAsync(http.Actor(), http.Purpose(), id, form.Id("proposal"), form["outcome"].ToString(), form.Text("reason") ?? "", http.RequestAborted);
            return $"/{language.Tag}/case/{id}/second-reading/done";
        },
        form => Unsent.Answer(http, desk, id, KeptForm.SecondReading, form, $"/{language.Tag}/case/{id}/second-reading"));

    private static async Task<string> Document(HttpContext http, CaseDesk desk, Guid id, Guid decision, Language language)
    {
        var (row, content) = await desk.ReadDecisionAsync(http.Actor(), http.Purpose(), id, decision, http.RequestAborted);
        return DecisionDocument.Html(content, row.ContentHash, desk.Setting.Process, desk.Setting.Library, language.Tag);
    }

    /// <summary>Colleagues of the same office who may read a second time, the proposer left out.</summary>
    private static async Task<ImmutableArray<(Guid Id, string Name)>> Readers(HttpContext http, Guid proposer)
    {
        var office = http.User.OfficeOf();
        var rights = http.RequestServices.GetRequiredService<RoleRights>();
        var colleagues = await http.RequestServices.GetRequiredService<AccountsContext>().Users.AsNoTracking().Where(u => u.Office == office && !u.Disabled && u.Id != proposer).ToListAsync(http.RequestAborted);
        return [.. colleagues.Where(c => rights.Of(c.Roles).Contains(Right.SecondRead)).Select(c => (c.Id, c.DisplayName)).OrderBy(c => c.DisplayName, StringComparer.Ordinal)];
    }
}
