using Microsoft.EntityFrameworkCore;
using Palermo.Web.Accounts;
using Palermo.Web.Security;

namespace Palermo.Web.Features.OwnAccount;

/// <summary>The signed-in person's own account.</summary>
public static class Own
{
    public static async Task<Account> Of(HttpContext context, AccountsContext accounts)
    {
        var id = context.User.AccountId();
        return await accounts.Users.SingleAsync(a => a.Id == id, context.RequestAborted);
    }
}
