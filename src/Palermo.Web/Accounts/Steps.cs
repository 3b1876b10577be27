using Microsoft.EntityFrameworkCore;

namespace Palermo.Web.Accounts;

/// <summary>Steps of signing in that wait for the next. A token works once, for its own step, for ten minutes.</summary>
public sealed class Steps(AccountsContext accounts, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public async Task<string> Begin(string step, Guid? account, string? state, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await accounts.Pendings.Where(p => p.ExpiresAt < now).ExecuteDeleteAsync(cancel);
        var token = Secrets.NewToken();
        accounts.Pendings.Add(new Pending { Id = Secrets.NewId(), TokenHash = Secrets.Hash(token), Step = step, AccountId = account, State = state, ExpiresAt = now + Life });
        await accounts.SaveChangesAsync(cancel);
        return token;
    }

    /// <summary>Takes the step out; null if there is none, it ran out, or another request was faster.</summary>
    public async Task<Pending?> Take(string? token, string step, CancellationToken cancel)
    {
        if (token is not { Length: 64 })
        {
            return null;
        }

        var hash = Secrets.Hash(token);
        var pending = await accounts.Pendings.AsNoTracking().SingleOrDefaultAsync(p => p.TokenHash == hash && p.Step == step, cancel);
        return pending is not null && await accounts.Pendings.Where(p => p.Id == pending.Id).ExecuteDeleteAsync(cancel) == 1 && pending.ExpiresAt > clock.GetUtcNow() ? pending : null;
    }
}
