using Microsoft.EntityFrameworkCore;
using Palermo.Web.Accounts;
using Palermo.Web.Security;

namespace Palermo.Web.Features.AccountKeeping;

/// <summary>What an administrator does to accounts of others. Each deed is in the audit log before it is done; sessions end so that it holds at once.</summary>
public sealed class AccountKeeper(AccountsContext accounts, Sessions sessions, Invitations invitations, ApiClients clients, SecurityLog log, RoleRights rights, TimeProvider clock)
{
    public async Task<(Account? Account, string? Fault)> Create(HttpContext context, AccountDraft draft, AccountKind kind)
    {
        var cancel = context.RequestAborted;
        if (draft.Fault(rights, isNew: true) is { } fault)
        {
            return (null, fault);
        }

        var normal = draft.Name.ToUpperInvariant();
        if (await accounts.Users.AnyAsync(a => a.NormalizedUserName == normal, cancel))
        {
            return (null, "taken");
        }

        var account = new Account
        {
            Id = Secrets.NewId(),
            UserName = draft.Name,
            NormalizedUserName = normal,
            DisplayName = draft.Display,
            Office = draft.Office,
            Kind = kind,
            CreatedAt = clock.GetUtcNow(),
            SecurityStamp = Secrets.NewToken(),
        };
        account.Roles.AddRange(draft.Roles);
        await Log(context, "account.created", account.Id);
        accounts.Users.Add(account);
        await accounts.SaveChangesAsync(cancel);
        return (account, null);
    }

    public async Task<string?> Change(HttpContext context, Account account, AccountDraft draft)
    {
        if (IsOwn(context, account))
        {
            return "own";
        }

        if (draft.Fault(rights, isNew: false) is { } fault)
        {
            return fault;
        }

        await Log(context, "account.changed", account.Id);
        (account.DisplayName, account.Office, account.Roles) = (draft.Display, draft.Office, [.. draft.Roles]);
        await accounts.SaveChangesAsync(context.RequestAborted);
        await sessions.EndAll(account.Id, null, context.RequestAborted);
        return null;
    }

    public async Task<string?> SetDisabled(HttpContext context, Account account, bool disabled)
    {
        if (IsOwn(context, account))
        {
            return "own";
        }

        await Log(context, disabled ? "account.disabled" : "account.enabled", account.Id);
        account.Disabled = disabled;
        await accounts.SaveChangesAsync(context.RequestAborted);
        await sessions.EndAll(account.Id, null, context.RequestAborted);
        return null;
    }

    public async Task<string> Invite(HttpContext context, Account account)
    {
        await Log(context, "account.invited", account.Id);
        return await invitations.Invite(account.Id, context.User.AccountId() ?? Guid.Empty, context.RequestAborted);
    }

    public async Task<string> NewSecret(HttpContext context, Account account)
    {
        await Log(context, "account.secret", account.Id);
        return await clients.NewSecret(account, context.RequestAborted);
    }

    public async Task<string?> AskRecovery(HttpContext context, Account account)
    {
        if (IsOwn(context, account))
        {
            return "own";
        }

        await Log(context, "account.recovery-asked", account.Id);
        await invitations.AskRecovery(account.Id, context.User.AccountId() ?? Guid.Empty, context.RequestAborted);
        return null;
    }

    public async Task<string?> ConfirmRecovery(HttpContext context, Guid account)
    {
        await Log(context, "account.recovery-confirmed", account);
        return await invitations.ConfirmRecovery(account, context.User.AccountId() ?? Guid.Empty, context.RequestAborted);
    }

    private static bool IsOwn(HttpContext context, Account account) => context.User.AccountId() == account.Id;

    private Task Log(HttpContext context, string action, Guid about) => log.Write(context, context.User.AccountId() ?? Guid.Empty, action, about, context.RequestAborted);
}
