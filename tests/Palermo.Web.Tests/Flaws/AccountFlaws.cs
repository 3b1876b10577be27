using System.Net;
using Microsoft.EntityFrameworkCore;
using Palermo.Web.Accounts;
using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Flaws;

/// <summary>Sessions, sign-in and the rights of one's own account.</summary>
internal static class AccountFlaws
{
    private const string Password = "seven grey herons wade";

    public static async Task SessionsAfterANewPassword(Town town)
    {
        var account = await town.AddAccount(["caseworker"], password: Password, authenticator: Totp.NewKey());
        using var here = await town.In(account);
        using var stolen = await town.In(account);
        Assert.Equal(HttpStatusCode.OK, (await stolen.Get("/en/work")).Status);
        Assert.Equal(HttpStatusCode.OK, (await here.Submit(await here.Get("/en/account/password"), "/en/account/password", ("current", Password), ("new", "eight green newts sleep"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await stolen.Get("/en/work")).Status);
        Assert.Equal(1, await town.Ask(a => a.Sessions.CountAsync(s => s.AccountId == account.Id)));
    }

    public static async Task StolenSession(Town town)
    {
        using var elsewhere = await town.As("caseworker");
        elsewhere.DefaultRequestHeaders.Remove("User-Agent");
        elsewhere.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (another)");
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.Get("/en/work")).Status);
        var (moved, account) = await town.Person(["caseworker"]);
        await town.Change(a => a.Sessions.Single(s => s.AccountId == account.Id).Network = "10.9");
        Assert.StartsWith("/en/unlock", (await moved.Get("/en/work")).Response.Headers.Location!.ToString(), StringComparison.Ordinal);
        moved.Dispose();
    }

    /// <summary>Every form of the own account, and the administrator's own page, sent with every member of the account added.</summary>
    public static async Task OwnRights(Town town)
    {
        KeyValuePair<string, string>[] planted =
        [
            .. typeof(Account).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Concat(["roles", "role", "office", "groups", "user_group_unique_ids"])
                .Select(n => new KeyValuePair<string, string>(n, n.Contains("role", StringComparison.OrdinalIgnoreCase) ? "system-administrator" : n.Contains("ffice", StringComparison.Ordinal) ? Town.Elsewhere : "true")),
        ];
        foreach (var role in town.Roles)
        {
            var (browser, account) = await town.Person([role]);
            var before = await Rights(town, account.Id);
            foreach (var path in new[] { "/en/account/password", "/en/account/sessions/end", "/en/account/passkeys", "/en/account/passkeys/remove", "/en/account/authenticator", $"/en/accounts/{account.Id}", $"/en/accounts/{account.Id}/enable" })
            {
                await browser.Post(path, [new("form-token", FlawHelp.Token(await browser.Get("/en/account"))), new("display", account.DisplayName), .. planted]);
                Assert.Equal((role, path, before), (role, path, await Rights(town, account.Id)));
            }

            browser.Dispose();
        }
    }

    public static async Task FloodedLog(Town town)
    {
        var before = (await town.Audit()).Count;
        using var guesser = town.Browser();
        var page = await guesser.Get("/en/sign-in");
        var slowed = 0;
        for (var i = 0; i < 64; i++)
        {
            page = await guesser.Submit(page, "/en/sign-in", ("name", town.People["caseworker"].UserName!), ("password", "wrong words every time"));
            slowed += page.Status == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.True(slowed > 50, $"only {slowed} of 64 tries were slowed down");
        Assert.InRange((await town.Audit()).Count - before, 1, 7);
    }

    private static Task<string> Rights(Town town, Guid id) => town.Ask(async a =>
    {
        var account = await a.Users.AsNoTracking().SingleAsync(u => u.Id == id);
        return $"{string.Join(' ', account.Roles)} | {account.Office} | {account.Kind} | {account.Disabled} | {account.UserName} | {account.HasSecondFactor}";
    });
}
