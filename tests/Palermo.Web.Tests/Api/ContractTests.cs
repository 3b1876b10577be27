using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using NJsonSchema;
using Palermo.Web.Accounts;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests.Api;

/// <summary>The interface over real HTTP: its description is a valid one, and everything that it answers is as described.</summary>
public sealed class ContractTests(Loopback loopback) : IClassFixture<Loopback>
{
    private const string Child = """{"age":"child","ageBasis":"stated","childBasis":"an article","synthetic":true}""";

    [Fact]
    public async Task Description_IsAValidOpenApi31Document()
    {
        using var visitor = loopback.Visitor();
        var answer = await visitor.Get("/api/v1/openapi.json");
        var read = OpenApiDocument.Parse(answer.Html, "json");
        Assert.Empty(read.Diagnostic!.Errors.Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        var document = JsonNode.Parse(answer.Html)!;
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => o.Value!["operationId"]?.GetValue<string>())).ToList();
        Assert.Equal(operations.Count, operations.Distinct().Count());
        foreach (var reference in References(document))
        {
            Assert.True(reference.Split('/').Skip(1).Aggregate((JsonNode?)document, (n, s) => n?[s]) is not null, $"{reference} leads nowhere");
        }

        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            var alone = schema!.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
            Assert.True(alone.Contains("$ref", StringComparison.Ordinal) || await JsonSchema.FromJsonAsync(alone, TestContext.Current.CancellationToken) is not null, name);
        }
    }

    /// <summary>A case from opening to determination, with every refusal on the way.</summary>
    [Fact]
    public async Task GoldenRun_EachAnswerIsAsDescribed()
    {
        using var caller = await Caller("caseworker");
        var contract = await Contract.Of(caller);
        var determination = (await JsonSchema.FromFileAsync(Path.Combine(SharedRepository.Root, "data", "schemas", "determination.schema.json"), TestContext.Current.CancellationToken)).Properties["determinations"].Item!;
        List<string> faults = [];
        var (cases, one, findings, computed) = ("/api/v1/cases", "/api/v1/cases/{id}", "/api/v1/cases/{id}/findings", "/api/v1/cases/{id}/determination");

        var keyless = await Ask(HttpMethod.Post, cases, cases, Child, key: "");
        Assert.Equal(HttpStatusCode.BadRequest, keyless.Status);
        var key = Secrets.NewToken();
        var opened = await Ask(HttpMethod.Post, cases, cases, Child, key: key);
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        var again = await Ask(HttpMethod.Post, cases, cases, Child, key: key);
        Assert.Equal((opened.Status, opened.Location, opened.Body), (again.Status, again.Location, again.Body));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Ask(HttpMethod.Post, cases, cases, Child.Replace("an article", "another", StringComparison.Ordinal), key: key)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Ask(HttpMethod.Post, cases, cases, """{"age":"child","unknown":1}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Ask(HttpMethod.Post, cases, cases, "{")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Ask(HttpMethod.Post, cases, cases, """{"age":"old","ageBasis":"stated","childBasis":"an article"}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Ask(HttpMethod.Post, cases, cases, """{"age":"adult","ageBasis":"stated"}""")).Status);

        var at = opened.Location!;
        var read = await Ask(HttpMethod.Get, one, at);
        Assert.Matches("^\"[0-9]+\"$", read.Tag!);
        var episode = JsonDocument.Parse(read.Body).RootElement.GetProperty("episodes")[0].GetProperty("id").GetString();
        var body = $$"""{"findings":[{"episodeId":"{{episode}}","atom":"recruitment","state":"true","standard":"reasonable_grounds","acceptedBecause":"the account is consistent"},{"episodeId":"{{episode}}","atom":"forced_labour","state":"true","standard":"reasonable_grounds","acceptedBecause":"the account is consistent"},{"episodeId":"{{episode}}","atom":"under_18","state":"true","standard":"reasonable_grounds","acceptedBecause":"the account is consistent"}]}""";
        Assert.Equal(428, (int)(await Ask(HttpMethod.Post, findings, at + "/findings", body)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Ask(HttpMethod.Post, findings, at + "/findings", body, match: "\"999\"")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Ask(HttpMethod.Post, findings, at + "/findings", body.Replace("recruitment", "no_such_atom", StringComparison.Ordinal), match: read.Tag)).Status);
        Assert.Equal(HttpStatusCode.Created, (await Ask(HttpMethod.Post, findings, at + "/findings", body, match: read.Tag)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Ask(HttpMethod.Post, findings, at + "/findings", body, match: read.Tag)).Status);
        var listed = await Ask(HttpMethod.Get, findings, at + "/findings?superseded=true");
        Assert.Equal(3, JsonDocument.Parse(listed.Body).RootElement.GetProperty("findings").GetArrayLength());
        Assert.NotEqual(read.Tag, listed.Tag);

        var established = await Ask(HttpMethod.Get, computed, at + "/determination?instrument=un-palermo");
        faults.AddRange(determination.Validate(established.Body).Select(e => $"determination: {e.Path} {e.Kind}"));
        Assert.Equal("true", JsonDocument.Parse(established.Body).RootElement.GetProperty("result").GetString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Ask(HttpMethod.Get, computed, at + "/determination?instrument=no-such-law")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(HttpMethod.Get, cases, cases + "?size=1")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Ask(HttpMethod.Get, cases, cases + "?after=nowhere")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(HttpMethod.Get, one, cases + "/" + Guid.AllBitsSet)).Status);

        caller.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(HttpMethod.Get, one, at)).Status);
        using var auditor = await Caller("auditor");
        caller.DefaultRequestHeaders.Authorization = auditor.DefaultRequestHeaders.Authorization;
        Assert.Equal(HttpStatusCode.Forbidden, (await Ask(HttpMethod.Get, one, at)).Status);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

        async Task<Sent> Ask(HttpMethod method, string path, string address, string? sent = null, string? match = null, string? key = null)
        {
            var answer = await Send(caller, method, address, sent, match, key);
            faults.AddRange(await contract.Faults(method.Method.ToLowerInvariant(), path, (int)answer.Status, answer.Type, answer.Body));
            return answer;
        }
    }

    /// <summary>A program of the demonstration: the administrator made it, and it signs in with its own secret.</summary>
    private async Task<HttpClient> Caller(string role)
    {
        using var scope = loopback.Site.Services.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountsContext>();
        var name = "program-" + Secrets.NewId().ToString("N")[..8];
        var account = new Account
        {
            Id = Secrets.NewId(), UserName = name, NormalizedUserName = name.ToUpperInvariant(), DisplayName = name, Office = "api-office", Roles = { role }, Kind = AccountKind.Client,
            CreatedAt = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow(), SecurityStamp = Secrets.NewToken(), HasSecondFactor = true,
        };
        accounts.Users.Add(account);
        await accounts.SaveChangesAsync(TestContext.Current.CancellationToken);
        var secret = await scope.ServiceProvider.GetRequiredService<ApiClients>().NewSecret(account, TestContext.Current.CancellationToken);
        var caller = loopback.Visitor();
        var (status, body) = await caller.AskToken(account.Id.ToString(), secret);
        Assert.Equal(HttpStatusCode.OK, status);
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
        return caller;
    }

    private sealed record Sent(HttpStatusCode Status, string Body, string? Location, string? Tag, string? Type);

    private static async Task<Sent> Send(HttpClient caller, HttpMethod method, string address, string? body, string? match, string? key)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            if (key != "")
            {
                request.Headers.Add("Idempotency-Key", key ?? Secrets.NewToken());
            }
        }

        if (match is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(match));
        }

        using var answer = await caller.SendAsync(request, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.Location?.ToString(), answer.Headers.ETag?.Tag, answer.Content.Headers.ContentType?.MediaType);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == "$ref" ? [m.Value!.GetValue<string>()] : References(m.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
