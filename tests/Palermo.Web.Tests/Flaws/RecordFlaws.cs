using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Palermo.Web.Tests.Api;
using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Flaws;

/// <summary>Reading what belongs to a case that is not one's own.</summary>
internal static class RecordFlaws
{
    private static readonly string[] Deniable = ["caseworker", "supervisor", "competent-authority", "second-reviewer", "guardian", "legal-representative", "health-professional", "law-enforcement-liaison", "auditor", "analyst", "system-administrator"];

    /// <summary>Every address under a case, page and interface alike, asked about a case of another office by everybody.</summary>
    public static async Task RelatedRecords(Town town)
    {
        var asked = 0;
        foreach (var route in town.Routes.Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")).Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/')))
        {
            var program = route.StartsWith("/api/v1/cases/{id:guid}", StringComparison.Ordinal);
            if (!program && !route.StartsWith("/en/case/{id:guid}", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var role in Deniable.Where(r => r is not "auditor"))
            {
                using var caller = program ? await town.Caller(role, Town.Elsewhere + "-not") : await town.In(role);
                var answer = await caller.Get(Samples.Address(route, town.OtherCase, town));
                Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{route} as {role}: {answer.Status}");
                asked++;
            }
        }

        Assert.True(asked > 100, $"{asked} questions");
        Assert.Contains(await town.Audit(), e => e.CaseId == town.OtherCase && !e.Allowed);
    }

    /// <summary>A file's address is worth nothing without the case: another office, another case, or a role without both tiers.</summary>
    public static async Task AttachmentByAddress(Town town)
    {
        var file = await Attach(town, town.Own("caseworker"));
        foreach (var role in Deniable.Where(r => r is not ("caseworker" or "competent-authority" or "guardian" or "legal-representative" or "supervisor")))
        {
            using var other = await town.In(role);
            var answer = await other.Get($"/en/case/{town.Own("caseworker")}/files/{file}");
            Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{role}: {answer.Status}");
        }

        using var outsider = await town.As("caseworker", Town.Elsewhere);
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.Get($"/en/case/{town.Own("caseworker")}/files/{file}")).Status);
        Assert.Contains(await town.Audit(), e => e is { Action: "file.read", Allowed: false } && e.CaseId == town.Own("caseworker"));

        // The right file under a wrong case is like a file that never was.
        using var responder = await town.In("first-responder");
        var foreign = await responder.Get($"/en/case/{town.Own("first-responder")}/files/{file}");
        var never = await responder.Get($"/en/case/{town.Own("first-responder")}/files/{Guid.AllBitsSet}");
        Assert.NotEqual(HttpStatusCode.OK, foreign.Status);
        Assert.Equal((never.Status, never.Words), (foreign.Status, foreign.Words));
        using var nobody = town.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await nobody.Get($"/en/case/{town.Own("caseworker")}/files/{file}")).Status);
    }

    /// <summary>A case opened, a name in a list, a hit of a search and a file fetched by somebody else all stand in the list of who saw.</summary>
    public static async Task ReadingsUnseen(Town town)
    {
        var id = town.Own("competent-authority");
        var file = await Attach(town, id);
        using var authority = await town.In("competent-authority");
        await authority.Get($"/en/case/{id}");
        await authority.Get("/en/work");
        await authority.Get($"/en/case/{id}/files/{file}");
        await authority.Submit(await authority.Get("/en/search"), "/en/search", ("kind", "name"), ("text", "Example Own"));
        var entries = (await town.Audit()).Where(e => e.CaseId == id && e.ActorId == town.People["competent-authority"].Id && e.Allowed).Select(e => e.Action).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["case.read", "case.listed", "file.read", "search.hit"], StringComparer.Ordinal), entries);
        using var worker = await town.In("caseworker");
        Assert.Contains("Test competent-authority", (await worker.Get($"/en/case/{id}/who-saw")).Words, StringComparison.Ordinal);
    }

    private static async Task<Guid> Attach(Town town, Guid id)
    {
        using var worker = await town.In("caseworker");
        var page = await worker.Get($"/en/case/{id}/notes");
        using var sent = Upload(Forms.Hidden(page, $"/en/case/{id}/files"));
        Assert.Equal(HttpStatusCode.SeeOther, (await worker.Post($"/en/case/{id}/files", sent)).Status);
        var listed = (await worker.Get($"/en/case/{id}/notes")).Html;
        return Guid.Parse(System.Text.RegularExpressions.Regex.Matches(listed, "/files/([0-9a-f-]{36})\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))[^1].Groups[1].Value);
    }

    internal static MultipartFormDataContent Upload(IEnumerable<KeyValuePair<string, string>> hidden)
    {
        var sent = new MultipartFormDataContent();
        foreach (var (name, value) in hidden)
        {
            sent.Add(new StringContent(value), name);
        }

        sent.Add(new ByteArrayContent(Encoding.UTF8.GetBytes("a letter")) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } }, "file", "letter.txt");
        return sent;
    }
}
