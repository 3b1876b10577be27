using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Palermo.Web.Tests.Pages;

/// <summary>What the server does and does not do at the level of HTTP.</summary>
public sealed class TransportTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trace_IsAnsweredByNoRoute()
    {
        using var visitor = site.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Trace, "/en/");
        request.Headers.Add("X-Echo", "echo-of-the-request");
        using var answer = await visitor.SendAsync(request, Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, answer.StatusCode.ToString());
        Assert.DoesNotContain("echo-of-the-request", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("GET")]
    public async Task OtherOrigins_AreLetInNowhere(string method)
    {
        using var visitor = site.Visitor();
        foreach (var address in new[] { "/en/", "/api/v1/openapi.json", "/api/v1/cases" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Headers.Add("Origin", "https://elsewhere.example");
            request.Headers.Add("Access-Control-Request-Method", "POST");
            using var answer = await visitor.SendAsync(request, Stop);
            Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Hsts_LastsAYear_OverTls()
    {
        await using var production = site.WithWebHostBuilder(host => host.UseEnvironment("Production"));
        using var visitor = production.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("https://palermo.example") });
        using var answer = await visitor.GetAsync(new Uri("/en/", UriKind.Relative), Stop);
        Assert.Contains("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/en/")]
    [InlineData("/api/v1/cases")]
    public async Task PlainHttp_IsNotRedirected(string address)
    {
        using var visitor = site.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("http://palermo.example") });
        using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Stop);
        Assert.NotEqual("https", answer.Headers.Location?.Scheme);
    }

    /// <summary>Without a proxy that is named, a header of a proxy is a word of anybody: it makes no request secure and no address another.</summary>
    [Fact]
    public async Task ForwardedHeaders_AreBelievedFromNobodyUnnamed()
    {
        await using var production = site.WithWebHostBuilder(host => host.UseEnvironment("Production"));
        using var visitor = production.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("http://palermo.example") });
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var answer = await visitor.GetAsync(new Uri("/en/", UriKind.Relative), Stop);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/assets/")]
    [InlineData("/.git/config")]
    [InlineData("/assets/..%2f..%2fpalermo.db")]
    public async Task Folders_AreNotListed_AndFilesNotReached(string address)
    {
        using var visitor = site.Visitor();
        using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
    }
}
