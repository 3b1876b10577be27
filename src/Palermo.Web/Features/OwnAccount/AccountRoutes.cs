using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Palermo.Web.Accounts;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.OwnAccount;

/// <summary>What a person does with the own account. Nobody changes own roles, office or name: those are an administrator's.</summary>
public static class AccountRoutes
{
    private const string AuthenticatorStep = "authenticator";

    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var at = $"/{language.Tag}/account";
            routes.MapGet(at, (HttpContext context, AccountsContext accounts, Passkeys passkeys) => Show(context, accounts, passkeys, null)).SignedIn(SessionState.Enrolling);
            routes.MapGet(at + "/authenticator", OfferAuthenticator).SignedIn(SessionState.Enrolling).AfterStepUp();
            routes.MapPost(at + "/authenticator", SetAuthenticator).SignedIn(SessionState.Enrolling).AfterStepUp();
            routes.MapGet(at + "/passkeys", OfferPasskey).SignedIn(SessionState.Enrolling).AfterStepUp();
            routes.MapPost(at + "/passkeys", AddPasskey).SignedIn(SessionState.Enrolling).AfterStepUp();
            routes.MapPost(at + "/passkeys/remove", RemovePasskey).SignedIn().AfterStepUp();
            routes.MapPost(at + "/recovery-codes", NewCodes).SignedIn().AfterStepUp();
            routes.MapGet(at + "/password", () => PageResult.Of<PasswordPage>()).SignedIn();
            routes.MapPost(at + "/password", ChangePassword).SignedIn();
            routes.MapPost(at + "/sessions/end", EndSession).SignedIn().AfterStepUp();
        }
    }

    private static async Task<IResult> Show(HttpContext context, AccountsContext accounts, Passkeys passkeys, string? notice)
    {
        var account = await Own.Of(context, accounts);
        return PageResult.Of<AccountPage>(
            StatusCodes.Status200OK,
            ("Account", account),
            ("Passkeys", await passkeys.Of(account)),
            ("Sessions", await accounts.Sessions.AsNoTracking().Where(s => s.AccountId == account.Id).OrderByDescending(s => s.StartedAt).ToListAsync(context.RequestAborted)),
            ("CodesLeft", await accounts.RecoveryCodes.CountAsync(c => c.AccountId == account.Id, context.RequestAborted)),
            ("This", context.User.SessionId()),
            ("Notice", notice));
    }

    private static async Task<IResult> OfferAuthenticator(HttpContext context, AccountsContext accounts, Authenticators authenticators, Steps steps, CancellationToken cancel)
    {
        var account = await Own.Of(context, accounts);
        var key = Totp.NewKey();
        return Authenticator(account, key, await steps.Begin(AuthenticatorStep, account.Id, authenticators.Seal(key), cancel), false);
    }

    private static async Task<IResult> SetAuthenticator(HttpContext context, AccountsContext accounts, Authenticators authenticators, Sessions sessions, Steps steps, SecurityLog log, CancellationToken cancel)
    {
        var form = context.Request.Form;
        var account = await Own.Of(context, accounts);
        if (await steps.Take(form["step"].ToString(), AuthenticatorStep, cancel) is not { State: { } seal } step || step.AccountId != account.Id)
        {
            return Results.Redirect($"/{Tag(context)}/account/authenticator");
        }

        await log.Write(context, account.Id, "account.authenticator", account.Id, cancel);
        if (!await authenticators.SetUp(account, seal, form["code"].ToString(), cancel))
        {
            return Authenticator(account, authenticators.Open(seal), await steps.Begin(AuthenticatorStep, account.Id, seal, cancel), true);
        }

        await sessions.EndAll(account.Id, context.User.SessionId(), cancel);
        return PageResult.Of<CodesPage>(StatusCodes.Status200OK, ("Codes", await authenticators.NewCodes(account.Id, cancel)));
    }

    private static IResult Authenticator(Account account, byte[] key, string token, bool wrong) =>
        PageResult.Of<AuthenticatorPage>(wrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, ("Key", Totp.ToBase32(key)), ("AccountName", account.UserName), ("Token", token), ("IsWrong", wrong));

    private static async Task<IResult> OfferPasskey(HttpContext context, AccountsContext accounts, Passkeys passkeys, CancellationToken cancel)
    {
        var (options, token) = await passkeys.Offer(context, await Own.Of(context, accounts), cancel);
        return PageResult.Of<PasskeyPage>(StatusCodes.Status200OK, ("Options", options), ("Token", token));
    }

    private static async Task<IResult> AddPasskey(HttpContext context, AccountsContext accounts, Passkeys passkeys, Sessions sessions, SecurityLog log, CancellationToken cancel)
    {
        var form = context.Request.Form;
        var account = await Own.Of(context, accounts);
        await log.Write(context, account.Id, "account.passkey", account.Id, cancel);
        if (!await passkeys.Add(context, account, form["step"].ToString(), form["credential"].ToString(), form["label"].ToString(), cancel))
        {
            var (options, token) = await passkeys.Offer(context, account, cancel);
            return PageResult.Of<PasskeyPage>(StatusCodes.Status400BadRequest, ("Options", options), ("Token", token), ("IsRefused", true));
        }

        await sessions.EndAll(account.Id, context.User.SessionId(), cancel);
        return Results.Redirect($"/{Tag(context)}/account");
    }

    private static async Task<IResult> RemovePasskey(HttpContext context, AccountsContext accounts, Passkeys passkeys, Sessions sessions, SecurityLog log, CancellationToken cancel)
    {
        var account = await Own.Of(context, accounts);
        byte[] id;
        try
        {
            id = Convert.FromHexString(context.Request.Form["passkey"].ToString());
        }
        catch (FormatException)
        {
            return Results.NotFound();
        }

        await log.Write(context, account.Id, "account.passkey-removed", account.Id, cancel);
        if (!await passkeys.Remove(account, id))
        {
            return Results.NotFound();
        }

        await sessions.EndAll(account.Id, context.User.SessionId(), cancel);
        return Results.Redirect($"/{Tag(context)}/account");
    }

    private static async Task<IResult> NewCodes(HttpContext context, AccountsContext accounts, Authenticators authenticators, SecurityLog log, CancellationToken cancel)
    {
        var account = await Own.Of(context, accounts);
        await log.Write(context, account.Id, "account.recovery-codes", account.Id, cancel);
        return PageResult.Of<CodesPage>(StatusCodes.Status200OK, ("Codes", await authenticators.NewCodes(account.Id, cancel)));
    }

    private static async Task<IResult> ChangePassword(HttpContext context, AccountsContext accounts, UserManager<Account> users, LocalSignIn local, Passkeys passkeys, Sessions sessions, SecurityLog log, CancellationToken cancel)
    {
        var form = context.Request.Form;
        var account = await Own.Of(context, accounts);
        var attempt = local.Recheck(context, account, form["current"].ToString());
        if (attempt is Attempt.Wait wait)
        {
            return PageResult.Of<PasswordPage>(StatusCodes.Status429TooManyRequests, ("Fault", "wait"), ("Seconds", (int?)Math.Ceiling(wait.For.TotalSeconds)));
        }

        if (attempt is not Attempt.Admitted)
        {
            await log.Failed(context, account.Id, "password-change", cancel);
            return PageResult.Of<PasswordPage>(StatusCodes.Status400BadRequest, ("Fault", "wrong"));
        }

        await log.Write(context, account.Id, "account.password", account.Id, cancel);
        var changed = await users.ChangePasswordAsync(account, form["current"].ToString(), form["new"].ToString());
        if (!changed.Succeeded)
        {
            var fault = changed.Errors.Select(e => e.Code).FirstOrDefault(c => c is "short" or "long" or "simple" or "guessed" or "known") ?? "short";
            return PageResult.Of<PasswordPage>(StatusCodes.Status400BadRequest, ("Fault", fault));
        }

        await sessions.EndAll(account.Id, context.User.SessionId(), cancel);
        return await Show(context, accounts, passkeys, "account.password.done");
    }

    private static async Task<IResult> EndSession(HttpContext context, AccountsContext accounts, CancellationToken cancel)
    {
        var account = context.User.AccountId();
        return Guid.TryParse(context.Request.Form["session"].ToString(), out var id) && await accounts.Sessions.Where(s => s.Id == id && s.AccountId == account).ExecuteDeleteAsync(cancel) == 1
            ? Results.Redirect($"/{Tag(context)}/account")
            : Results.NotFound();
    }

    private static string Tag(HttpContext context) => Language.OfPath(context.Request.Path).Tag;
}
