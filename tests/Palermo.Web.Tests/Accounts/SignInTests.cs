using System.Net;
using System.Text;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Accounts;

public sealed class SignInOnSqliteTests(StaffSite site) : SignInTests(site), IClassFixture<StaffSite>;

public sealed class SignInOnPostgresTests(PostgresStaffSite site) : SignInTests(site), IClassFixture<PostgresStaffSite>;

public abstract class SignInTests(StaffSite site)
{
    private const string Password = "seven grey herons wade";

    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    [Fact]
    public async Task PasswordAndCode_OpenTheWork()
    {
        var account = await site.AddAccount(["caseworker"], password: Password, authenticator: Key);
        using var browser = site.Browser();
        var code = await SubmitPassword(browser, account, Password);
        Assert.Equal(HttpStatusCode.OK, code.Status);
        var done = await browser.Submit(code, "/en/sign-in/code", ("code", Totp.Code(Key, Totp.StepAt(site.Clock.GetUtcNow()))));
        Assert.Equal("/en/work", done.Response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/en/work")).Status);
    }

    [Fact]
    public async Task Cookie_IsBoundToTheHost_HiddenFromScripts()
    {
        var account = await site.AddAccount(["caseworker"], password: Password, authenticator: Key);
        using var browser = site.Browser();
        var done = await browser.Submit(await SubmitPassword(browser, account, Password), "/en/sign-in/code", ("code", Totp.Code(Key, Totp.StepAt(site.Clock.GetUtcNow()))));
        var cookie = done.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Sessions.Cookie + "=", StringComparison.Ordinal));
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        foreach (var part in new[] { "; path=/", "; secure", "; httponly", "; samesite=lax" })
        {
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Code_WorksOnce()
    {
        var account = await site.AddAccount(["caseworker"], password: Password, authenticator: Key);
        var code = Totp.Code(Key, Totp.StepAt(site.Clock.GetUtcNow()));
        using var first = site.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await first.Submit(await SubmitPassword(first, account, Password), "/en/sign-in/code", ("code", code))).Status);
        using var second = site.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.Submit(await SubmitPassword(second, account, Password), "/en/sign-in/code", ("code", code))).Status);
    }

    [Fact]
    public async Task Password_AloneDoesNotOpenAnything()
    {
        var account = await site.AddAccount(["caseworker"], password: Password, authenticator: Key);
        using var browser = site.Browser();
        await SubmitPassword(browser, account, Password);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.Get("/en/work")).Status);
    }

    [Fact]
    public async Task UnknownName_LooksLikeAWrongPassword()
    {
        var account = await site.AddAccount(["caseworker"], password: Password, authenticator: Key);
        var disabled = await site.AddAccount(["caseworker"], password: Password, authenticator: Key);
        await site.Change(a => a.Users.Single(x => x.Id == disabled.Id).Disabled = true);
        using var browser = site.Browser();
        var wrong = await SubmitPassword(browser, account, "not the password at all");
        var unknown = await SubmitPassword(browser, new Account { UserName = "nobody-of-that-name" }, Password);
        var closed = await SubmitPassword(browser, disabled, Password);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
        Assert.Equal((wrong.Status, wrong.Words), (unknown.Status, unknown.Words));
        Assert.Equal((wrong.Status, wrong.Words), (closed.Status, closed.Words));
    }

    [Fact]
    public async Task Form_WithoutToken_IsRefused()
    {
        using var browser = site.Browser();
        await browser.Get("/en/sign-in");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post("/en/sign-in", [new("name", "x"), new("password", "y")])).Status);
        using var staff = await site.As("caseworker");
        Assert.Equal(HttpStatusCode.BadRequest, (await staff.Post("/en/sign-out", [])).Status);
        Assert.Equal(HttpStatusCode.OK, (await staff.Get("/en/work")).Status);
    }

    [Theory]
    [InlineData("//elsewhere.example/en/", "/en/work")]
    [InlineData("https://elsewhere.example/en/", "/en/work")]
    [InlineData("/\\elsewhere.example", "/en/work")]
    [InlineData("/en/work\r\nSet-Cookie: a=b", "/en/work")]
    [InlineData("/en/account", "/en/account")]
    public void Return_GoesNowhereElse(string to, string expected) =>
        Assert.Equal(expected, Web.Security.ReturnPath.Of(to, Web.Localization.Language.English));

    [Fact]
    public async Task SignOut_EndsTheSession_AndClearsTheBrowser()
    {
        using var staff = await site.As("caseworker");
        var page = await staff.Get("/en/work");
        var gone = await staff.Submit(page, "/en/sign-out");
        Assert.Contains("storage", gone.Response.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await staff.Get("/en/work")).Status);
    }

    private static async Task<Answered> SubmitPassword(HttpClient browser, Account account, string password) =>
        await browser.Submit(await browser.Get("/en/sign-in"), "/en/sign-in", ("name", account.UserName!), ("password", password));
}
