using Microsoft.AspNetCore.Identity;

namespace Palermo.Web.Accounts;

/// <summary>The passkeys of the accounts.</summary>
public sealed class Passkeys(AccountsContext accounts, UserManager<Account> users, IPasskeyHandler<Account> handler, Steps steps)
{
    private const string Step = "new-passkey";

    /// <summary>What the browser needs to make a passkey, and the token of the step.</summary>
    public async Task<(string Options, string Token)> Offer(HttpContext context, Account account, CancellationToken cancel)
    {
        var options = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = account.DisplayName }, context);
        return (options.CreationOptionsJson, await steps.Begin(Step, account.Id, options.AttestationState, cancel));
    }

    public async Task<bool> Add(HttpContext context, Account account, string token, string credential, string label, CancellationToken cancel)
    {
        if (await steps.Take(token, Step, cancel) is not { } step || step.AccountId != account.Id)
        {
            return false;
        }

        var made = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = step.State });
        if (!made.Succeeded || made.UserEntity.Id != account.Id.ToString())
        {
            return false;
        }

        made.Passkey.Name = label.Trim() is { Length: > 0 } name ? name[..Math.Min(name.Length, 60)] : null;
        if (!(await users.AddOrUpdatePasskeyAsync(account, made.Passkey)).Succeeded)
        {
            return false;
        }

        account.HasSecondFactor = true;
        await accounts.SaveChangesAsync(cancel);
        return true;
    }

    public async Task<IReadOnlyList<UserPasskeyInfo>> Of(Account account) => [.. await users.GetPasskeysAsync(account)];

    /// <summary>Removes a passkey, unless nothing but a password would be left.</summary>
    public async Task<bool> Remove(Account account, byte[] id)
    {
        var held = await users.GetPasskeysAsync(account);
        return (account.AuthenticatorKey is not null || held.Count > 1) && held.Any(p => p.CredentialId.AsSpan().SequenceEqual(id)) && (await users.RemovePasskeyAsync(account, id)).Succeeded;
    }
}
