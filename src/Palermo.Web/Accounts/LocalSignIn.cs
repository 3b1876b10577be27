using Microsoft.AspNetCore.Identity;

namespace Palermo.Web.Accounts;

/// <summary>Signing in with a local account: name and password, then a code; or a passkey, which is both.</summary>
public sealed class LocalSignIn(AccountsContext accounts, UserManager<Account> users, IPasswordHasher<Account> hasher, IPasskeyHandler<Account> passkeys, Authenticators authenticators, Steps steps, SlowDown slow)
{
    private const string CodeStep = "code", PasskeyStep = "passkey";

    // Somebody who knows the password may not guess codes from many addresses.
    private const string Everywhere = "*";

    // So that a name without an account takes as long as one with.
    private static readonly Account Nobody = new();

    private static string? s_nobodysPassword;

    public async Task<Attempt> Password(HttpContext context, string name, string password, CancellationToken cancel)
    {
        var network = AddressOf(context);
        if (slow.Wait(network, name) is var wait && wait > TimeSpan.Zero)
        {
            return new Attempt.Wait(wait);
        }

        var account = await users.FindByNameAsync(name);
        var right = Verify(account, password);
        if (!right || account is null)
        {
            slow.Failed(network, name);
            return new Attempt.Refused();
        }

        slow.Succeeded(network, name);
        return account.HasSecondFactor
            ? new Attempt.Second(await steps.Begin(CodeStep, account.Id, null, cancel))
            : new Attempt.Admitted(account, "password");
    }

    /// <summary>The second step: a code of the authenticator, or one of the recovery codes.</summary>
    public async Task<Attempt> Code(string token, string code, CancellationToken cancel)
    {
        if (await steps.Take(token, CodeStep, cancel) is not { AccountId: { } id } || await accounts.Users.FindAsync([id], cancel) is not { Disabled: false } account)
        {
            return new Attempt.Expired();
        }

        return await Prove(account, code, cancel) is { } attempt and not Attempt.Refused
            ? attempt
            : new Attempt.Second(await steps.Begin(CodeStep, id, null, cancel));
    }

    /// <summary>Checks a code of an account whose password or session is already known.</summary>
    public async Task<Attempt> Prove(Account account, string code, CancellationToken cancel)
    {
        var name = account.Id.ToString();
        if (slow.Wait(Everywhere, name) is var wait && wait > TimeSpan.Zero)
        {
            return new Attempt.Wait(wait);
        }

        if (!await authenticators.Accept(account, code, cancel))
        {
            slow.Failed(Everywhere, name);
            return new Attempt.Refused();
        }

        slow.Succeeded(Everywhere, name);
        return new Attempt.Admitted(account, "code");
    }

    /// <summary>Whether the password of a signed-in person is right; slowed down like any other try.</summary>
    public Attempt Recheck(HttpContext context, Account account, string password)
    {
        var network = AddressOf(context);
        var name = account.UserName ?? "";
        if (slow.Wait(network, name) is var wait && wait > TimeSpan.Zero)
        {
            return new Attempt.Wait(wait);
        }

        if (Verify(account, password))
        {
            return new Attempt.Admitted(account, "password");
        }

        slow.Failed(network, name);
        return new Attempt.Refused();
    }

    /// <summary>What the browser needs to ask for a passkey, and the token of the step.</summary>
    public async Task<(string Options, string Token)> AskPasskey(HttpContext context, Account? account, CancellationToken cancel)
    {
        var options = await passkeys.MakeRequestOptionsAsync(account, context);
        return (options.RequestOptionsJson, await steps.Begin(PasskeyStep, account?.Id, options.AssertionState, cancel));
    }

    public async Task<Attempt> Passkey(HttpContext context, string token, string credential, CancellationToken cancel)
    {
        if (await steps.Take(token, PasskeyStep, cancel) is not { } step)
        {
            return new Attempt.Expired();
        }

        var result = await passkeys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = step.State });
        if (!result.Succeeded || result.User is not { Disabled: false, Kind: AccountKind.Person } account || (step.AccountId is { } expected && expected != account.Id))
        {
            return new Attempt.Refused();
        }

        await users.AddOrUpdatePasskeyAsync(account, result.Passkey);
        return new Attempt.Admitted(account, "passkey");
    }

    private bool Verify(Account? account, string password)
    {
        var usable = account is { PasswordHash: not null, Disabled: false, Kind: AccountKind.Person };
        s_nobodysPassword ??= hasher.HashPassword(Nobody, Secrets.NewToken());
        var result = hasher.VerifyHashedPassword(account ?? Nobody, usable ? account!.PasswordHash! : s_nobodysPassword, password);
        return usable && result != PasswordVerificationResult.Failed;
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";
}
