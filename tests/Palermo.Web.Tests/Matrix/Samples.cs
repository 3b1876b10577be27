using System.Net.Http.Headers;
using System.Text;

namespace Palermo.Web.Tests.Matrix;

/// <summary>What a route is asked with: an address without holes, and a body that gets past its form to the question of who may.</summary>
internal static class Samples
{
    private const string Nothing = "00000000-0000-4000-8000-000000000000";

    public static string Address(string pattern, Guid caseId, Town town)
    {
        var address = pattern
            .Replace("/cases/{id:guid}", $"/cases/{caseId}", StringComparison.Ordinal)
            .Replace("/case/{id:guid}", $"/case/{caseId}", StringComparison.Ordinal)
            .Replace("/interview/{interview:guid}", "/interview/" + Nothing, StringComparison.Ordinal)
            .Replace("{file:guid}", Nothing, StringComparison.Ordinal)
            .Replace("{decision:guid}", Nothing, StringComparison.Ordinal)
            .Replace("{caseId:guid}", caseId.ToString(), StringComparison.Ordinal)
            .Replace("/accounts/{id:guid}", $"/accounts/{town.Target}", StringComparison.Ordinal)
            .Replace("/cases/{id}", $"/cases/{town.Cases.All[0].Id}", StringComparison.Ordinal)
            .Replace("/laws/{id}/{version}", "/laws/" + town.Library.Versions[0].Key, StringComparison.Ordinal)
            .Replace("/estimates/{id}", "/estimates/" + Nothing, StringComparison.Ordinal)
            .Replace("/estimate/{id}", "/estimate/" + Nothing, StringComparison.Ordinal)
            .Replace("/releases/{id}", "/releases/" + Nothing, StringComparison.Ordinal)
            .Replace("/sign-off/{id}", "/sign-off/" + Nothing, StringComparison.Ordinal)
            .Replace("{id}", Nothing, StringComparison.Ordinal)
            .Replace("{file}", "table.csv", StringComparison.Ordinal)
            .Replace("/assets/{name}", "/assets/palermo.css", StringComparison.Ordinal)
            .Replace("/api/{documentName}/", "/api/v1/", StringComparison.Ordinal);
        address = address.EndsWith("/determination", StringComparison.Ordinal) ? address + "?instrument=un-palermo" : address;
        var hole = address.IndexOf('{', StringComparison.Ordinal);
        return hole < 0 ? address : throw new InvalidOperationException($"{pattern}: this test has no sample for it; add one to Samples");
    }

    public static HttpContent Body(string pattern, string token) => pattern switch
    {
        "/api/token" => new FormUrlEncodedContent([]),
        "/api/v1/cases" => Json("""{"age":"child","ageBasis":"stated","childBasis":"an article","synthetic":true}"""),
        "/api/v1/cases/{id:guid}/findings" => Json("""{"findings":[]}"""),
        _ => new FormUrlEncodedContent([new("form-token", token)]),
    };

    public static void Headers(HttpRequestMessage request, string pattern)
    {
        if (pattern.StartsWith("/api/v1/", StringComparison.Ordinal) && request.Method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Web.Accounts.Secrets.NewToken());
        }

        if (pattern.EndsWith("/findings", StringComparison.Ordinal) && request.Method != HttpMethod.Get)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
