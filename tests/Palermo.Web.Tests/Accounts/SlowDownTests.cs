using System.Net;
using Microsoft.Extensions.Time.Testing;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Accounts;

public sealed class SlowDownTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Guessing_WaitsLongerEachTime_AndNeverBeyondAQuarterOfAnHour()
    {
        var slow = new SlowDown(_clock);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(TimeSpan.Zero, slow.Wait("a", "name"));
            slow.Failed("a", "name");
        }

        var last = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            var wait = slow.Wait("a", "name");
            Assert.True(wait > last || wait == TimeSpan.FromMinutes(15));
            last = wait;
            _clock.Advance(wait);
            Assert.Equal(TimeSpan.Zero, slow.Wait("a", "name"));
            slow.Failed("a", "name");
        }
    }

    [Fact]
    public void Stranger_CannotLockAnybodyOut()
    {
        var slow = new SlowDown(_clock);
        for (var i = 0; i < 1000; i++)
        {
            slow.Failed("stranger", "name");
        }

        Assert.Equal(TimeSpan.Zero, slow.Wait("owner", "name"));
        Assert.True(slow.Wait("stranger", "NAME") > TimeSpan.Zero);
    }

    [Fact]
    public void ManyNames_FromOneAddress_AreSlowedToo()
    {
        var slow = new SlowDown(_clock);
        for (var i = 0; i < 31; i++)
        {
            slow.Failed("a", "name" + i);
        }

        Assert.True(slow.Wait("a", "a name never tried") > TimeSpan.Zero);
    }

    [Fact]
    public async Task Page_ChecksNothingWhileWaiting_AndWritesFewEntries()
    {
        using var site = new StaffSite();
        var account = await site.AddAccount(["caseworker"], password: "seven grey herons wade", authenticator: Totp.NewKey());
        using var browser = site.Browser();
        var page = await browser.Get("/en/sign-in");
        for (var i = 0; i < 5; i++)
        {
            page = await browser.Submit(page, "/en/sign-in", ("name", account.UserName!), ("password", "wrong words every time"));
            Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        }

        page = await browser.Submit(page, "/en/sign-in", ("name", account.UserName!), ("password", "seven grey herons wade"));
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        site.Clock.Advance(TimeSpan.FromSeconds(3));
        page = await browser.Submit(page, "/en/sign-in", ("name", account.UserName!), ("password", "seven grey herons wade"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(3, (await site.Audit()).Count(e => e.Action == "sign-in.refused"));
    }
}
