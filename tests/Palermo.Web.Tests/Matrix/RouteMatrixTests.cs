using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;

namespace Palermo.Web.Tests.Matrix;

/// <summary>
/// Every route, asked as every role about a case of its own, of its office and of another office, freshly proved and not, in English and,
/// role by role in turn, in another language: what comes of it stands in <c>routes.md</c>. A route without a row fails, and so does a row that came out otherwise.
/// </summary>
public sealed class RouteMatrixTests(Town town) : IClassFixture<Town>
{
    private static readonly string[] Scopes = ["own", "office", "other"];

    [Fact]
    public async Task EveryRoute_AsEveryRole_AnswersAsItsRowSays()
    {
        await town.Settle();
        var rows = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        var markers = new Dictionary<string, string>(StringComparer.Ordinal);
        var cells = 0;
        foreach (var (turn, role) in town.Roles.Prepend("").Index())
        {
            foreach (var route in town.Routes.OrderBy(r => r.RoutePattern.RawText, StringComparer.Ordinal).Where(r => IsTurnOf(r, turn)))
            {
                foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                {
                    var pattern = "/" + route.RoutePattern.RawText!.TrimStart('/');
                    var row = $"{method} {Collapsed(pattern)}";
                    markers[row] = Marker(route);
                    var cell = new StringBuilder();
                    foreach (var scope in IsOfCase(pattern) ? Scopes : ["any"])
                    {
                        var (fresh, stale) = (await Ask(role, method, route, scope, fresh: true), await Ask(role, method, route, scope, fresh: false));
                        cells += 2;
                        cell.Append(fresh == stale ? fresh : fresh + stale);
                        cell.Append(' ');
                    }

                    var of = rows.TryGetValue(row, out var known) ? known : rows[row] = new(StringComparer.Ordinal);
                    var text = cell.ToString().TrimEnd();
                    Assert.True(!of.TryGetValue(role, out var before) || before == text, $"{row} as '{role}': '{before}' in one language, '{text}' in another");
                    of[role] = text;
                }
            }
        }

        Golden.Matches(Written(rows, markers), "Matrix", "routes.md");
        TestContext.Current.SendDiagnosticMessage($"{cells} cells of role, route, scope and proof were asked");
        Assert.True(cells >= MinimumCells, $"{cells} cells");
    }

    /// <summary>All in English or without a language; the others by turns, so that each route is asked in each by a third of the roles.</summary>
    private static bool IsTurnOf(RouteEndpoint route, int turn)
    {
        var first = route.RoutePattern.RawText!.TrimStart('/').Split('/')[0];
        string[] others = [.. Site.Languages.Where(l => l != "en")];
        return !others.Contains(first, StringComparer.Ordinal) || first == others[turn % others.Length];
    }

    private const int MinimumCells = 10_000;

    private readonly Dictionary<(string Role, bool Fresh), HttpClient> _browsers = [];

    private async Task<string> Ask(string role, string method, RouteEndpoint route, string scope, bool fresh)
    {
        var pattern = "/" + route.RoutePattern.RawText!.TrimStart('/');
        var browser = pattern.StartsWith("/api/", StringComparison.Ordinal) ? await Caller(role) : await Browser(role, fresh);
        var address = Samples.Address(pattern, role.Length == 0 ? town.OfficeCase : scope == "any" ? Guid.Empty : town.CaseOf(role, scope), town);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method != "GET")
        {
            request.Content = Samples.Body(pattern, await Token(browser, role, fresh, pattern));
        }

        Samples.Headers(request, pattern);
        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        if (method == "POST" && (pattern.EndsWith("/sign-out", StringComparison.Ordinal) || pattern.EndsWith("/lock", StringComparison.Ordinal) || pattern.EndsWith("/account/password", StringComparison.Ordinal)))
        {
            _browsers.Remove((role, fresh));
            _tokens.Remove((role, fresh));
        }

        var to = answer.Headers.Location?.ToString() ?? "";
        return answer.StatusCode switch
        {
            // Signing in is anybody's to try.
            HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests when route.Metadata.GetMetadata<Web.Security.Access>() is { Name: "guest" or "client secret" } => "yes",
            HttpStatusCode.Unauthorized => "in",
            HttpStatusCode.SeeOther or HttpStatusCode.Redirect when to.Contains("/sign-in?", StringComparison.Ordinal) => "in",
            HttpStatusCode.SeeOther or HttpStatusCode.Redirect when to.Contains("/step-up?", StringComparison.Ordinal) => "prove",
            HttpStatusCode.Forbidden => "no",
            HttpStatusCode.NotFound => "none",
            >= HttpStatusCode.InternalServerError => throw new InvalidOperationException($"{method} {address} as '{role}' ({scope}): {answer.StatusCode}"),
            _ => "yes",
        };
    }

    private async Task<HttpClient> Browser(string role, bool fresh)
    {
        if (!_browsers.TryGetValue((role, fresh), out var browser))
        {
            browser = role.Length == 0 ? town.Browser() : await town.In(town.People[role], proved: fresh);

            _browsers[(role, fresh)] = browser;
        }

        return browser;
    }

    private readonly Dictionary<string, HttpClient> _callers = new(StringComparer.Ordinal);

    /// <summary>A program with the role. It has the person's identifier, so that the same cases are its own.</summary>
    private async Task<HttpClient> Caller(string role)
    {
        if (!_callers.TryGetValue(role, out var caller))
        {
            caller = role.Length == 0 ? town.Browser() : await Api.Clients.CallerAs(town, town.People[role]);
            _callers[role] = caller;
        }

        return caller;
    }

    private readonly Dictionary<(string Role, bool Fresh), string> _tokens = [];

    private async Task<string> Token(HttpClient browser, string role, bool fresh, string pattern)
    {
        if (pattern.StartsWith("/api/", StringComparison.Ordinal))
        {
            return "";
        }

        if (!_tokens.TryGetValue((role, fresh), out var token))
        {
            // Any page with a form gives the token of this browser and person, good for its other forms too.
            var page = await browser.Get(role.Length == 0 ? "/en/sign-in" : "/en/account");
            token = _tokens[(role, fresh)] = System.Text.RegularExpressions.Regex.Match(page.Html, "name=\"form-token\" value=\"([^\"]+)\"").Groups[1].Value;
        }

        return token;
    }

    private static bool IsOfCase(string pattern) => pattern.Contains("/cases/{id:guid}", StringComparison.Ordinal) || pattern.Contains("/case/{id:guid}", StringComparison.Ordinal);

    private static string Collapsed(string pattern) =>
        Site.Languages.Aggregate(pattern, (p, l) => p == "/" + l ? "/{language}" : p.StartsWith($"/{l}/", StringComparison.Ordinal) ? "/{language}" + p[(l.Length + 1)..] : p);

    private static string Marker(RouteEndpoint route) =>
        (route.Metadata.GetMetadata<Web.Security.Access>()?.Name ?? "MISSING") + (route.Metadata.GetMetadata<Web.Security.NeedsStepUp>() is null ? "" : ", fresh proof");

    private string Who(string[] roles) =>
        roles.Length == town.Roles.Length + 1 ? "anybody" : roles.Length == town.Roles.Length && !roles.Contains("") ? "everybody signed in" : string.Join(", ", roles.Select(r => r.Length == 0 ? "nobody" : r));

    private string Written(SortedDictionary<string, SortedDictionary<string, string>> rows, Dictionary<string, string> markers)
    {
        var text = new StringBuilder();
        text.Append("# Who gets what from every route\n\n");
        text.Append("Made by RouteMatrixTests: every cell was asked. yes: served, or refused only for what was sent; none: answered as if it were not there; no: forbidden;\n");
        text.Append("in: must sign in; prove: must prove again who they are. Routes of a case have three words: a case of one's own, of one's office, of another office.\n");
        text.Append("Where the answer without a fresh proof differs, it follows the first after no space (yesprove).\n\n");
        foreach (var (row, of) in rows)
        {
            text.Append("## ").Append(row).Append(" (").Append(markers[row]).Append(")\n\n");
            foreach (var group in of.GroupBy(o => o.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                text.Append("- ").Append(group.Key).Append(": ").Append(Who([.. town.Roles.Prepend("").Where(r => group.Any(g => g.Key == r))])).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
