using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Palermo.Web.Tests.Accounts;

public sealed class OpenIdOnSqliteTests() : OpenIdTests(onPostgres: false);

public sealed class OpenIdOnPostgresTests() : OpenIdTests(onPostgres: true);

/// <summary>Signing in through a provider, from the button to the page of work, over two servers.</summary>
public abstract class OpenIdTests(bool onPostgres) : IAsyncLifetime
{
    private ProviderHouse _provider = null!;

    private OpenIdSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await ProviderHouse.Open(TimeProvider.System);
        _site = new OpenIdSite(_provider.Address, onPostgres ? PostgresServer.NewDatabase() : null);
        // Tokens are checked by the real clock.
        _site.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Colleague_ArrivesWithTheRolesOfTheProvider()
    {
        _provider.Person["groups"] = ["casework-north", "something-else"];
        _provider.Person["unit"] = ["north"];
        using var browser = _site.Browser();
        Assert.Equal("/en/work", await SignIn(browser));
        Assert.Equal("S256", _provider.Asked!.CodeChallengeMethod);
        Assert.Equal("code", _provider.Asked.ResponseType);
        Assert.NotNull(_provider.Asked.State);
        Assert.NotNull(_provider.Asked.Nonce);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/en/work")).Status);
        var account = await _site.Ask(a => a.Users.SingleAsync(x => x.ExternalSubject != null));
        Assert.Equal(["caseworker"], account.Roles);
        Assert.Equal("north", account.Office);
        Assert.Equal("A colleague", account.DisplayName);
    }

    [Fact]
    public async Task Roles_AreReadAgainAtEverySignIn()
    {
        _provider.Person["groups"] = ["casework-north"];
        using var first = _site.Browser();
        await SignIn(first);
        _provider.Person["groups"] = ["nothing-we-know"];
        using var second = _site.Browser();
        await SignIn(second);
        Assert.Empty((await _site.Ask(a => a.Users.SingleAsync(x => x.ExternalSubject != null))).Roles);
    }

    [Fact]
    public async Task Disabled_IsNotAdmitted()
    {
        using var first = _site.Browser();
        await SignIn(first);
        await _site.Change(a => a.Users.Single(x => x.ExternalSubject != null).Disabled = true);
        using var second = _site.Browser();
        Assert.Equal("/en/sign-in?refused=1", await SignIn(second));
        Assert.Equal(HttpStatusCode.SeeOther, (await second.Get("/en/work")).Status);
    }

    [Fact]
    public async Task StepUp_AsksTheProviderAnew_AndBelievesOnlyAFreshAnswer()
    {
        using var browser = _site.Browser();
        await SignIn(browser);
        _provider.SignedInAt = _site.Clock.GetUtcNow() - TimeSpan.FromMinutes(6);
        Assert.Equal("/en/sign-in?refused=1", await Follow(browser, "/en/step-up/openid?to=/en/account"));
        Assert.Equal("login", _provider.Asked!.Prompt);
        Assert.Equal(0, _provider.Asked.MaxAge);
        _provider.SignedInAt = null;
        Assert.Equal("/en/account", await Follow(browser, "/en/step-up/openid?to=/en/account"));
        Assert.NotNull((await _site.Ask(a => a.Sessions.SingleAsync())).SteppedUpAt);
    }

    [Fact]
    public async Task Answer_OfAnotherBrowser_IsRefused()
    {
        using var mine = _site.Browser();
        var go = await mine.Get("/en/sign-in/openid");
        var callback = await AtProvider(go.Response.Headers.Location!);
        using var other = _site.Browser();
        Assert.Equal("/en/sign-in?refused=1", (await other.Get(callback.PathAndQuery)).Response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.SeeOther, (await other.Get("/en/work")).Status);
    }

    private Task<string> SignIn(HttpClient browser) => Follow(browser, "/en/sign-in/openid");

    /// <summary>Goes to the provider and back; the address that the house then sends the browser to.</summary>
    private static async Task<string> Follow(HttpClient browser, string start)
    {
        var callback = await AtProvider((await browser.Get(start)).Response.Headers.Location!);
        return (await browser.Get(callback.PathAndQuery)).Response.Headers.Location!.ToString();
    }

    private static async Task<Uri> AtProvider(Uri address)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        using var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    private sealed class OpenIdSite(string authority, string? postgres) : StaffSite
    {
        protected override string? Postgres => postgres;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Accounts:OpenId:Authority", authority);
            builder.UseSetting("Accounts:OpenId:Name", "the ministry");
            builder.UseSetting("Accounts:OpenId:RolesClaim", "groups");
            builder.UseSetting("Accounts:OpenId:RoleMap:casework-north", "caseworker");
            builder.UseSetting("Accounts:OpenId:OfficeClaim", "unit");
        }
    }
}
