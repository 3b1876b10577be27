using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Matrix;

/// <summary>The flaws that the field's systems had, each tried here.</summary>
public sealed partial class ObjectLevelTests(Town town) : IClassFixture<Town>
{
    /// <summary>Related records and attachments of another office's case: not there, and the try is in its log.</summary>
    [Fact]
    public async Task RelatedRecords_OfACaseOfAnotherOffice_AreNotThere_AndTheTryIsRecorded()
    {
        await town.Settle();
        using var outsider = await town.In("caseworker");
        foreach (var part in new[] { "", "/facts", "/findings", "/person", "/consent", "/notes", "/history", "/print", "/who-saw", "/contact", $"/files/{Guid.Empty}", $"/decision/{Guid.Empty}", $"/interview/{Guid.Empty}" })
        {
            Assert.Equal((part, HttpStatusCode.NotFound), (part, (await outsider.Get($"/en/case/{town.OtherCase}{part}")).Status));
        }

        Assert.Contains(await town.Audit(), e => e.CaseId == town.OtherCase && !e.Allowed && e.ActorId == town.People["caseworker"].Id);
    }

    [Fact]
    public async Task Changes_ToACaseOfAnotherOffice_AreNotThere()
    {
        await town.Settle();
        using var outsider = await town.In("caseworker");
        var token = Token(await outsider.Get("/en/work"));
        var routes = town.Routes.Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Contains("POST")).Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/'))
            .Where(p => p.StartsWith("/en/case/{id:guid}", StringComparison.Ordinal)).ToList();
        Assert.True(routes.Count > 10);
        foreach (var route in routes)
        {
            var answer = await outsider.Post(Samples.Address(route, town.OtherCase, town), [new("form-token", token)]);
            Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{route}: {answer.Status}");
        }
    }

    /// <summary>Every reading is visible to those who work on the case, also a name seen in a list and a hit of a search.</summary>
    [Fact]
    public async Task Readings_OfOthers_StandInWhoSaw()
    {
        await town.Settle();
        using var authority = await town.In("competent-authority");
        await authority.Get($"/en/case/{town.Own("competent-authority")}");
        var search = await authority.Submit(await authority.Get("/en/search"), "/en/search", ("kind", "name"), ("text", "Example Own"));
        Assert.Contains(town.Own("competent-authority").ToString(), search.Html, StringComparison.Ordinal);
        using var worker = await town.In("caseworker");
        var page = await worker.Get($"/en/case/{town.Own("caseworker")}/who-saw");
        Assert.Contains("Test competent-authority", page.Words, StringComparison.Ordinal);
        Assert.Contains("found it by a search", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Example Own", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_SaysNothingOfCasesBeyondOnesScope()
    {
        await town.Settle();
        using var outsider = await town.As("caseworker", Town.Elsewhere);
        var there = await outsider.Submit(await outsider.Get("/en/search"), "/en/search", ("kind", "name"), ("text", "Example Own"));
        var nowhere = await outsider.Submit(await outsider.Get("/en/search"), "/en/search", ("kind", "name"), ("text", "Nobody Atall"));
        Assert.Equal(Regex.Replace(Body(there), "value=\"[^\"]*\"", ""), Regex.Replace(Body(nowhere), "value=\"[^\"]*\"", ""));
    }

    /// <summary>What somebody's roles do not open leaves an entry, thinned out so that asking cannot flood the log.</summary>
    [Fact]
    public async Task Refusal_AtTheGate_IsRecorded()
    {
        await town.Settle();
        using var analyst = await town.As("analyst", "");
        var before = (await town.Audit()).Count;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Get($"/en/case/{town.OfficeCase}")).Status);
        }

        var entries = (await town.Audit()).Skip(before).Where(e => e.Action == "gate.ReadCases").ToList();
        Assert.Equal(["failed", "failed-2", "failed-4"], entries.Select(e => e.Reason));
        Assert.All(entries, e => Assert.False(e.Allowed));
        Assert.Single(entries.Select(e => e.ActorId).Distinct());
    }

    /// <summary>The keeper of the accounts opens no content, whatever the address.</summary>
    [Fact]
    public async Task Administrator_OpensNoContent()
    {
        await town.Settle();
        Assert.Equal([Right.ManageAccounts], Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<RoleRights>(town.Services).Of("system-administrator"));
        using var admin = await town.In("system-administrator");
        foreach (var route in town.Routes.Where(r => r.Metadata.GetMetadata<Access>()?.Right is { } right && right != Right.ManageAccounts))
        {
            if (route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Contains("GET") && !route.RoutePattern.RawText!.Contains("api/", StringComparison.Ordinal))
            {
                Assert.Equal(HttpStatusCode.Forbidden, (await admin.Get(Samples.Address("/" + route.RoutePattern.RawText!.TrimStart('/'), town.OfficeCase, town))).Status);
            }
        }
    }

    /// <summary>Every form that a signed-in person sees carries the token; a page that forgets it would be refused in a browser.</summary>
    [Fact]
    public async Task EveryForm_CarriesItsToken_AndEveryPage_IsNotKept()
    {
        await town.Settle();
        foreach (var role in town.Roles)
        {
            using var browser = await town.In(role);
            foreach (var route in town.Routes.Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Contains("GET")))
            {
                var pattern = "/" + route.RoutePattern.RawText!.TrimStart('/');
                if (!pattern.StartsWith("/en", StringComparison.Ordinal) || route.Metadata.GetMetadata<Access>() == Access.Public)
                {
                    continue;
                }

                var page = await browser.Get(Samples.Address(pattern, town.Own(role), town));
                Assert.True(page.Response.Headers.CacheControl?.NoStore == true, pattern);
                foreach (Match form in FormPattern().Matches(page.Html))
                {
                    Assert.True(form.Value.Contains("name=\"form-token\"", StringComparison.Ordinal) || form.Value.Contains("action=\"/en/walk-through", StringComparison.Ordinal) || form.Value.Contains("action=\"/en/compare", StringComparison.Ordinal), $"{pattern} as {role}: {form.Groups[1].Value}");
                }
            }
        }
    }

    /// <summary>Titles and addresses name nobody.</summary>
    [Fact]
    public async Task Titles_AndAddresses_NameNobody()
    {
        await town.Settle();
        using var worker = await town.In("caseworker");
        foreach (var part in new[] { "", "/person", "/notes", "/history", "/facts" })
        {
            var page = await worker.Get($"/en/case/{town.Own("caseworker")}{part}");
            Assert.DoesNotContain("Example", page.Title, StringComparison.Ordinal);
            Assert.DoesNotMatch("(href|action)=\"[^\"]*Example", page.Html);
        }
    }

    /// <summary>Identifiers are random: no case or account tells when or in which order it was made.</summary>
    [Fact]
    public async Task Identifiers_AreRandom()
    {
        await town.Settle();
        var ids = new List<Guid> { town.OfficeCase, town.OtherCase, town.Own("caseworker"), town.Own("first-responder") };
        ids.AddRange(await town.Ask(a => a.Users.Select(u => u.Id).ToListAsync()));
        var first = ids.Select(i => i.ToByteArray(bigEndian: true)[0]).Distinct().Count();
        Assert.True(first > ids.Count / 2, "identifiers share their beginning");
        Assert.All(ids, i => Assert.True(i.ToByteArray(bigEndian: true)[..6].Distinct().Count() > 2));
    }

    private static string Token(Answered page) => Regex.Match(page.Html, "name=\"form-token\" value=\"([^\"]+)\"").Groups[1].Value;

    private static string Body(Answered page) => Regex.Match(page.Html, "<main.*?</main>", RegexOptions.Singleline).Value.Replace("Example Own", "", StringComparison.Ordinal).Replace("Nobody Atall", "", StringComparison.Ordinal);

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();
}
