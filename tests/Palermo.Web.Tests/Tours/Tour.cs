using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Casework.Access;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Security;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests.Tours;

/// <summary>One page of the tour.</summary>
/// <param name="Pattern">The route after the language, such as <c>/case/{id:guid}/facts</c>.</param>
/// <param name="Role">The account of the demonstration that visits it; null: nobody signed in.</param>
/// <param name="Path">An address of it after the language.</param>
public sealed record Stop(string Pattern, string? Role, string Path);

/// <summary>
/// Every page of the demonstration, taken from the application's own list of routes. A route that is added is visited; one that is no
/// page stands among the skipped with its reason, and one that is neither fails the test that asks for the stops.
/// </summary>
public sealed class Tour
{
    /// <summary>Routes that are no pages of their own, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> Skipped = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/join"] = "nobody is invited to a demonstration; SignInBrowserTests visits it",
        ["/leave"] = "leaves for another site; the quick exit has tests of its own",
        ["/case/{id:guid}/files/{file:guid}"] = "a file, always a download",
        ["/case/{id:guid}/decision/{decision:guid}/document.html"] = "a file to keep, always a download",
        ["/case/{id:guid}/decision/{decision:guid}/document.pdf"] = "a file to keep, always a download",
        ["/explore/{format}"] = "files of a table",
        ["/flows/{format}"] = "files of a table",
        ["/determinations/{format}"] = "files of a table",
        ["/report/{format}"] = "files of a report",
        ["/estimates/{id}"] = "needs an estimate that has run: EstimatePageTests visits it",
        ["/releases/{id}"] = "needs a release that two people let out: DisclosureTests visits it",
        ["/partner-releases/{id}"] = "needs a release for research partners: AudienceTests visits it",
        ["/internal-releases/{id}"] = "needs a release for the inside: AudienceTests visits it",
        ["/publish/dataset/{id}"] = "needs a release that is being made: PublishingBrowserTests visits it",
        ["/sign-in/openid"] = "leads to the identity provider",
        ["/unlock/openid"] = "leads to the identity provider",
        ["/step-up/openid"] = "leads to the identity provider",
        ["/unlock"] = "stands only before a locked session: StaffBrowserTests visits it",
        ["/account/authenticator"] = "in the demonstration accounts have no secrets; SignInBrowserTests visits it",
        ["/account/passkeys"] = "in the demonstration accounts have no secrets; SignInBrowserTests visits it",
    };

    private readonly Site _site;

    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);

    private Tour(Site site) => _site = site;

    public static async Task<Tour> Of(Site site)
    {
        var tour = new Tour(site);
        await tour.Prepare();
        return tour;
    }

    /// <summary>Every page once.</summary>
    public IEnumerable<Stop> Stops()
    {
        foreach (var route in _site.Routes.Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")))
        {
            var raw = "/" + route.RoutePattern.RawText!.TrimStart('/');
            if (raw != "/en" && !raw.StartsWith("/en/", StringComparison.Ordinal))
            {
                continue;
            }

            var pattern = raw["/en".Length..];
            if (!Skipped.ContainsKey(pattern) && !Skipped.ContainsKey(Format(pattern)))
            {
                yield return new(pattern, RoleOf(pattern, route.Metadata.GetMetadata<Access>()!), Address(pattern));
            }
        }
    }

    /// <summary>Makes a session's proof of identity a fresh one, as the page that asks for it would.</summary>
    public async Task Prove()
    {
        using var scope = _site.Services.CreateScope();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        await scope.ServiceProvider.GetRequiredService<AccountsContext>().Sessions.ExecuteUpdateAsync(s => s.SetProperty(x => x.SteppedUpAt, now), TestContext.Current.CancellationToken);
    }

    private static string Format(string pattern) =>
        pattern.StartsWith("/explore/", StringComparison.Ordinal) ? "/explore/{format}"
        : pattern.StartsWith("/flows/", StringComparison.Ordinal) ? "/flows/{format}"
        : pattern.StartsWith("/determinations/", StringComparison.Ordinal) ? "/determinations/{format}"
        : pattern.StartsWith("/report/", StringComparison.Ordinal) ? "/report/{format}"
        : pattern.StartsWith("/estimates/{id}", StringComparison.Ordinal) ? "/estimates/{id}" : pattern;

    private static string? RoleOf(string pattern, Access access) => pattern switch
    {
        "/case/{id:guid}/parties" => "law-enforcement-liaison",
        "/case/{id:guid}/emergency" => "supervisor",
        _ when access.Name is "public" or "guest" => null,
        _ => access.Right switch
        {
            null or Right.Screen or Right.ReadCases or Right.RecordFacts or Right.Search or Right.Assign or Right.ReadLocation or Right.ReadWhoSaw => "caseworker",
            Right.Decide => "competent-authority",
            Right.SecondRead => "second-reviewer",
            Right.BreakGlass => "supervisor",
            Right.ManageAccounts => "system-administrator",
            Right.ReadAudit => "auditor",
            Right.SignOffRelease or Right.ApproveBudget => "national-rapporteur",
            _ => "analyst",
        },
    };

    private string Address(string pattern)
    {
        var path = _addresses.Aggregate(pattern, (p, a) => p.Replace(a.Key, a.Value, StringComparison.Ordinal));
        path = path switch
        {
            "/explore" => "/explore?data=sample-routes&rows=year&columns=sex",
            "/report" => "/report?data=sample-routes&year=2021",
            "/flows" => "/flows?data=sample-routes",
            "/publish" => "/publish?data=sample-routes&rows=year&columns=sex",
            "/publish/dataset" or "/publish/budget" => path + "?data=sample-routes",
            "/step-up" => "/step-up?to=%2Fen%2Fwork",
            _ => path,
        };
        return path.Contains('{') ? throw new InvalidOperationException($"{pattern}: the tour has no address for it; add one, or a reason to skip it") : path;
    }

    /// <summary>Cases in the states in which their pages have something to show.</summary>
    private async Task Prepare()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var scope = _site.Services.CreateScope();
        var people = await scope.ServiceProvider.GetRequiredService<AccountsContext>().Users.ToDictionaryAsync(u => u.UserName!, u => u.Id, StringComparer.Ordinal, cancel);
        var cast = Cast.Of(role => people[role]);
        var desk = new CaseDesk(_site.Services.GetRequiredService<CaseHouse>().Setting, "tour");
        var player = new Player(desk, cast);
        var script = Script("G01");

        // Decided, with everything that a file can hold.
        var full = await player.PlayAsync(script, new PersonIdentity([new PersonName("Example Tour", NameKind.Told)]), cancel);
        var (worker, planning) = (cast.Caseworker, Purpose.CasePlanning);
        await desk.AddRelationAsync(worker, planning, full.CaseId, 2, new RelationDraft("Example Aunt", RelationKind.OtherRelative, RelationRisk.Protective, default, "knows where she is"), cancel);
        await desk.AddNoteAsync(worker, planning, full.CaseId, Tier.Identity, "A note of the tour.", null, cancel);
        await desk.AttachAsync(worker, planning, full.CaseId, "letter.txt", "words"u8.ToArray(), null, cancel);
        await desk.AskOverrideAsync(worker, planning, full.CaseId, "criminal-justice", "law_enforcement", [Tier.Facts], "Example Act, s. 7", "a child is still held there", DateOnly.FromDateTime(desk.Setting.Time.GetUtcNow().UtcDateTime).AddDays(30), cancel);
        var decision = (await desk.OpenAsync(worker, planning, full.CaseId, cancel)).Decisions[0].Id;

        // Taken, with a negative proposal that waits for its second reader.
        var waiting = await player.PlayAsync(script with { Findings = [], Decision = null }, null, cancel);
        await desk.AssignAsync(cast.Authority, Purpose.IdentificationDecision, waiting.CaseId, cast.Authority.UserId, AssignmentKind.Worker, cancel);
        var reasons = new[] { "act", "means", "purpose" }.Select(e => new Palermo.Casework.Decisions.ElementReason(e, "Words of the authority.", []));
        await desk.ProposeAsync(cast.Authority, Purpose.IdentificationDecision, waiting.CaseId, new ProposalDraft(waiting.EpisodeId, "reasonable_grounds", "negative", "un-palermo", new([.. reasons], null, "en")), cancel);
        await desk.AssignAsync(cast.Authority, Purpose.IdentificationDecision, waiting.CaseId, cast.SecondReader.UserId, AssignmentKind.SecondReader, cancel);

        // Referred and not yet decided; and one with somebody who acted.
        var due = await player.PlayAsync(script with { Findings = [], Decision = null }, null, cancel);
        await desk.AssignAsync(cast.Authority, Purpose.IdentificationDecision, due.CaseId, cast.Authority.UserId, AssignmentKind.Worker, cancel);
        var acted = await player.PlayAsync(Script("G19"), null, cancel);

        _addresses["/case/{id:guid}/parties"] = $"/case/{acted.CaseId}/parties";
        _addresses["/case/{id:guid}/second-reading"] = $"/case/{waiting.CaseId}/second-reading";
        _addresses["/case/{id:guid}/decision/{decision:guid}"] = $"/case/{full.CaseId}/decision/{decision}";
        _addresses["/case/{id:guid}/decision"] = $"/case/{due.CaseId}/decision";
        _addresses["/case/{id:guid}/contact"] = $"/case/{full.CaseId}/contact?purpose=safety";
        _addresses["/case/{id:guid}"] = $"/case/{full.CaseId}";
        _addresses["/interview/{interview:guid}"] = $"/interview/{full.InterviewId}";
        _addresses["/accounts/{id:guid}"] = $"/accounts/{people["analyst"]}";
        _addresses["/cases/{id}"] = "/cases/" + _site.Cases.All[0].Id;
        _addresses["/laws/{id}/{version}"] = "/laws/" + _site.Library.Protocol.Key;
    }

    private static ScriptedCase Script(string id) => ScriptedStory.Load(Path.Combine(SharedRepository.Root, "data", "cases", "golden", id + ".json")).Cases[0];
}
