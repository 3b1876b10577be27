using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Attachments;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Notes;
using Palermo.Casework.Work;
using Palermo.Web.House;
using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Flaws;

/// <summary>Doing something to a case without being the one who may. What counts is the case afterwards, not only the answer.</summary>
internal static class ActFlaws
{
    public static Task Attach(Town town) => NobodyOfThese(town, "/files", [], ["second-reviewer", "guardian", "legal-representative", "health-professional", "law-enforcement-liaison", "competent-authority", "supervisor", "auditor", "analyst", "system-administrator"]);

    public static async Task Annotate(Town town)
    {
        string[] these = ["second-reviewer", "guardian", "legal-representative", "health-professional", "law-enforcement-liaison", "competent-authority", "supervisor", "auditor", "system-administrator"];
        await NobodyOfThese(town, "/notes", [new("words", "planted")], these);
        await NobodyOfThese(town, "/age", [new("age", "Child"), new("basis", "Stated")], [.. these.Where(r => r is not "competent-authority")]);
    }

    public static Task Close(Town town) => NobodyOfThese(town, "/move", [new("move", "withdraw"), new("reason", "planted")], ["second-reviewer", "guardian", "legal-representative", "health-professional", "law-enforcement-liaison", "auditor", "system-administrator"]);

    /// <summary>An exception without consent is approved by a second person of the case's own office, and by nobody else.</summary>
    public static async Task Approve(Town town)
    {
        using var responder = await town.As("caseworker");
        var consent = await responder.Submit(await responder.Get("/en/intake"), "/en/intake", ("age", "Child"));
        var opened = await responder.Submit(consent, "/en/intake/open", ("agrees", "no"), ("basis", "an article"), ("assent", "Given"));
        var id = Guid.Parse(opened.Response.Headers.Location!.ToString().Split('/')[3]);
        await using var db = town.Services.GetRequiredService<CaseHouse>().Setting.Database.NewContext();
        var exception = await db.Set<Override>().AsNoTracking().SingleAsync(o => o.CaseId == id, TestContext.Current.CancellationToken);
        var token = FlawHelp.Token(await responder.Get("/en/work"));

        // The one who asked, and anybody outside.
        var own = await responder.Post($"/en/case/{id}/override/approve", [new("form-token", token), new("override", exception.Id.ToString())]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, own.Status);
        foreach (var role in town.Roles)
        {
            using var other = await town.In(role);
            var answer = await other.Post($"/en/case/{id}/override/approve", [new("form-token", FlawHelp.Token(await other.Get("/en/account"))), new("override", exception.Id.ToString())]);
            Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{role}: {answer.Status}");
        }

        Assert.Null((await db.Set<Override>().AsNoTracking().SingleAsync(o => o.Id == exception.Id, TestContext.Current.CancellationToken)).ApprovedBy);
        using var supervisor = await town.As("supervisor");
        var approved = await supervisor.Post($"/en/case/{id}/override/approve", [new("form-token", FlawHelp.Token(await supervisor.Get("/en/work"))), new("override", exception.Id.ToString())]);
        Assert.Equal(HttpStatusCode.SeeOther, approved.Status);
    }

    /// <summary>Referring a case of another office to one's own authority, which would open it.</summary>
    public static async Task Transfer(Town town)
    {
        foreach (var role in new[] { "caseworker", "supervisor", "competent-authority", "first-responder" })
        {
            using var other = await town.In(role);
            var before = await State(town, town.OtherCase);
            var answer = await other.Post($"/en/case/{town.OtherCase}/move", [new("form-token", FlawHelp.Token(await other.Get("/en/account"))), new("move", "refer"), new("office", "demo-authority"), new("reason", "planted")]);
            Assert.Equal((role, HttpStatusCode.NotFound), (role, answer.Status));
            Assert.Equal(before, await State(town, town.OtherCase));
        }
    }

    /// <summary>Taking up, deciding or answering what was sent to another authority.</summary>
    public static async Task AnswerTransfer(Town town)
    {
        using var stranger = await town.As("competent-authority", "another-authority");
        using var reader = await town.As("second-reviewer", "another-authority");
        var before = await State(town, town.OfficeCase);
        foreach (var (caller, path, fields) in new (HttpClient, string, KeyValuePair<string, string>[])[]
        {
            (stranger, "/take", [new("take", "1")]),
            (stranger, "/decision", [new("outcome", "negative"), new("step", "reasonable_grounds"), new("law", "un-palermo"), new("reason.act", "planted")]),
            (stranger, "/decision/reader", [new("reader", town.People["second-reviewer"].Id.ToString())]),
            (stranger, "/move", [new("move", "withdraw"), new("reason", "planted")]),
            (reader, "/second-reading", [new("proposal", Guid.AllBitsSet.ToString()), new("outcome", "negative"), new("reason", "planted")]),
        })
        {
            var answer = await caller.Post($"/en/case/{town.OfficeCase}{path}", [new("form-token", FlawHelp.Token(await caller.Get("/en/account"))), .. fields]);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.Status));
        }

        Assert.Equal(before, await State(town, town.OfficeCase));
    }

    /// <summary>Assigning from a list: a case of another office, a colleague's case to oneself, a person without the role.</summary>
    public static async Task AssignBeyondScope(Town town)
    {
        using var worker = await town.In("caseworker");
        var token = FlawHelp.Token(await worker.Get("/en/work"));
        var (there, here) = (await State(town, town.OtherCase), await State(town, town.OfficeCase));
        Assert.Equal(HttpStatusCode.NotFound, (await worker.Post($"/en/case/{town.OtherCase}/take", [new("form-token", token), new("take", "1")])).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await worker.Post($"/en/case/{town.OfficeCase}/take", [new("form-token", token), new("take", "1")])).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await worker.Post($"/en/case/{town.OfficeCase}/decision/reader", [new("form-token", token), new("reader", town.People["caseworker"].Id.ToString())])).Status);
        Assert.Equal(there, await State(town, town.OtherCase));
        Assert.Equal(here, await State(town, town.OfficeCase));
    }

    private static async Task NobodyOfThese(Town town, string path, KeyValuePair<string, string>[] fields, string[] roles)
    {
        foreach (var (role, scope) in roles.SelectMany(r => new[] { "own", "office", "other" }.Select(s => (r, s))))
        {
            var id = town.CaseOf(role, scope);
            using var other = await town.In(role);
            var token = FlawHelp.Token(await other.Get("/en/account"));
            var before = await State(town, id);
            using HttpContent sent = path == "/files" ? RecordFlaws.Upload([new("form-token", token)]) : new FormUrlEncodedContent([new("form-token", token), .. fields]);
            var answer = await other.Post($"/en/case/{id}{path}", sent);
            Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{path} as {role} ({scope}): {answer.Status}");
            Assert.Equal(before, await State(town, id));
        }
    }

    /// <summary>What an act could have changed.</summary>
    private static async Task<string> State(Town town, Guid id)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var db = town.Services.GetRequiredService<CaseHouse>().Setting.Database.NewContext();
        var file = await db.Set<Case>().AsNoTracking().SingleAsync(c => c.Id == id, cancel);
        return $"{file.State} {file.Version} {file.DecidingOffice} {await db.Set<Attachment>().CountAsync(a => a.CaseId == id, cancel)} {await db.Set<Note>().CountAsync(n => n.CaseId == id, cancel)} {await db.Set<Assignment>().CountAsync(a => a.CaseId == id, cancel)}";
    }
}
