using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;

namespace Palermo.Web.Accounts;

/// <summary>What colleagues are called, by account.</summary>
public sealed class Colleagues(AccountsContext accounts)
{
    public async Task<FrozenDictionary<Guid, string>> Named(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().ToList();
        var found = await accounts.Users.AsNoTracking().Where(a => wanted.Contains(a.Id)).Select(a => new { a.Id, a.DisplayName }).ToListAsync(cancel);
        return found.ToFrozenDictionary(a => a.Id, a => a.DisplayName);
    }
}
