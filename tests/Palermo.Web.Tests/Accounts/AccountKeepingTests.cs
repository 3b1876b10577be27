using System.Net;
using Microsoft.EntityFrameworkCore;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Accounts;

public sealed class AccountKeepingOnSqliteTests() : AccountKeepingTests(new StaffSite());

public sealed class AccountKeepingOnPostgresTests() : AccountKeepingTests(new PostgresStaffSite());

public abstract class AccountKeepingTests(StaffSite site) : IDisposable
{
    private const string Password = "seven grey herons wade";

    private readonly StaffSite _site = site;

    public void Dispose()
    {
        _site.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Invitation_LeadsToAWorkingAccount_ThroughASecondFactor()
    {
        using var admin = await _site.As("system-administrator", "");
        var handed = await Create(admin, "w.north", "caseworker");
        Assert.Equal(HttpStatusCode.OK, handed.Status);
        var code = CodeOn(handed);

        using var person = _site.Browser();
        var joined = await person.Submit(await person.Get("/en/join"), "/en/join", ("code", code), ("new", Password));
        Assert.Equal("/en/account", joined.Response.Headers.Location!.ToString());
        Assert.StartsWith("/en/account", (await person.Get("/en/work")).Response.Headers.Location!.ToString(), StringComparison.Ordinal);

        var offer = await person.Get("/en/account/authenticator");
        var key = KeyOn(offer);
        var wrong = await person.Submit(offer, "/en/account/authenticator", ("code", "12"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(key, KeyOn(wrong));
        var codes = await person.Submit(wrong, "/en/account/authenticator", ("code", Totp.Code(FromBase32(key), Totp.StepAt(_site.Clock.GetUtcNow()))));
        Assert.Equal(HttpStatusCode.OK, codes.Status);
        Assert.Equal(HttpStatusCode.OK, (await person.Get("/en/work")).Status);

        using var elsewhere = _site.Browser();
        var second = await elsewhere.Submit(await elsewhere.Get("/en/sign-in"), "/en/sign-in", ("name", "w.north"), ("password", Password));
        var recovery = System.Text.RegularExpressions.Regex.Match(codes.Html, "<code dir=\"ltr\">([^<]+)</code>").Groups[1].Value;
        Assert.Equal("/en/work", (await elsewhere.Submit(second, "/en/sign-in/code", ("code", recovery.ToUpperInvariant().Replace('-', ' ')))).Response.Headers.Location!.ToString());

        using var again = _site.Browser();
        second = await again.Submit(await again.Get("/en/sign-in"), "/en/sign-in", ("name", "w.north"), ("password", Password));
        Assert.Equal(HttpStatusCode.Unauthorized, (await again.Submit(second, "/en/sign-in/code", ("code", recovery))).Status);
    }

    [Fact]
    public async Task Invitation_WorksOnce_AndRunsOut()
    {
        using var admin = await _site.As("system-administrator", "");
        var code = CodeOn(await Create(admin, "once.only", "caseworker"));
        using var person = _site.Browser();
        await person.Submit(await person.Get("/en/join"), "/en/join", ("code", code), ("new", Password));
        using var other = _site.Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await other.Submit(await other.Get("/en/join"), "/en/join", ("code", code), ("new", Password))).Status);
        var late = CodeOn(await Create(admin, "too.late", "caseworker"));
        _site.Clock.Advance(TimeSpan.FromHours(73));
        Assert.Equal(HttpStatusCode.BadRequest, (await other.Submit(await other.Get("/en/join"), "/en/join", ("code", late), ("new", Password))).Status);
    }

    [Fact]
    public async Task Role_Changed_HoldsAtOnce_AndEndsSessions()
    {
        var (person, account) = await _site.Person(["caseworker"]);
        using var admin = await _site.As("system-administrator", "");
        await admin.Submit(await admin.Get($"/en/accounts/{account.Id}"), $"/en/accounts/{account.Id}", ("display", "Changed"), ("office", "south"), ("role", "analyst"));
        Assert.Equal(HttpStatusCode.SeeOther, (await person.Get("/en/work")).Status);
        var now = await _site.Ask(a => a.Users.SingleAsync(x => x.Id == account.Id));
        Assert.Equal(["analyst"], now.Roles);
        Assert.Equal("south", now.Office);
        person.Dispose();
    }

    /// <summary>Privilege escalation by one's own account: neither by the page of the own account nor by an administrator's.</summary>
    [Fact]
    public async Task Nobody_ChangesOwnRoles()
    {
        var (admin, account) = await _site.Person(["system-administrator"], "");
        var refused = await admin.Submit(await admin.Get($"/en/accounts/{account.Id}"), $"/en/accounts/{account.Id}", ("display", "Me"), ("office", "north"), ("role", "caseworker"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var (worker, own) = await _site.Person(["caseworker"]);
        var page = await worker.Get("/en/account/password");
        await worker.Submit(page, "/en/account/password", ("current", "x"), ("new", Password), ("role", "system-administrator"), ("Roles", "system-administrator"), ("office", "south"), ("Office", "south"), ("HasSecondFactor", "true"));
        var now = await _site.Ask(a => a.Users.SingleAsync(x => x.Id == own.Id));
        Assert.Equal(["caseworker"], now.Roles);
        Assert.Equal("north", now.Office);
        admin.Dispose();
        worker.Dispose();
    }

    [Fact]
    public async Task Recovery_NeedsTwoAdministrators()
    {
        var lost = await _site.AddAccount(["caseworker"], password: Password, authenticator: Totp.NewKey());
        using var first = await _site.As("system-administrator", "");
        using var second = await _site.As("system-administrator", "");
        var at = $"/en/accounts/{lost.Id}";
        var asked = await first.Submit(await first.Get(at), at + "/recover");
        Assert.DoesNotContain("recover/confirm", asked.Html, StringComparison.Ordinal);
        var token = Forms.Hidden(asked, at).ToList();
        Assert.Equal(HttpStatusCode.NotFound, (await first.Post(at + "/recover/confirm", token)).Status);
        var handed = await second.Submit(await second.Get(at), at + "/recover/confirm");
        using var person = _site.Browser();
        var joined = await person.Submit(await person.Get("/en/join"), "/en/join", ("code", CodeOn(handed)), ("new", "another set of words here"));
        Assert.Equal("/en/account", joined.Response.Headers.Location!.ToString());
        Assert.Null((await _site.Ask(a => a.Users.SingleAsync(x => x.Id == lost.Id))).AuthenticatorKey);
    }

    [Fact]
    public async Task PasswordChange_EndsEveryOtherSession()
    {
        var account = await _site.AddAccount(["caseworker"], password: Password, authenticator: Totp.NewKey());
        using var here = await _site.In(account);
        using var elsewhere = await _site.In(account);
        var changed = await here.Submit(await here.Get("/en/account/password"), "/en/account/password", ("current", Password), ("new", "eight green newts sleep"));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/en/work")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.Get("/en/work")).Status);
    }

    [Fact]
    public async Task SensitivePage_AsksAgain_AfterFiveMinutes()
    {
        using var admin = await _site.As("system-administrator", "");
        Assert.Equal(HttpStatusCode.OK, (await admin.Get("/en/accounts/new")).Status);
        _site.Clock.Advance(TimeSpan.FromMinutes(5.1));
        Assert.Equal("/en/step-up?to=%2Fen%2Faccounts%2Fnew", (await admin.Get("/en/accounts/new")).Response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await admin.Get("/en/accounts")).Status);
    }

    [Fact]
    public async Task Deeds_StandInTheAuditLog()
    {
        var (admin, account) = await _site.Person(["system-administrator"], "");
        await Create(admin, "logged.one", "caseworker");
        var entries = await _site.Audit();
        Assert.Contains(entries, e => e.Action == "account.created" && e.ActorId == account.Id);
        Assert.Contains(entries, e => e.Action == "account.invited");
        Assert.DoesNotContain(entries, e => e.Fields.Contains("logged.one", StringComparison.Ordinal));
        admin.Dispose();
    }

    private static async Task<Answered> Create(HttpClient admin, string name, string role) =>
        await admin.Submit(await admin.Get("/en/accounts/new"), "/en/accounts/new", ("name", name), ("display", "A person"), ("office", "north"), ("role", role));

    private static string CodeOn(Answered page) => System.Text.RegularExpressions.Regex.Match(page.Html, "<code dir=\"ltr\">([a-z0-9-]{29})</code>").Groups[1].Value;

    private static string KeyOn(Answered page) => System.Text.RegularExpressions.Regex.Match(page.Html, "<code dir=\"ltr\">([A-Z2-7 ]{20,})</code>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);

    private static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        int bits = 0, held = 0;
        foreach (var c in text)
        {
            (bits, held) = ((bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), held + 5);
            if (held >= 8)
            {
                bytes.Add((byte)(bits >> (held - 8)));
                held -= 8;
            }
        }

        return [.. bytes];
    }
}
