using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Palermo.Web.Accounts;

/// <summary>How an account begins, and begins again after everything was lost: with a code that another person hands over.</summary>
public sealed class Invitations(AccountsContext accounts, UserManager<Account> users, Sessions sessions, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(72);

    /// <summary>A new code for a new account; an earlier one ends.</summary>
    public async Task<string> Invite(Guid account, Guid by, CancellationToken cancel)
    {
        await accounts.Invitations.Where(i => i.AccountId == account).ExecuteDeleteAsync(cancel);
        var code = Secrets.NewCode();
        accounts.Invitations.Add(new Invitation { Id = Secrets.NewId(), AccountId = account, CodeHash = Secrets.HashCode(code), ExpiresAt = clock.GetUtcNow() + Life, AskedBy = by });
        await accounts.SaveChangesAsync(cancel);
        return code;
    }

    /// <summary>Asks for a new beginning of an account; it waits for a second administrator.</summary>
    public async Task AskRecovery(Guid account, Guid by, CancellationToken cancel)
    {
        await accounts.Invitations.Where(i => i.AccountId == account).ExecuteDeleteAsync(cancel);
        accounts.Invitations.Add(new Invitation { Id = Secrets.NewId(), AccountId = account, ExpiresAt = clock.GetUtcNow() + Life, IsRecovery = true, AskedBy = by });
        await accounts.SaveChangesAsync(cancel);
    }

    /// <summary>The second administrator confirms and gets the code; null where nothing waits or the same person asked.</summary>
    public async Task<string?> ConfirmRecovery(Guid account, Guid by, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var waiting = await accounts.Invitations.SingleOrDefaultAsync(i => i.AccountId == account && i.IsRecovery && i.ConfirmedBy == null && i.ExpiresAt > now && i.AskedBy != by, cancel);
        if (waiting is null || by == account)
        {
            return null;
        }

        var code = Secrets.NewCode();
        (waiting.CodeHash, waiting.ConfirmedBy, waiting.ExpiresAt) = (Secrets.HashCode(code), by, now + Life);
        await accounts.SaveChangesAsync(cancel);
        return code;
    }

    public async Task<Account?> Find(string code, CancellationToken cancel)
    {
        var (hash, now) = (Secrets.HashCode(code), clock.GetUtcNow());
        return await accounts.Invitations.Where(i => i.CodeHash == hash && i.ExpiresAt > now)
            .Join(accounts.Users, i => i.AccountId, a => a.Id, (_, account) => account)
            .SingleOrDefaultAsync(a => !a.Disabled, cancel);
    }

    /// <summary>Begins the account: sets the password, forgets every older factor and session, and uses the code up.</summary>
    public async Task<(Account? Account, string? Fault)> Accept(string code, string password, CancellationToken cancel)
    {
        if (await Find(code, cancel) is not { } account)
        {
            return (null, "expired");
        }

        var fault = (await Task.WhenAll(users.PasswordValidators.Select(v => v.ValidateAsync(users, account, password)))).FirstOrDefault(r => !r.Succeeded);
        if (fault is not null)
        {
            return (account, fault.Errors.Select(e => e.Code).FirstOrDefault(c => c is "short" or "long" or "simple" or "guessed" or "known") ?? "short");
        }

        var hash = Secrets.HashCode(code);
        if (await accounts.Invitations.Where(i => i.CodeHash == hash).ExecuteDeleteAsync(cancel) != 1)
        {
            return (null, "expired");
        }

        account.AuthenticatorKey = null;
        account.HasSecondFactor = false;
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        foreach (var passkey in await users.GetPasskeysAsync(account))
        {
            await users.RemovePasskeyAsync(account, passkey.CredentialId);
        }

        await accounts.RecoveryCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancel);
        await users.UpdateSecurityStampAsync(account);
        await sessions.EndAll(account.Id, null, cancel);
        return (account, null);
    }
}
