using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Publish;
using Palermo.Web.Jobs;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Features;

/// <summary>Releases of a whole dataset on the real application: budget by two people, both ways, second person, withdrawal, restart.</summary>
public sealed partial class WholeReleaseTests : IDisposable
{
    private static readonly string[] Planted = ["1987", "TUV", "NRU"];

    private readonly string _gate = Directory.CreateTempSubdirectory("palermo-gate-").FullName;

    private readonly string _store = Directory.CreateTempSubdirectory("palermo-store-").FullName;

    public WholeReleaseTests() => RegisterSite.Fill(_store);

    public void Dispose()
    {
        Directory.Delete(_gate, recursive: true);
        Directory.Delete(_store, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private const string At = "/en/publish/dataset", Of = At + "?data=" + RegisterSite.Dataset;

    private static BudgetLedger? Ledger(Site site) => site.Services.GetRequiredService<BudgetShelf>().Find(RegisterSite.Dataset);

    private static async Task<ReleaseJob> Ended(Site site, string id)
    {
        for (var i = 0; i < 3_000; i++)
        {
            if (site.Services.GetRequiredService<ReleaseJobs>().Find(id) is { IsOpen: false } job)
            {
                return job;
            }

            await Task.Delay(20, Stop);
        }

        throw new TimeoutException("the release was not made");
    }

    /// <summary>Fills in the form of a way as the page gave it.</summary>
    private static KeyValuePair<string, string>[] FormOf(Answered page, string way)
    {
        var section = page.Html[page.Html.IndexOf($"id=\"way-{way}\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        return [.. Forms.Hidden(page with { Html = section }, At)];
    }

    private static async Task<string> Make(HttpClient person, string way, string audience = "public")
    {
        var asked = await person.Post(At, FormOf(await person.Get($"{Of}&audience={audience}"), way));
        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        return asked.Response.Headers.Location!.ToString()[(At.Length + 1)..];
    }

    private static async Task Budget(HttpClient asks, HttpClient grants, string epsilon)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await asks.Post("/en/publish/budget", [new("data", RegisterSite.Dataset), new("epsilon", epsilon), new("reason", "first_release")])).Status);
        var waiting = await grants.Get("/en/grant-budget");
        Assert.Equal(HttpStatusCode.Redirect, (await grants.Submit(waiting, "/en/grant-budget")).Status);
    }

    [Fact]
    public async Task PrivateRelease_FromBudgetOverTwoPeopleToThePublic_IsWithdrawn_AndSpendsOnce()
    {
        using var site = new RegisterSite(_gate, _store);
        using var analyst = site.Person("Analyst", Right.PrepareRelease, Right.SignOffRelease, Right.ApproveBudget);
        using var rapporteur = site.Person("Rapporteur", Right.SignOffRelease, Right.ApproveBudget);
        using var reader = site.Visitor();

        // Without a budget nothing private is offered, and a form made up does nothing.
        var before = await analyst.Get(Of);
        Assert.Contains("no budget is open", before.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"private-1\"", before.Html, StringComparison.Ordinal);
        var forged = FormOf(before, "k").Select(f => f.Key == "way" ? new KeyValuePair<string, string>("way", "private-1") : f).ToArray();
        Assert.Contains("no privacy budget is open", (await analyst.Post(At, forged)).Words, StringComparison.Ordinal);
        Assert.Null(Ledger(site));

        // One asks, the same one cannot grant, a second one does.
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Post("/en/publish/budget", [new("data", RegisterSite.Dataset), new("epsilon", "2"), new("reason", "first_release")])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Post("/en/publish/budget", [new("data", RegisterSite.Dataset), new("epsilon", "1")])).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await analyst.Post("/en/publish/budget", [new("data", RegisterSite.Dataset), new("epsilon", "1"), new("reason", "first_release"), new("note", "for the yearly report")])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Post("/en/publish/budget", [new("data", RegisterSite.Dataset), new("epsilon", "4"), new("reason", "correction")])).Status);
        var waiting = await rapporteur.Get("/en/grant-budget");
        Assert.Contains("for the yearly report", waiting.Words, StringComparison.Ordinal);
        var id = Forms.Hidden(waiting, "/en/grant-budget").Single(h => h.Key == "id").Value;
        Assert.DoesNotContain("action=\"/en/grant-budget\"", (await analyst.Get("/en/grant-budget")).Html, StringComparison.Ordinal);
        Assert.Contains("another person must grant it", (await analyst.Post("/en/grant-budget", [new("id", id)])).Words, StringComparison.Ordinal);
        Assert.Null(Ledger(site));
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Submit(waiting, "/en/grant-budget")).Status);
        Assert.Equal(["Analyst", "Rapporteur"], Ledger(site)!.Entries.Single().People);
        Assert.Equal(HttpStatusCode.BadRequest, (await rapporteur.Post("/en/grant-budget", [new("id", id)])).Status);
        Assert.Single(Ledger(site)!.Entries);

        // Looking costs nothing; the page says what the button costs; pressing it twice is one release.
        var compared = await analyst.Get(Of);
        Assert.Contains("at most 74 of 100 bets", compared.Words, StringComparison.Ordinal);
        Assert.Contains("pressing the button spends 100\u00A0% of the whole budget and leaves 0\u00A0%", compared.Words, StringComparison.Ordinal);
        Assert.Contains("too little is left", compared.Words, StringComparison.Ordinal);
        Assert.Equal(0, Ledger(site)!.RhoSpent);
        var form = FormOf(compared, "private-1");
        var asked = await analyst.Post(At, form);
        var job = asked.Response.Headers.Location!.ToString()[(At.Length + 1)..];
        Assert.Equal(asked.Response.Headers.Location, (await analyst.Post(At, form)).Response.Headers.Location);
        var done = await Ended(site, job);
        Assert.Equal(JobState.Done, done.State);
        Assert.Equal(asked.Response.Headers.Location, (await analyst.Post(At, form)).Response.Headers.Location);
        Assert.Single(Ledger(site)!.Entries, e => e.Kind == "spend");
        Assert.Equal(ReleasePlan.For(site.Services.GetRequiredService<PublicBook>().Of(site.Services.GetRequiredService<DatasetShelf>().Find(RegisterSite.Dataset)!, done.Request.Columns), 1).Rho, Ledger(site)!.RhoSpent, 12);

        // Prepared: seen by the two, by nobody else.
        var release = done.Release!;
        foreach (var address in new[] { $"/en/releases/{release}", $"/releases/{release}/rows.csv", $"/releases/{release}/table.csv", $"/releases/{release}/manifest.json", $"/releases/{release}/statement.en.html" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await reader.Get(address)).Status);
        }

        var seen = await rapporteur.Get("/en/sign-off");
        Assert.Contains("Show the counts with their ranges", seen.Words, StringComparison.Ordinal);
        Assert.Contains("Show the invented rows", seen.Words, StringComparison.Ordinal);
        Assert.Contains("Show the counts with their ranges", (await analyst.Get($"{At}/{job}")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Post("/en/sign-off", [new("id", release)])).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/sign-off", [new("id", release)])).Status);

        // Published: files, statements in six languages, manifest, page.
        var manifest = ReleaseManifest.FromJson((await reader.Get($"/releases/{release}/manifest.json")).Html);
        Assert.Equal((ProtectionKind.DifferentialPrivacy, 1.0, Audience.Public, release), (manifest.Protection, manifest.Guarantee!.Value.Epsilon, manifest.Audience!.Value, ReleaseManifest.Identify(manifest.Files)));
        Assert.NotNull(manifest.EstimatedFabricatedPairs);
        Assert.NotNull(manifest.PairErrorAtMost);
        foreach (var file in manifest.Files)
        {
            using var bytes = await reader.GetAsync(new Uri($"/releases/{release}/{file.Key}", UriKind.Relative), Stop);
            Assert.Equal(file.Value, ReleaseFiles.Hash(await bytes.Content.ReadAsByteArrayAsync(Stop)));
        }

        Assert.Equal(["rows.csv", "rows.parquet", "table.csv"], manifest.Files.Keys);
        foreach (var language in ReleaseStatement.Languages)
        {
            Assert.Equal(HttpStatusCode.OK, (await reader.Get($"/releases/{release}/statement.{language}.html")).Status);
        }

        Assert.Contains("at most 74 of 100 bets", (await reader.Get($"/en/releases/{release}")).Words, StringComparison.Ordinal);

        // Spent: refused on the page and when the form is sent anyway; a raise by two people opens it again.
        var spent = await analyst.Get(Of);
        Assert.Contains("Refused: too little of the budget is left", spent.Words, StringComparison.Ordinal);
        var another = form.Select(f => f.Key == "once" ? new KeyValuePair<string, string>("once", JobFolder<ReleaseJob>.NewId()) : f).ToArray();
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Post(At, another)).Status);
        Assert.Single(Ledger(site)!.Entries, e => e.Kind == "spend");
        Assert.Single(site.Services.GetRequiredService<ReleaseJobs>().List());
        await Budget(analyst, rapporteur, "4");
        var history = await analyst.Get("/en/publish/budget?data=" + RegisterSite.Dataset);
        Assert.Contains("raised", history.Words, StringComparison.Ordinal);
        Assert.Contains("Analyst and Rapporteur", history.Words, StringComparison.Ordinal);
        Assert.Contains("value=\"private-1\"", (await analyst.Get(Of)).Html, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/withdraw", [new("id", release), new("reason", "A column was wrong.")])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get($"/releases/{release}/rows.csv")).Status);
        Assert.Contains("A column was wrong.", (await reader.Get($"/releases/{release}/statement.fr.html")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KAnonymousRelease_IsNamedNotPrivate_ThereIsOne_AndOnePutAsideLeavesNoTrace()
    {
        using var site = new RegisterSite(_gate, _store);
        using var analyst = site.Person("Analyst", Right.PrepareRelease);
        using var rapporteur = site.Person("Rapporteur", Right.SignOffRelease);
        using var partner = site.Person("Partner", Right.ReadPartnerReleases);
        using var reader = site.Visitor();
        Assert.Contains("Not private in the sense of a privacy budget.", (await analyst.Get(Of)).Words, StringComparison.Ordinal);
        var first = await Ended(site, await Make(analyst, "k"));
        Assert.Equal((JobState.Done, 0), (first.State, first.Use!.Rare));
        Assert.Equal(0, first.Use.Fabricated);
        Assert.InRange(first.Use.Distance, 0, 0.05);
        Assert.Null(Ledger(site));
        Assert.Contains("Refused: rows made this way are out already", (await analyst.Get(Of)).Words, StringComparison.Ordinal);

        // Put aside before anyone signed: the way is open again and nobody outside learns of it.
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/withdraw", [new("id", first.Release!), new("reason", "for partners instead")])).Status);
        Assert.DoesNotContain(first.Release!, (await reader.Get("/en/releases")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get($"/releases/{first.Release}/manifest.json")).Status);

        var second = await Ended(site, await Make(analyst, "k", "research_partner"));
        Assert.NotEqual(first.Release, second.Release);
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/sign-off", [new("id", second.Release!)])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get($"/releases/{second.Release}/rows.csv")).Status);
        var rows = await partner.Get($"/partner-releases/{second.Release}/rows.csv");
        Assert.Equal(HttpStatusCode.OK, rows.Status);
        Assert.InRange(rows.Html.Count(c => c == '\n'), 1_495, 1_510);
        Assert.DoesNotContain(Planted, rows.Html.Contains);
        Assert.Equal(10, ReleaseManifest.FromJson((await partner.Get($"/partner-releases/{second.Release}/manifest.json")).Html).K);
        Assert.Contains("may not be passed on", (await partner.Get($"/partner-releases/{second.Release}/statement.en.html")).Html, StringComparison.Ordinal);
    }

    /// <summary>Rows come near to every large count, so they give back what a table or report withheld as cover for a few: one or the other leaves.</summary>
    [Fact]
    public async Task KAnonymousRows_AndWithheldCounts_DoNotLeaveBesideEachOther()
    {
        using var site = new RegisterSite(_gate, _store);
        using var analyst = site.Person("Analyst", Right.PrepareRelease);
        using var rapporteur = site.Person("Rapporteur", Right.SignOffRelease);
        KeyValuePair<string, string>[] table = [new("data", RegisterSite.Dataset), new("rows", "citizenship"), new("columns", "gender"), new("audience", "public"), new("way", "suppression")];
        var rows = await Ended(site, await Make(analyst, "k"));
        Assert.Equal(JobState.Done, rows.State);

        // While the rows wait for their second person, a table with withheld counts leaves.
        Assert.Equal(HttpStatusCode.Redirect, (await analyst.Post("/en/publish", table)).Status);
        var refused = await rapporteur.Post("/en/sign-off", [new("id", rows.Release!)]);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("k-anonymous rows beside them would give these away", refused.Words, StringComparison.Ordinal);
        Assert.Equal(ReleaseState.Prepared, site.Services.GetRequiredService<ReleaseRegister>().Find(rows.Release!)!.State);

        // Put aside, the rows are not made again, from the page or by a job that was asked before.
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/withdraw", [new("id", rows.Release!), new("reason", "a table left")])).Status);
        Assert.Contains("Refused: reports or tables of these people are out that withhold figures.", (await analyst.Get(Of)).Words, StringComparison.Ordinal);
        var late = site.Services.GetRequiredService<ReleaseWorker>().Ask(JobFolder<ReleaseJob>.NewId(), rows.Request);
        var ended = await Ended(site, late.Id);
        Assert.Equal((JobState.Failed, WholeRefusal.BesideWithheld), (ended.State, ended.Refused));
        Assert.Contains("No row was made.", (await analyst.Get($"{At}/{late.Id}")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithheldCounts_DoNotLeaveAfterKAnonymousRows_RoundedOnesDo()
    {
        using var site = new RegisterSite(_gate, _store);
        using var analyst = site.Person("Analyst", Right.PrepareRelease);
        using var rapporteur = site.Person("Rapporteur", Right.SignOffRelease);
        KeyValuePair<string, string>[] Table(string way) => [new("data", RegisterSite.Dataset), new("rows", "citizenship"), new("columns", "gender"), new("audience", "public"), new("way", way)];
        var rows = await Ended(site, await Make(analyst, "k"));
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/sign-off", [new("id", rows.Release!)])).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/withdraw", [new("id", rows.Release!), new("reason", "copies are out all the same")])).Status);
        var refused = await analyst.Post("/en/publish", Table("suppression"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("k-anonymous rows of these people have left", refused.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await analyst.Post("/en/publish", Table("rounding"))).Status);
    }

    /// <summary>Cut off between the charge and the file, and after it: the next server ends the work, and the budget is charged once.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CutOffInTheMiddle_IsEndedByTheNextServer_AndChargedOnce(bool measured)
    {
        string id;
        using (var site = new RegisterSite(_gate, _store))
        {
            using var analyst = site.Person("Analyst", Right.PrepareRelease);
            using var rapporteur = site.Person("Rapporteur", Right.ApproveBudget);
            await Budget(analyst, rapporteur, "4");
            var jobs = site.Services.GetRequiredService<ReleaseJobs>();
            var dataset = site.Services.GetRequiredService<DatasetShelf>().Find(RegisterSite.Dataset)!;
            var request = new WholeRequest(dataset.Name, dataset.Version, site.Services.GetRequiredService<PublicBook>().Columns(dataset), 4, 1, Audience.Public, "Analyst", new DateOnly(2026, 1, 1));
            var job = jobs.Save(new ReleaseJob(JobFolder<ReleaseJob>.NewId(), request, JobState.Running, TimeProvider.System.GetUtcNow(), 1, "measure", 10));
            var kept = site.Services.GetRequiredService<WholeDesk>().Measure(request, job.Id);
            if (measured)
            {
                jobs.Keep(job, kept);
            }

            id = job.Id;
        }

        using var next = new RegisterSite(_gate, _store);
        using var looks = next.Person("Analyst", Right.PrepareRelease);
        Assert.Equal(HttpStatusCode.OK, (await looks.Get($"{At}/{id}")).Status);
        var done = await Ended(next, id);
        Assert.Equal((JobState.Done, 2), (done.State, done.Starts));
        Assert.Single(Ledger(next)!.Entries, e => e.Kind == "spend");
        Assert.Equal(ReleaseState.Prepared, next.Services.GetRequiredService<ReleaseRegister>().Find(done.Release!)!.State);
    }

    [Fact]
    public async Task CancelledAfterItWasPaidFor_GoesOnAtNoCost()
    {
        using var site = new RegisterSite(_gate, _store);
        using var analyst = site.Person("Analyst", Right.PrepareRelease);
        using var rapporteur = site.Person("Rapporteur", Right.ApproveBudget);
        await Budget(analyst, rapporteur, "1");
        var jobs = site.Services.GetRequiredService<ReleaseJobs>();
        var dataset = site.Services.GetRequiredService<DatasetShelf>().Find(RegisterSite.Dataset)!;
        var request = new WholeRequest(dataset.Name, dataset.Version, ["gender", "citizenship", "meansThreats"], 1, 1, Audience.Internal, "Analyst", new DateOnly(2026, 1, 1));
        var job = jobs.Save(new ReleaseJob(JobFolder<ReleaseJob>.NewId(), request, JobState.Cancelled, TimeProvider.System.GetUtcNow(), 1));
        jobs.Keep(job, site.Services.GetRequiredService<WholeDesk>().Measure(request, job.Id));
        var page = await analyst.Get($"{At}/{job.Id}");
        Assert.Contains("The budget was spent on it, once.", page.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await analyst.Submit(page, $"{At}/{job.Id}/go-on")).Status);
        Assert.Equal(JobState.Done, (await Ended(site, job.Id)).State);
        Assert.Single(Ledger(site)!.Entries, e => e.Kind == "spend");

        // One that was not paid for does not go on, and one that is done is not cancelled.
        var idle = jobs.Save(job with { Id = JobFolder<ReleaseJob>.NewId(), State = JobState.Cancelled });
        await analyst.Post($"{At}/{idle.Id}/go-on", []);
        Assert.Equal(JobState.Cancelled, jobs.Find(idle.Id)!.State);
        await analyst.Post($"{At}/{job.Id}/cancel", []);
        Assert.Equal(JobState.Done, jobs.Find(job.Id)!.State);
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.Post($"{At}/{JobFolder<ReleaseJob>.NewId()}/cancel", [])).Status);
    }

    [Fact]
    public async Task AForm_OfAnotherVersion_OfStrangeColumnsOrWithoutItsName_BeginsNothing()
    {
        using var site = new RegisterSite(_gate, _store);
        using var analyst = site.Person("Analyst", Right.PrepareRelease);
        var form = FormOf(await analyst.Get(Of), "k");
        foreach (var (field, value) in new[] { ("version", "another"), ("once", ""), ("once", "../../../../../../../etc"), ("way", "private-3"), ("c", "name"), ("data", "nothing") })
        {
            var changed = form.Select(f => f.Key == field ? new KeyValuePair<string, string>(field, value) : f).ToArray();
            Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Post(At, changed)).Status);
        }

        Assert.Empty(site.Services.GetRequiredService<ReleaseJobs>().List());
    }

    [Fact]
    public async Task ABrokenChain_IsSaidWithFileAndLine_AndNothingIsReleased()
    {
        using var site = new RegisterSite(_gate, _store);
        using var analyst = site.Person("Analyst", Right.PrepareRelease);
        using var rapporteur = site.Person("Rapporteur", Right.ApproveBudget);
        await Budget(analyst, rapporteur, "1");
        await Budget(analyst, rapporteur, "1");
        var requests = Path.Combine(_gate, "budgets", "requests.jsonl");
        var lines = File.ReadAllLines(requests);
        File.WriteAllLines(requests, lines.Skip(1));
        var broken = await rapporteur.Get("/en/grant-budget");
        Assert.Equal(HttpStatusCode.Conflict, broken.Status);
        Assert.Contains("requests.jsonl, line 1", broken.Words, StringComparison.Ordinal);
        File.WriteAllLines(requests, lines);
        var ledger = Path.Combine(_gate, "budgets", RegisterSite.Dataset + ".ledger");
        File.WriteAllText(ledger, File.ReadAllText(ledger).Replace("\"rho\":0.0", "\"rho\":0.9", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await analyst.Get(Of)).Status);
    }

    [System.Text.RegularExpressions.GeneratedRegex("[0-9a-f]{16,}")]
    private static partial System.Text.RegularExpressions.Regex Digest();

    /// <summary>A planted person is in no page, log line or k-anonymous file, and the counts of a private release carry noise.</summary>
    [Fact]
    public async Task ThePlantedPerson_IsInNoPageOfPublishing()
    {
        using var site = new RegisterSite(_gate, _store);
        using var analyst = site.Person("Analyst", Right.PrepareRelease, Right.SignOffRelease, Right.ApproveBudget);
        var job = await Ended(site, await Make(analyst, "k"));
        foreach (var address in new[] { Of, $"{At}/{job.Id}", "/en/sign-off", "/en/publish/budget?data=" + RegisterSite.Dataset, "/en/grant-budget" })
        {
            var page = await analyst.Get(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain([.. Planted, "Tuvalu", "Nauru"], Digest().Replace(page.Html, "").Contains);
        }
    }
}
