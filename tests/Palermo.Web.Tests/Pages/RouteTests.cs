using System.Net;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Pages;

public sealed class RouteTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Health_Answers()
    {
        using var visitor = site.Visitor();
        Assert.Equal("ok", (await visitor.Get("/health")).Html);
    }

    [Fact]
    public void Route_WithoutMarker_DoesNotExist()
    {
        var routes = site.Routes.ToList();
        Assert.True(routes.Count > 20);
        Assert.Empty(routes.Where(r => r.Metadata.GetMetadata<Access>() is null).Select(r => r.RoutePattern.RawText));
    }

    [Fact]
    public void Route_OfOneLanguage_ExistsInAll()
    {
        string[] Of(string language) => [.. site.Routes.Select(r => "/" + r.RoutePattern.RawText!.Trim('/')).Where(p => p == "/" + language || p.StartsWith($"/{language}/", StringComparison.Ordinal)).Select(p => p[3..]).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(Of("en"));
        Assert.All(Site.Languages, language => Assert.Equal(Of("en"), Of(language)));
    }

    [Fact]
    public async Task EveryAddress_Answers_WithHeadersAndWithoutCookies()
    {
        using var visitor = site.Insider();
        foreach (var address in site.Addresses)
        {
            var page = await visitor.Get(address);
            Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{address}: {page.Status}");
            Assert.False(page.Response.Headers.Contains("Set-Cookie"), address);
            Assert.Equal(ResponseHeaders.ContentSecurityPolicy, page.Response.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", page.Response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", page.Response.Headers.GetValues("Referrer-Policy").Single());
            if (!address.StartsWith("/assets/", StringComparison.Ordinal))
            {
                Assert.True(page.Response.Headers.CacheControl!.NoStore, address);
            }
        }
    }

    /// <summary>Monitors and link checkers ask with HEAD: same status and headers as GET, no body, never "not allowed".</summary>
    [Fact]
    public async Task EveryAddress_AnswersHeadLikeGet()
    {
        using var visitor = site.Insider();
        foreach (var address in site.Addresses)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Head, address);
            using var head = await visitor.SendAsync(ask, TestContext.Current.CancellationToken);
            var page = await visitor.Get(address);
            Assert.Equal((address, page.Status), (address, head.StatusCode));
            Assert.Equal(page.Response.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Equal(ResponseHeaders.ContentSecurityPolicy, head.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("/en/walk-through/more", HttpStatusCode.NotFound)]
    [InlineData("/en/work", HttpStatusCode.SeeOther)]
    [InlineData("/api/v1/cases", HttpStatusCode.Unauthorized)]
    [InlineData("/en/sign-out", HttpStatusCode.MethodNotAllowed)]
    public async Task Head_WhereGetIsRefused_IsRefusedTheSame(string address, HttpStatusCode status)
    {
        using var visitor = site.Visitor();
        using var ask = new HttpRequestMessage(HttpMethod.Head, address);
        using var head = await visitor.SendAsync(ask, TestContext.Current.CancellationToken);
        Assert.Equal(status, head.StatusCode);
    }

    [Fact]
    public async Task EveryPage_IsInItsLanguage_AndHoldsNothingInline()
    {
        using var visitor = site.Insider();
        foreach (var language in Site.Languages)
        {
            foreach (var address in site.Addresses.Where(a => (a == "/" + language || a.StartsWith($"/{language}/", StringComparison.Ordinal)) && !a.EndsWith("/leave", StringComparison.Ordinal) && !a.Contains("/explore/", StringComparison.Ordinal) && !a.Contains("/report/", StringComparison.Ordinal)))
            {
                var page = await visitor.Get(address);
                Assert.Contains($"""<html lang="{language}" dir="{(language == "ar" ? "rtl" : "ltr")}">""", page.Html, StringComparison.Ordinal);
                Assert.DoesNotContain("<style", page.Html, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(" style=", page.Html, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(" onclick=", page.Html, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotMatch("<script(?! type=\"module\" src=\"/assets/)", page.Html);
                Assert.EndsWith(" – Palermo", page.Title, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("ar", "/ar")]
    [InlineData("ar-EG,en;q=0.5", "/ar")]
    [InlineData("fr,en;q=0.8,ar;q=0.3", "/fr")]
    [InlineData("es-419,en;q=0.5", "/es")]
    [InlineData("ru,es;q=0.8,en;q=0.3", "/es")]
    [InlineData("xx", "/en")]
    [InlineData(null, "/en")]
    public async Task Root_GoesToThePreferredLanguage(string? preferred, string expected)
    {
        using var visitor = site.Visitor();
        if (preferred is not null)
        {
            visitor.DefaultRequestHeaders.Add("Accept-Language", preferred);
        }

        Assert.Equal(expected, (await visitor.Get("/")).Response.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/en/nothing", "There is no such page")]
    [InlineData("/ar/cases/nobody", "لا توجد صفحة كهذه")]
    [InlineData("/en/laws/un-palermo/1900", "There is no such page")]
    [InlineData("/de", "There is no such page")]
    public async Task MissingPage_SaysSo(string address, string words)
    {
        using var visitor = site.Visitor();
        var page = await visitor.Get(address);
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains(words, page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_ClearsAndGoesElsewhere()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Get("/ar/leave");
        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Contains("storage", page.Response.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);
        Assert.True(page.Response.Headers.Location!.IsAbsoluteUri);
    }
}
