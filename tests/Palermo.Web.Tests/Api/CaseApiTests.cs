using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Api;

/// <summary>Cases, findings and determinations as programs use them.</summary>
public sealed class CaseApiTests(Town town) : IClassFixture<Town>
{
    private const string Child = """{"age":"child","ageBasis":"stated","childBasis":"an article","synthetic":true}""";

    [Fact]
    public async Task Document_IsAsApproved()
    {
        using var visitor = town.Browser();
        var page = await visitor.Get("/api/v1/openapi.json");
        Assert.StartsWith("3.1", JsonDocument.Parse(page.Html).RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Golden.Matches(page.Html.ReplaceLineEndings("\n") + "\n", "Api", "openapi-v1.json");
    }

    [Fact]
    public async Task Case_OpenedFoundAndDetermined()
    {
        using var caller = await town.Caller("caseworker", "api-office");
        var opened = await Send(caller, HttpMethod.Post, "/api/v1/cases", Child);
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        var at = opened.Location!;
        var read = await Send(caller, HttpMethod.Get, at);
        var episode = read.Json.GetProperty("episodes")[0].GetProperty("id").GetString();
        Assert.Equal("child", read.Json.GetProperty("age").GetString());
        var findings = Findings(episode, "recruitment", "forced_labour");
        var made = await Send(caller, HttpMethod.Post, at + "/findings", findings, match: read.Tag);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var listed = await Send(caller, HttpMethod.Get, at + "/findings");
        Assert.Equal(2, listed.Json.GetProperty("findings").GetArrayLength());
        var determination = await Send(caller, HttpMethod.Get, at + "/determination?instrument=un-palermo");
        Assert.Equal("un-palermo/2000", determination.Json.GetProperty("instrument").GetString());
        Assert.Contains(determination.Json.GetProperty("result").GetString(), new[] { "true", "unknown" });
        Assert.Contains((await Send(caller, HttpMethod.Get, "/api/v1/cases")).Json.GetProperty("cases").EnumerateArray(), c => at.EndsWith(c.GetProperty("id").GetString()!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SameKey_IsDoneOnce_AndAnsweredTwice()
    {
        using var caller = await town.Caller("caseworker", "api-office");
        var key = Web.Accounts.Secrets.NewToken();
        var first = await Send(caller, HttpMethod.Post, "/api/v1/cases", Child, key: key);
        var second = await Send(caller, HttpMethod.Post, "/api/v1/cases", Child, key: key);
        Assert.Equal((HttpStatusCode.Created, first.Location, first.Body), (second.Status, second.Location, second.Body));
        var other = await Send(caller, HttpMethod.Post, "/api/v1/cases", Child.Replace("an article", "another", StringComparison.Ordinal), key: key);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(caller, HttpMethod.Post, "/api/v1/cases", Child, key: "")).Status);
    }

    [Fact]
    public async Task SameKey_AtTheSameMoment_IsDoneOnce()
    {
        using var caller = await town.Caller("caseworker", "api-race");
        var key = Web.Accounts.Secrets.NewToken();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send(caller, HttpMethod.Post, "/api/v1/cases", Child, key: key)));
        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.Created or HttpStatusCode.Conflict));
        Assert.Single(answers.Where(a => a.Status == HttpStatusCode.Created).Select(a => a.Location).Distinct());
        Assert.Equal(1, (await Send(caller, HttpMethod.Get, "/api/v1/cases")).Json.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public async Task OldVersion_OverwritesNothing()
    {
        using var caller = await town.Caller("caseworker", "api-office");
        var at = (await Send(caller, HttpMethod.Post, "/api/v1/cases", Child)).Location!;
        var read = await Send(caller, HttpMethod.Get, at);
        var episode = read.Json.GetProperty("episodes")[0].GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await Send(caller, HttpMethod.Post, at + "/findings", Findings(episode, "recruitment"))).Status);
        Assert.Equal(HttpStatusCode.Created, (await Send(caller, HttpMethod.Post, at + "/findings", Findings(episode, "recruitment"), match: read.Tag)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Send(caller, HttpMethod.Post, at + "/findings", Findings(episode, "transfer"), match: read.Tag)).Status);
        Assert.Equal(1, (await Send(caller, HttpMethod.Get, at + "/findings")).Json.GetProperty("findings").GetArrayLength());
    }

    /// <summary>Two changes made on one version: one is made, the other is told, whatever the order.</summary>
    [Fact]
    public async Task Race_OnOneVersion_HasOneWinner()
    {
        using var caller = await town.Caller("caseworker", "api-office");
        var at = (await Send(caller, HttpMethod.Post, "/api/v1/cases", Child)).Location!;
        var read = await Send(caller, HttpMethod.Get, at);
        var episode = read.Json.GetProperty("episodes")[0].GetProperty("id").GetString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Send(caller, HttpMethod.Post, at + "/findings", Findings(episode, i % 2 == 0 ? "recruitment" : "transfer"), match: read.Tag)));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.Created), a => Assert.Equal(HttpStatusCode.PreconditionFailed, a.Status));
    }

    /// <summary>Mass assignment and made-up members: refused before anything is read.</summary>
    [Fact]
    public async Task UnknownMember_IsRefused()
    {
        using var caller = await town.Caller("caseworker", "api-office");
        string[] members = ["id", "office", "state", "reference", "version", "openedBy", "decidingOffice", "isSynthetic", "AGE", "__proto__", "$type"];
        foreach (var member in members)
        {
            var answer = await Send(caller, HttpMethod.Post, "/api/v1/cases", Child.Insert(1, $"\"{member}\":\"x\","));
            Assert.Equal((member, HttpStatusCode.BadRequest), (member, answer.Status));
            Assert.Equal("application/problem+json", answer.Type);
        }

        await Gen.Char.AlphaNumeric.Array[1, 12].Select(c => new string(c)).Where(m => m is not ("age" or "ageBasis" or "consent" or "childBasis" or "synthetic")).SampleAsync(
            async member => Assert.Equal(HttpStatusCode.BadRequest, (await Send(caller, HttpMethod.Post, "/api/v1/cases", Child.Insert(1, $"\"{member}\":1,"))).Status), iter: 40, threads: 1);
    }

    [Theory]
    [InlineData("age", "grown-up")]
    [InlineData("age", "1")]
    [InlineData("age", "Child")]
    [InlineData("ageBasis", "guess")]
    public async Task UnknownCode_IsRefused_WithTheListAndWithoutTheValue(string member, string value)
    {
        using var caller = await town.Caller("caseworker", "api-office");
        var body = JsonDocument.Parse(Child).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Name == member ? value : (object)p.Value, StringComparer.Ordinal);
        var answer = await Send(caller, HttpMethod.Post, "/api/v1/cases", JsonSerializer.Serialize(body));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("$." + member, answer.Json.GetProperty("path").GetString());
        Assert.DoesNotContain($"\"{value}\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownAtom_IsRefused()
    {
        using var caller = await town.Caller("caseworker", "api-office");
        var at = (await Send(caller, HttpMethod.Post, "/api/v1/cases", Child)).Location!;
        var read = await Send(caller, HttpMethod.Get, at);
        var episode = read.Json.GetProperty("episodes")[0].GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(caller, HttpMethod.Post, at + "/findings", Findings(episode, "no_such_fact"), match: read.Tag)).Status);
    }

    /// <summary>Not yours and not there: the same status, body and headers.</summary>
    [Fact]
    public async Task NotYours_LooksLikeNotThere()
    {
        await town.Settle();
        using var caller = await town.Caller("caseworker", "api-office");
        foreach (var suffix in new[] { "", "/findings", "/determination?instrument=un-palermo" })
        {
            var others = await Send(caller, HttpMethod.Get, $"/api/v1/cases/{town.OtherCase}{suffix}");
            var none = await Send(caller, HttpMethod.Get, $"/api/v1/cases/{Web.Accounts.Secrets.NewId()}{suffix}");
            Assert.Equal(HttpStatusCode.NotFound, others.Status);
            Assert.Equal((others.Status, Anonymous(others.Body), others.Type, others.Tag), (none.Status, Anonymous(none.Body), none.Type, none.Tag));
        }

        static string Anonymous(string body) => System.Text.RegularExpressions.Regex.Replace(body, "\"traceId\":\"[^\"]*\"", "");
    }

    [Fact]
    public async Task Session_OpensNothingHere()
    {
        using var staff = await town.As("caseworker");
        var answer = await Send(staff, HttpMethod.Get, "/api/v1/cases");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("application/problem+json", answer.Type);
    }

    [Fact]
    public async Task Client_Disabled_IsOutAtOnce()
    {
        var (account, _) = await town.AddClient("caseworker");
        using var caller = await town.CallerAs(account);
        Assert.Equal(HttpStatusCode.OK, (await Send(caller, HttpMethod.Get, "/api/v1/cases")).Status);
        await town.Change(a => a.Users.Single(x => x.Id == account.Id).Disabled = true);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(caller, HttpMethod.Get, "/api/v1/cases")).Status);
    }

    /// <summary>No answer of the interface carries a name, whoever asks: names are of a tier that it does not serve.</summary>
    [Fact]
    public async Task Names_NeverStandInAnAnswer()
    {
        await town.Settle();
        foreach (var role in town.Roles)
        {
            using var caller = await town.CallerAs(town.People[role]);
            foreach (var address in new[] { "/api/v1/cases?mine=false", $"/api/v1/cases/{town.Own(role)}", $"/api/v1/cases/{town.Own(role)}/findings?superseded=true", $"/api/v1/cases/{town.Own(role)}/determination?instrument=un-palermo" })
            {
                Assert.DoesNotContain("Example", (await Send(caller, HttpMethod.Get, address)).Body, StringComparison.Ordinal);
            }
        }
    }

    private sealed record Sent(HttpStatusCode Status, string Body, string? Location, string? Tag, string? Type)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }

    private static async Task<Sent> Send(HttpClient caller, HttpMethod method, string address, string? body = null, string? match = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            if (key != "")
            {
                request.Headers.Add("Idempotency-Key", key ?? Web.Accounts.Secrets.NewToken());
            }
        }

        if (match is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(match));
        }

        using var answer = await caller.SendAsync(request, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.Location?.ToString(), answer.Headers.ETag?.Tag, answer.Content.Headers.ContentType?.MediaType);
    }

    private static string Findings(string? episode, params string[] atoms) => JsonSerializer.Serialize(new
    {
        findings = atoms.Select(a => new { episodeId = episode, atom = a, state = "true", standard = "reasonable_grounds", acceptedBecause = "the account is consistent" }),
    });
}
