using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>A town whose logs are kept.</summary>
public sealed class LoggedTown : Town
{
    public ConcurrentQueue<string> Logged { get; } = new();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        LogKeeper.Keep(builder, Logged);
    }
}

/// <summary>
/// Real cases, each with one person's name that stands nowhere else: on every route, read and written, as every role, the name is seen by
/// those who may see it and by nobody else. The pages are asked in one language a role, by turns.
/// </summary>
public sealed class CaseCrawlTests(LoggedTown town) : IClassFixture<LoggedTown>
{
    private const string Own = "Example Own", Office = "Example Office";

    /// <summary>Whose name a role may read, from the policy of access: of its own case those with the identity tier, of the office's case nobody who is not on it.</summary>
    private static readonly Dictionary<string, string[]> MayRead = new(StringComparer.Ordinal)
    {
        ["caseworker"] = [Own],
    };

    [Fact]
    public async Task PlantedNames_AreSeenByThoseWhoMay_AndInNoLog()
    {
        await town.Settle();
        foreach (var (turn, role) in town.Roles.Prepend("").Index())
        {
            var language = Site.Languages[turn % Site.Languages.Length];
            var browser = role.Length == 0 ? town.Browser() : await town.In(town.People[role], proved: true);
            var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var method in new[] { "GET", "POST" })
            {
                foreach (var pattern in Patterns(method, language))
                {
                    foreach (var address in Addresses(pattern, role))
                    {
                        using var request = new HttpRequestMessage(new HttpMethod(method), address);
                        if (method == "POST")
                        {
                            request.Content = Samples.Body(pattern, await Token(browser, role, language));
                            Samples.Headers(request, pattern);
                        }

                        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
                        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) + string.Join('\n', answer.Headers.Select(h => string.Join(' ', h.Value)));
                        foreach (var name in new[] { Own, Office }.Where(n => text.Contains(n, StringComparison.Ordinal)))
                        {
                            seen.TryAdd(name, $"{method} {address}");
                        }
                    }
                }
            }

            Assert.True(MayRead.GetValueOrDefault(role, []).Order(StringComparer.Ordinal).SequenceEqual(seen.Keys), $"'{role}' sees {string.Join("; ", seen.Select(s => s.Key + " at " + s.Value))}");
        }

        Assert.NotEmpty(town.Logged);
        Assert.DoesNotContain(town.Logged, l => l.Contains(Own, StringComparison.Ordinal) || l.Contains(Office, StringComparison.Ordinal));
    }

    // Ending one's own session shows nothing and would end the walk.
    private static readonly string[] Ends = ["/sign-out", "/lock", "/account/password", "/account/sessions/end"];

    private IEnumerable<string> Patterns(string method, string language) => town.Routes
        .Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains(method))
        .Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/'))
        .Where(p => !Ends.Any(e => p.EndsWith(e, StringComparison.Ordinal)))
        .Where(p => Site.Languages.All(l => p != "/" + l && !p.StartsWith($"/{l}/", StringComparison.Ordinal)) || p == "/" + language || p.StartsWith($"/{language}/", StringComparison.Ordinal));

    private IEnumerable<string> Addresses(string pattern, string role)
    {
        var cases = !pattern.Contains("/cases/{id:guid}", StringComparison.Ordinal) && !pattern.Contains("/case/{id:guid}", StringComparison.Ordinal) ? [Guid.Empty]
            : role.Length == 0 ? [town.OfficeCase] : new[] { town.Own(role), town.OfficeCase, town.OtherCase };
        return cases.Select(c => Samples.Address(pattern, c, town)).Distinct(StringComparer.Ordinal);
    }

    private static async Task<string> Token(HttpClient browser, string role, string language)
    {
        var page = await browser.Get($"/{language}/" + (role.Length == 0 ? "sign-in" : "account"));
        return Regex.Match(page.Html, "name=\"form-token\" value=\"([^\"]+)\"").Groups[1].Value;
    }
}
