using System.Net;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Accounts;

public sealed class SessionOnSqliteTests() : SessionTests(new StaffSite());

public sealed class SessionOnPostgresTests() : SessionTests(new PostgresStaffSite());

/// <summary>A session ends when it should. Each test has its own clock.</summary>
public abstract class SessionTests(StaffSite site) : IDisposable
{
    private readonly StaffSite _site = site;

    public void Dispose()
    {
        _site.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Idle_EndsAfterFifteenMinutes()
    {
        using var staff = await _site.As("caseworker");
        _site.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, (await staff.Get("/en/work")).Status);
        _site.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, (await staff.Get("/en/work")).Status);
        _site.Clock.Advance(TimeSpan.FromMinutes(15.1));
        Assert.Equal(HttpStatusCode.SeeOther, (await staff.Get("/en/work")).Status);
    }

    [Fact]
    public async Task Busy_EndsAfterTwelveHours()
    {
        using var staff = await _site.As("caseworker");
        for (var i = 0; i < 71; i++)
        {
            _site.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal(HttpStatusCode.OK, (await staff.Get("/en/work")).Status);
        }

        _site.Clock.Advance(TimeSpan.FromMinutes(10.1));
        Assert.Equal(HttpStatusCode.SeeOther, (await staff.Get("/en/work")).Status);
    }

    [Fact]
    public async Task Disabling_EndsAtOnce()
    {
        var (staff, account) = await _site.Person(["caseworker"]);
        await _site.Change(a => a.Users.Single(x => x.Id == account.Id).Disabled = true);
        Assert.Equal(HttpStatusCode.SeeOther, (await staff.Get("/en/work")).Status);
        staff.Dispose();
    }

    [Fact]
    public async Task Cookie_InAnotherBrowser_IsNotBelieved()
    {
        using var staff = await _site.As("caseworker");
        staff.DefaultRequestHeaders.Remove("User-Agent");
        staff.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (another)");
        Assert.Equal(HttpStatusCode.SeeOther, (await staff.Get("/en/work")).Status);
        staff.DefaultRequestHeaders.Remove("User-Agent");
        staff.DefaultRequestHeaders.Add("User-Agent", StaffSite.Agent);
        Assert.Equal(HttpStatusCode.SeeOther, (await staff.Get("/en/work")).Status);
    }

    [Fact]
    public async Task Cookie_FromAnotherNetwork_MustProveItself()
    {
        var (staff, account) = await _site.Person(["caseworker"]);
        await _site.Change(a => a.Sessions.Single(x => x.AccountId == account.Id).Network = "10.9");
        var page = await staff.Get("/en/work");
        Assert.Equal("/en/unlock?to=%2Fen%2Fwork", page.Response.Headers.Location!.ToString());
        staff.Dispose();
    }

    [Fact]
    public async Task Lock_ClosesEverythingButTheWayBack()
    {
        using var staff = await _site.As("caseworker");
        await staff.Submit(await staff.Get("/en/work"), "/en/lock");
        Assert.StartsWith("/en/unlock", (await staff.Get("/en/work")).Response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await staff.Get("/en/unlock")).Status);
    }

    [Fact]
    public async Task Unlock_TakesPasswordAndCode()
    {
        var key = Totp.NewKey();
        var account = await _site.AddAccount(["caseworker"], password: "seven grey herons wade", authenticator: key);
        using var staff = await _site.In(account);
        await staff.Submit(await staff.Get("/en/work"), "/en/lock");
        var wrong = await staff.Submit(await staff.Get("/en/unlock"), "/en/unlock", ("password", "seven grey herons wade"), ("code", "000000"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        var right = await staff.Submit(wrong, "/en/unlock", ("password", "seven grey herons wade"), ("code", Totp.Code(key, Totp.StepAt(_site.Clock.GetUtcNow()))));
        Assert.Equal("/en/work", right.Response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await staff.Get("/en/work")).Status);
    }
}
