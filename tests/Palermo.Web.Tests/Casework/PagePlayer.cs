using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Web.Accounts;
using Palermo.Web.House;

namespace Palermo.Web.Tests.Casework;

/// <summary>Plays scripted cases through the pages, as people at a browser without script would.</summary>
internal sealed partial class PagePlayer
{
    public const string Office = "north";

    private readonly StaffSite _site;

    private PagePlayer(StaffSite site, HttpClient worker, HttpClient supervisor, HttpClient authority, HttpClient reader, Account second) =>
        (_site, Worker, Supervisor, Authority, Reader, _second) = (site, worker, supervisor, authority, reader, second);

    private readonly Account _second;

    public HttpClient Worker { get; }

    public HttpClient Supervisor { get; }

    public HttpClient Authority { get; }

    public HttpClient Reader { get; }

    public static async Task<PagePlayer> At(StaffSite site)
    {
        var setting = site.Services.GetRequiredService<CaseHouse>().Setting;
        var cast = Cast.Of(_ => setting.Ids.Next(), Office);
        await new DemonstrationCases(new CaseDesk(setting), cast, [], 1).AddOfficesAsync(setting.Ids.Next(), TestContext.Current.CancellationToken);
        var (reader, second) = await site.Person(["second-reviewer"]);
        return new PagePlayer(site, await site.As("caseworker"), await site.As("supervisor"), await site.As("competent-authority"), reader, second);
    }

    /// <summary>From the first page to the referral; the address of the case.</summary>
    public async Task<string> Open(ScriptedCase script, string language = "en")
    {
        var who = await Worker.Get($"/{language}/intake");
        var consent = await Worker.Submit(who, $"/{language}/intake", ("age", script.Age.ToString()), ("ageBasis", script.AgeBasis.ToString()), ("private", "yes"), ("heardFrom", script.Interviews[0].HeardFrom.ToString()));
        Assert.Equal(HttpStatusCode.OK, consent.Status);
        List<KeyValuePair<string, string>> fields =
        [
            .. Forms.Hidden(consent, $"/{language}/intake/open"),
            new("agrees", script.ChildBasis is null ? "yes" : "no"), new("basis", script.ChildBasis ?? ""), new("assent", script.Consent.Assent.ToString()), new("tiers", "identity"), new("for", "180"),
            .. script.Consent.Purposes.Select(p => new KeyValuePair<string, string>("purposes", p)), .. script.Consent.Recipients.Select(r => new KeyValuePair<string, string>("recipients", r)),
        ];
        var opened = await Worker.Post($"/{language}/intake/open", fields);
        Assert.True(opened.Status == HttpStatusCode.SeeOther, opened.Words);
        var interview = opened.Response.Headers.Location!.ToString();
        var file = interview[..interview.IndexOf("/interview/", StringComparison.Ordinal)];
        if (script.ChildBasis is not null)
        {
            await Send(Supervisor, file + "/consent", file + "/override/approve");
        }

        await Send(Worker, file + "/facts", file + "/episode", ("from", Day(script.Episode.From)), ("to", Day(script.Episode.To)), ("countries", string.Join(' ', script.Episode.Countries)));
        for (var i = 0; i < script.Interviews.Length; i++)
        {
            if (i > 0)
            {
                interview = (await Send(Worker, file + "/facts", file + "/interview", ("heardFrom", script.Interviews[i].HeardFrom.ToString()))).Response.Headers.Location!.ToString();
            }

            foreach (var (code, answer) in script.Interviews[i].Answers.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                await Send(Worker, $"{interview}?ask={code}", interview, ("answer", answer.ToString()));
            }
        }

        foreach (var evidence in script.Evidence)
        {
            await Send(Worker, file + "/findings", file + "/evidence", ("kind", evidence.Kind.ToString()), ("what", evidence.Words), ("obtained", ""));
        }

        var token = Forms.Hidden(await Worker.Get(file + "/facts"), file + "/episodes").First();
        var moved = await Worker.Post(file + "/move", [token, new("move", "refer"), new("office", Office)]);
        Assert.True(moved.Status == HttpStatusCode.SeeOther, moved.Words);
        return file;
    }

    /// <summary>From taking the case to the decision; the address of the decision, or null when the script decides nothing.</summary>
    public async Task<string?> Decide(ScriptedCase script, string file)
    {
        if (script.Decision is not { } decision)
        {
            return null;
        }

        await Take(file);
        foreach (var finding in script.Findings)
        {
            var page = await Authority.Get(file + "/findings");
            List<KeyValuePair<string, string>> fields =
            [
                .. Forms.Hidden(page, file + "/findings"), new("atom", finding.Atom), new("state", finding.State == "true" ? "True" : "False"), new("standard", "ReasonableGrounds"),
                new("accepted", finding.AcceptedBecause ?? ""), new("reason", finding.Reason ?? ""), .. finding.Evidence.Select(e => new KeyValuePair<string, string>("evidence", e)),
            ];
            var made = await Authority.Post(file + "/findings", fields);
            Assert.True(made.Status == HttpStatusCode.SeeOther, finding.Atom + made.Words);
        }

        var due = await Authority.Get($"{file}/decision?law={decision.Instrument}");
        List<KeyValuePair<string, string>> reasons = [.. Forms.Hidden(due, file + "/decision"), new("outcome", decision.Outcome)];
        foreach (var reason in decision.Reasons)
        {
            reasons.Add(new("reason." + reason.Element, reason.Words));
            reasons.AddRange(reason.Evidence.Select(e => new KeyValuePair<string, string>("cite." + reason.Element, e)));
        }

        var proposed = await Authority.Post(file + "/decision", reasons);
        Assert.True(proposed.Status == HttpStatusCode.SeeOther, proposed.Words);
        var to = proposed.Response.Headers.Location!.ToString();
        if (to != file + "/decision")
        {
            return to;
        }

        await Send(Authority, to, file + "/decision/reader", ("reader", _second.Id.ToString()));
        await Send(Reader, file + "/second-reading", file + "/second-reading", ("outcome", decision.Outcome), ("reason", "read on the same findings"));
        return Regex.Match((await Authority.Get(to)).Html, "href=\"(" + Regex.Escape(file) + "/decision/[0-9a-f-]{36})\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
    }

    public async Task Take(string file)
    {
        // Before it is taken, the case shows where it stands and the button.
        await Send(Authority, file, file + "/take");
    }

    public async Task<Answered> Send(HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        var answered = await browser.Submit(await browser.Get(page), action, fields);
        Assert.True(answered.Status == HttpStatusCode.SeeOther, $"{action}: {answered.Status} {answered.Words}");
        return answered;
    }

    public async Task<CaseFile> Read(string file)
    {
        var desk = new CaseDesk(_site.Services.GetRequiredService<CaseHouse>().Setting);
        var account = (await _site.Ask(a => Task.FromResult(a.Users.ToList()))).First(u => u.Roles.Contains("supervisor"));
        return await desk.OpenAsync(new(account.Id, ["supervisor"], Office, null), Palermo.Casework.Access.Purpose.CasePlanning, Guid.Parse(file[^36..]), TestContext.Current.CancellationToken);
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
