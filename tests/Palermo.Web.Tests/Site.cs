using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Law.Instruments;
using Palermo.Web.Features.Cases;
using Palermo.Web.Security;

namespace Palermo.Web.Tests;

/// <summary>The application in memory, with its own data.</summary>
public class Site : WebApplicationFactory<Program>
{
    public static readonly string[] Languages = ["en", "fr", "es", "ar"];

    public InstrumentLibrary Library => Services.GetRequiredService<InstrumentLibrary>();

    public DecidedCases Cases => Services.GetRequiredService<DecidedCases>();

    public IEnumerable<RouteEndpoint> Routes => Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>Every public address that answers a GET, with an example for each parameter.</summary>
    public IEnumerable<string> Addresses => Routes
        .Where(r => r.Metadata.GetMetadata<Access>() == Access.Public)
        .Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
        .SelectMany(r => Fill("/" + r.RoutePattern.RawText!.TrimStart('/')))
        .Distinct(StringComparer.Ordinal);

    public HttpClient Visitor() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });

    /// <summary>A visitor who holds some rights, without the way through sign-in.</summary>
    public HttpClient Holder(params Right[] rights)
    {
        var visitor = Visitor();
        visitor.DefaultRequestHeaders.Add(GivenRights.Header, string.Join(',', rights));
        return visitor;
    }

    /// <summary>A visitor to whom every page is open.</summary>
    public HttpClient Insider() => Holder(Enum.GetValues<Right>());

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Limits:RequestsPerMinute", "1000000");
        // Given beforehand: changing the port of a built server races with its start.
        builder.UseSetting("urls", "http://127.0.0.1:0");
        // Without accounts, unless a kind of site says otherwise: nothing is written.
        builder.UseSetting("Demonstration", "false");
        builder.ConfigureTestServices(services => services.AddSingleton<IStartupFilter, GivenRights>());
    }

    private IEnumerable<string> Fill(string pattern) => pattern switch
    {
        _ when pattern.EndsWith("/cases/{id}", StringComparison.Ordinal) => Cases.All.Select(c => pattern.Replace("{id}", c.Id, StringComparison.Ordinal)),
        _ when pattern.EndsWith("/laws/{id}/{version}", StringComparison.Ordinal) => Library.Versions.Select(v => pattern.Replace("{id}/{version}", v.Key, StringComparison.Ordinal)),
        _ when pattern.Contains("/explore/", StringComparison.Ordinal) => [pattern + "?data=sample-routes&rows=year&columns=sex"],
        _ when pattern.Contains("/report/", StringComparison.Ordinal) => [pattern + "?data=sample-routes&year=2021"],
        "/api/v1/tables" => ((string[])["", "&format=json-stat", "&format=sdmx-csv", "&format=csv"]).Select(f => pattern + "?data=sample-routes&rows=destination&columns=form" + f),
        // Nothing is published on a new site.
        _ when pattern.Contains("releases/{id}", StringComparison.Ordinal) => [],
        "/api/{documentName}/openapi.json" => ["/api/v1/openapi.json"],
        "/assets/{name}" => ["/assets/palermo.css", "/assets/charts.css", "/assets/palermo.js", "/assets/noto-sans-arabic.woff2", "/assets/favicon.svg"],
        _ => [pattern],
    };
}

/// <summary>Gives a request the rights that its header names. Stands in the tests alone.</summary>
public sealed class GivenRights : IStartupFilter
{
    public const string Header = "X-Given-Rights";

    /// <summary>Who it is; two people are told apart by it.</summary>
    public const string Name = "X-Given-Name";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, go) =>
        {
            if (context.Request.Headers.TryGetValue(Header, out var rights))
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity(rights.ToString().Split(',').Select(r => new Claim(Rights.Claim, r)).Append(new Claim(ClaimTypes.Name, context.Request.Headers[Name].FirstOrDefault() ?? "given")), "given"));
            }

            return go(context);
        });
        next(app);
    };
}

/// <summary>A page as it was answered.</summary>
public sealed partial record Answered(HttpStatusCode Status, string Html, HttpResponseMessage Response)
{
    public string Title => WebUtility.HtmlDecode(TitlePattern().Match(Html).Groups[1].Value);

    /// <summary>The question the page asks, or null.</summary>
    public string? Question => Fields.GetValueOrDefault("question");

    /// <summary>The hidden fields of the form of the question, or of the state where there is no question.</summary>
    public Dictionary<string, string> Fields
    {
        get
        {
            var form = FormPattern().Matches(Html).Select(m => m.Value).FirstOrDefault(f => f.Contains("id=\"question\"", StringComparison.Ordinal))
                ?? FormPattern().Matches(Html).Select(m => m.Value).FirstOrDefault(f => f.Contains("id=\"state\"", StringComparison.Ordinal)) ?? "";
            return HiddenPattern().Matches(form).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value), StringComparer.Ordinal);
        }
    }

    public string Words => WebUtility.HtmlDecode(TagPattern().Replace(Html, " "));

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex TitlePattern();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)" ?/?>""")]
    private static partial Regex HiddenPattern();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex TagPattern();
}

public static class Visits
{
    public static async Task<Answered> Get(this HttpClient visitor, string address)
    {
        var response = await visitor.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    public static async Task<Answered> Post(this HttpClient visitor, string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await visitor.Post(address, content);
    }

    public static async Task<Answered> Post(this HttpClient visitor, string address, HttpContent content)
    {
        var response = await visitor.PostAsync(new Uri(address, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    public static Task<Answered> Start(this HttpClient visitor, string language = "en") =>
        visitor.Post($"/{language}/walk-through", [new("go", "start")]);

    /// <summary>Answers the question of a page: <c>+a,b</c> ticks facts, anything else is the choice that stands apart.</summary>
    public static Task<Answered> Answer(this HttpClient visitor, Answered page, string answer, string language = "en")
    {
        var fields = page.Fields.ToList();
        fields.Add(new("go", "answer"));
        fields.AddRange(answer.StartsWith('+')
            ? answer[1..].Split(',').Select(a => new KeyValuePair<string, string>("pick", a))
            : [new KeyValuePair<string, string>("answer", answer)]);
        return visitor.Post($"/{language}/walk-through", fields);
    }

    /// <summary>Presses a button that goes elsewhere, such as <c>back</c>, <c>more</c> or <c>ask:means</c>.</summary>
    public static Task<Answered> Go(this HttpClient visitor, Answered page, string go, string address = "/en/walk-through") =>
        visitor.Post(address, page.Fields.Append(new("go", go)));
}
