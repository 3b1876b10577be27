using System.Net;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests;

/// <summary>The demonstration on a real port of this machine, asked by a real client over HTTP.</summary>
public sealed class Loopback : IDisposable
{
    private readonly DemonstrationSite _site;

    public Loopback() : this(new DemonstrationSite())
    {
    }

    internal Loopback(DemonstrationSite site)
    {
        _site = site;
        _site.UseKestrel();
        _site.StartServer();
    }

    public Uri Address => _site.ClientOptions.BaseAddress;

    public Site Site => _site;

    /// <summary>A browser that has pressed the one button that signs in as a role.</summary>
    public async Task<HttpClient> As(string role)
    {
        var browser = Visitor();
        var signed = await browser.Submit(await browser.Get("/en/sign-in"), "/en/sign-in/demonstration", ("as", role));
        Assert.Equal(HttpStatusCode.Found, signed.Status);
        return browser;
    }

    public HttpClient Visitor()
    {
        var browser = new HttpClient(new Cookies()) { BaseAddress = Address };
        browser.DefaultRequestHeaders.Add("User-Agent", StaffSite.Agent);
        return browser;
    }

    public void Dispose() => _site.Dispose();

    /// <summary>Browsers trust the own machine like a secured one and send it secure cookies; the client of the framework does not.</summary>
    private sealed class Cookies() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _kept.Select(c => $"{c.Key}={c.Value}")));
            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var pair = cookie.Split(';')[0].Split('=', 2);
                _kept[pair[0]] = pair[1];
            }

            return answer;
        }
    }
}
