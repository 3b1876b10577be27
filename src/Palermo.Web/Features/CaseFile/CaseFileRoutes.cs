using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Attachments;
using Palermo.Casework.Contacts;
using Palermo.Casework.Desks;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Unsent;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Web.Accounts;
using Palermo.Web.Features.Intake;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.CaseFile;

using CaseFileOf = Palermo.Casework.Desks.CaseFile;

/// <summary>The parts of a case file, and what can be recorded on each.</summary>
public static class CaseFileRoutes
{
    public static void MapCaseFile(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var path = $"/{language.Tag}/case/{{id:guid}}";
            MapPages(routes, path);
            MapActs(routes, path, language);
        }
    }

    private static void MapPages(IEndpointRouteBuilder routes, string path)
    {
        routes.MapGet(path, (HttpContext http, Guid id, [FromServices] CaseDesk desk, [FromServices] InstrumentLibrary library) => Page<PicturePage>(http, desk, id, [], null, library)).Needs(Right.ReadCases);
        routes.MapGet(path + "/facts", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page<FactsPage>(http, desk, id)).Needs(Right.ReadCases);
        routes.MapGet(path + "/findings", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page<FindingsPage>(http, desk, id)).Needs(Right.ReadCases);
        routes.MapGet(path + "/person", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page<PersonPage>(http, desk, id)).Needs(Right.ReadCases);
        routes.MapGet(path + "/relations", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page<RelationsPage>(http, desk, id)).Needs(Right.ReadCases);
        routes.MapGet(path + "/consent", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page<ConsentsPage>(http, desk, id)).Needs(Right.ReadCases);
        routes.MapGet(path + "/history", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page<HistoryPage>(http, desk, id)).Needs(Right.ReadCases);
        routes.MapGet(path + "/notes", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page<NotesPage>(http, desk, id)).Needs(Right.ReadCases);
        routes.MapGet(path + "/print", (HttpContext http, Guid id, [FromServices] CaseDesk desk, [FromServices] InstrumentLibrary library) => Page<PrintPage>(http, desk, id, [], null, library)).Needs(Right.ReadCases);
        routes.MapGet(path + "/contact", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page<ContactPage>(http, desk, id)).Needs(Right.ReadLocation).AfterStepUp();
        routes.MapGet(path + "/files/{file:guid}", async (HttpContext http, Guid id, Guid file, [FromServices] CaseDesk desk) =>
        {
            var opened = await desk.ReadFileAsync(http.Actor(), http.Purpose(), id, file, http.RequestAborted);

            // Always a download, never shown inside the site.
            return Results.File(opened.Content, FileInspection.MediaType(opened.File.Kind), opened.Name);
        }).Needs(Right.ReadCases);
    }

    private static void MapActs(IEndpointRouteBuilder routes, string path, Language language)
    {
        Act<FactsPage>("/episode", Right.RecordFacts, "/facts", (desk, who, why, id, form, stop) =>
            desk.ChangeEpisodeAsync(who, why, id, form.Id("episode"), form.Number("version"), new EpisodeDraft(form.Day("from"), form.Day("to"), Upper(form.Codes("countries"))), stop));
        Act<FactsPage>("/episodes", Right.RecordFacts, "/facts", (desk, who, why, id, _, stop) => desk.AddEpisodeAsync(who, why, id, new EpisodeDraft(null, null, []), stop));
        Act<FactsPage>("/choose", Right.RecordFacts, "/facts", (desk, who, why, id, form, stop) => desk.ChooseAnswerAsync(who, why, id, form.Id("fact"), stop));
        Act<FindingsPage>("/evidence", Right.RecordFacts, "/findings", (desk, who, why, id, form, stop) =>
            desk.AddEvidenceAsync(who, why, id, new EvidenceDraft(form.Code("kind", EvidenceKind.Statement), form.Text("what"), form.Day("obtained")), stop), KeptForm.Evidence);
        Act<FindingsPage>("/findings", Right.RecordFacts, "/findings", (desk, who, why, id, form, stop) => desk.FindAsync(who, why, id,
        [
            new FindingDraft(form.Id("episode"), form["atom"].ToString(), form.Code("state", InputState.AskedUnknown), form.Code("standard", StandardOfProof.ReasonableGrounds))
            {
                Reason = form.Text("reason"), AcceptedBecause = form.Text("accepted"), Evidence = form.Words("evidence"),
            },
        ], stop), KeptForm.Finding);
        Act<PersonPage>("/person", Right.RecordFacts, "/person", (desk, who, why, id, form, stop) => desk.ChangePersonAsync(who, why, id, form.Number("version"), PersonOf(form), stop), KeptForm.Person);
        Act<PersonPage>("/age", Right.RecordFacts, "/person", (desk, who, why, id, form, stop) =>
            desk.RecordAgeAsync(who, why, id, form.Code("age", AgeStatus.NotRecorded), form.Code("basis", AgeBasis.Stated), stop));
        Act<PersonPage>("/guardian", Right.RecordFacts, "/person", (desk, who, why, id, form, stop) =>
            desk.AddGuardianAsync(who, why, id, form.Code("kind", GuardianKind.Guardian), form.Text("details") ?? throw DeskRefused.For(DeskProblem.ReasonMissing), form.Text("checked") == "1", stop));
        Act<ContactPage>("/contact", Right.RecordFacts, "/contact", (desk, who, why, id, form, stop) => desk.AddContactAsync(who, why, id, new ContactDraft(
            form.Code("channel", ContactChannel.Phone), new ContactPoint(form.Text("address") ?? throw DeskRefused.For(DeskProblem.ReasonMissing), form.Text("code")), form.Time("from"), form.Time("to"),
            form.Code("voicemail", Voicemail.Never), form.Text("verified") == "1"), stop)).AfterStepUp();
        Act<RelationsPage>("/relations", Right.RecordFacts, "/relations", (desk, who, why, id, form, stop) => desk.AddRelationAsync(who, why, id, form.Number("version"), new RelationDraft(
            form.Text("who"), form.Code("kind", RelationKind.NotRecorded), form.Code("risk", RelationRisk.Unknown), form.Code("statedBy", HeardFrom.ThePerson), form.Text("note")), stop), KeptForm.Relation);
        Act<RelationsPage>("/relations/remove", Right.RecordFacts, "/relations", (desk, who, why, id, form, stop) => desk.RemoveRelationAsync(who, why, id, form.Number("version"), form.Id("relation"), stop));
        Act<ConsentsPage>("/consent", Right.RecordFacts, "/consent", (desk, who, why, id, form, stop) => desk.ConsentAsync(who, why, id, ConsentForm.Read(form, desk, language), stop), KeptForm.Consent);
        Act<ConsentsPage>("/override", Right.RecordFacts, "/consent", (desk, who, why, id, form, stop) => desk.AskOverrideAsync(
            who, why, id, form.Text("except.purpose") ?? "", form.Text("except.recipient") ?? "", ConsentForm.Tiers(form.Text("except.tiers")), form.Text("basis") ?? "", form.Text("reason") ?? "",
            form.Day("review") ?? default, stop), KeptForm.Override);
        Act<ConsentsPage>("/consent/withdraw", Right.RecordFacts, "/consent", (desk, who, why, id, form, stop) => desk.WithdrawConsentAsync(who, why, id, form.Id("consent"), stop));
        Act<ConsentsPage>("/override/approve", Right.Assign, "/consent", (desk, who, why, id, form, stop) => desk.ApproveOverrideAsync(who, why, id, form.Id("override"), stop));
        Act<HistoryPage>("/move", Right.ReadCases, "", (desk, who, why, id, form, stop) => desk.MoveAsync(who, why, id, form["move"].ToString(), form.Text("reason"), form.Text("office"), stop), KeptForm.Move);
        Act<NotesPage>("/notes", Right.RecordFacts, "/notes", (desk, who, why, id, form, stop) => desk.AddNoteAsync(who, why, id, Tier.Identity, form.Text("words") ?? "", null, stop), KeptForm.Note);
        Act<NotesPage>("/files", Right.RecordFacts, "/notes", async (desk, who, why, id, form, stop) =>
        {
            if (form.Files["file"] is not { Length: > 0 } file)
            {
                throw DeskRefused.For(FileRefusal.Empty);
            }

            if (file.Length > FileInspection.LargestBytes)
            {
                throw DeskRefused.For(FileRefusal.TooLarge);
            }

            var content = new byte[file.Length];
            await using var sent = file.OpenReadStream();
            await sent.ReadExactlyAsync(content, stop);
            await desk.AttachAsync(who, why, id, file.FileName, content, null, stop);
        }).WithMetadata(LargerBody.ForFile(FileInspection.LargestBytes));
        routes.MapPost(path + "/interview", (HttpContext http, Guid id, [FromServices] CaseDesk desk) => DeskAnswers.Do(
            http,
            (problems, given) => Page<FactsPage>(http, desk, id, problems, given),
            async form =>
            {
                var today = DateOnly.FromDateTime(desk.Setting.Time.GetUtcNow().UtcDateTime);
                var interview = await desk.StartInterviewAsync(http.Actor(), http.Purpose(), id, new InterviewDraft(form.Id("episode"), form.Code("heardFrom", HeardFrom.ThePerson), today, language.Tag), http.RequestAborted);
                return $"/{language.Tag}/case/{id}/interview/{interview}";
            })).Needs(Right.RecordFacts);

        // Taking a case comes before reading it: nothing of it is shown where taking fails.
        routes.MapPost(path + "/take", async (HttpContext http, Guid id, [FromServices] CaseDesk desk) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            await desk.AssignAsync(http.Actor(), http.Purpose(), id, form.Text("take") == "1" ? http.Actor().UserId : Guid.Empty, AssignmentKind.Worker, http.RequestAborted);
            return DeskAnswers.GoTo(http, $"/{language.Tag}/case/{id}");
        }).Needs(Right.Assign);

        IEndpointConventionBuilder Act<TPage>(string at, Right right, string then, Func<CaseDesk, Actor, Purpose, Guid, IFormCollection, CancellationToken, Task> act, KeptForm? kept = null) where TPage : IComponent =>
            routes.MapPost(path + at, (HttpContext http, Guid id, [FromServices] CaseDesk desk) => DeskAnswers.Do(
                http,
                (problems, given) => Page<TPage>(http, desk, id, problems, given),
                async form =>
                {
                    await act(desk.Sending(kept), http.Actor(), http.Purpose(), id, form, http.RequestAborted);
                    return $"/{language.Tag}/case/{id}{then}";
                },
                form => kept is null ? Task.FromResult<IResult?>(null) : Unsent.Answer(http, desk, id, kept, form, $"/{language.Tag}/case/{id}{(kept == KeptForm.Move ? "/history" : then)}"))).Needs(right);
    }

    private static async Task<IResult> Page<TPage>(HttpContext http, CaseDesk desk, Guid id, ImmutableArray<string> problems = default, IFormCollection? given = null, InstrumentLibrary? library = null) where TPage : IComponent
    {
        var (stop, actor, purpose, page) = (http.RequestAborted, http.Actor(), http.Purpose(), typeof(TPage));
        CaseFileOf file;
        try
        {
            file = await desk.OpenAsync(actor, purpose, id, stop);
        }
        catch (DeskDenied) when (page == typeof(PicturePage) && given is null)
        {
            // Who may know no more sees that it exists and where it stands; whoever may not know even that is denied here.
            return PageResult.Of<ReceiptPage>(StatusCodes.Status200OK, ("Receipt", await desk.ReceiptAsync(actor, purpose, id, stop)));
        }

        var parameters = new List<(string, object?)> { ("File", file) };
        if (page != typeof(PrintPage))
        {
            parameters.Add(("Problems", problems.IsDefault ? ImmutableArray<string>.Empty : problems));
        }

        if (page == typeof(PicturePage) || page == typeof(PrintPage))
        {
            parameters.Add(("View", CaseView.Of(http.Request.Query, file, library ?? desk.Setting.Library)));
        }

        if (page == typeof(PicturePage) && http.User.Holds(Right.RecordFacts) && desk.Setting.Process.MovesIn(file.Case.State).Any(m => m.Id == "refer"))
        {
            parameters.Add(("Offices", await InterviewRoutes.Authorities(desk, stop)));
        }

        if (page == typeof(FindingsPage) || page == typeof(PersonPage) || page == typeof(NotesPage) || page == typeof(HistoryPage) || page == typeof(ConsentsPage) || page == typeof(RelationsPage))
        {
            parameters.Add(("GivenForm", Unsent.Given(given, Forms(page).Select(f => file.Kept.GetValueOrDefault(f.Key)))));
        }

        if (page == typeof(FactsPage) || page == typeof(NotesPage) || page == typeof(HistoryPage))
        {
            parameters.Add(("People", await People(http, stop)));
        }

        if (page == typeof(NotesPage))
        {
            parameters.Add(("Notes", await desk.ReadNotesAsync(actor, purpose, id, Tier.Identity, stop)));
            parameters.Add(("Files", await desk.FilesAsync(actor, purpose, id, stop)));
        }

        if (page == typeof(ContactPage))
        {
            // A guardian or a lawyer asks for what they do; whose role does not reach it for that asks for safety.
            parameters.Add(("Contacts", await desk.ReadContactsAsync(actor, desk.Setting.Policy.Reaches(actor, purpose, Tier.Location) ? purpose : Purpose.Safety, id, stop)));
        }

        return PageResult.Of<TPage>(DeskAnswers.Status(problems), [.. parameters]);
    }

    /// <summary>The forms of a page in which people write for long.</summary>
    private static ImmutableArray<KeptForm> Forms(Type page) => page.Name switch
    {
        nameof(FindingsPage) => [KeptForm.Evidence, KeptForm.Finding],
        nameof(NotesPage) => [KeptForm.Note],
        nameof(HistoryPage) => [KeptForm.Move],
        nameof(ConsentsPage) => [KeptForm.Consent, KeptForm.Override],
        nameof(PersonPage) => [KeptForm.Person],
        nameof(RelationsPage) => [KeptForm.Relation],
        _ => [],
    };

    /// <summary>Colleagues' names, by account.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, string>> People(HttpContext http, CancellationToken stop) =>
        await http.RequestServices.GetRequiredService<AccountsContext>().Users.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.DisplayName, stop);

    private static PersonDraft PersonOf(IFormCollection form)
    {
        PersonIdentity? identity = null;
        if (form.ContainsKey("name"))
        {
            ImmutableArray<PersonName> names = [.. new[] { (Kind: NameKind.Told, Value: form.Text("name")), (Kind: NameKind.Document, Value: form.Text("document")) }.Where(n => n.Value is not null).Select(n => new PersonName(n.Value!, n.Kind))];
            ImmutableArray<PersonIdentifier> identifiers = [.. new[] { (Kind: IdentifierKind.Phone, Value: form.Text("phone")), (Kind: IdentifierKind.Document, Value: form.Text("paper")) }.Where(i => i.Value is not null).Select(i => new PersonIdentifier(i.Kind, i.Value!))];
            identity = new PersonIdentity(names, form.Text("birth"), null, form.Text("gender")) { Identifiers = identifiers };
        }

        return new PersonDraft(form.Code("sex", RecordedSex.NotRecorded), Upper(form.Codes("nationalities")), form.Codes("languages"), [], identity);
    }

    private static ImmutableArray<string> Upper(ImmutableArray<string> codes) => [.. codes.Select(c => c.Length == 2 ? c.ToUpperInvariant() : c)];
}
