using Microsoft.EntityFrameworkCore;
using Palermo.Web.Security;

namespace Palermo.Web.Accounts;

/// <summary>The accounts of a demonstration: one a role in each of two offices, which anybody may sign in as. They exist in no other mode.</summary>
public static class Demonstration
{
    public static readonly string[] Offices = ["north", "south"];

    public static string NameOf(string role, string office) => $"{role}.{office}";

    public static async Task Accounts(AccountsContext accounts, RoleRights rights, TimeProvider clock, CancellationToken cancel)
    {
        if (await accounts.Users.AnyAsync(cancel))
        {
            return;
        }

        foreach (var (role, office) in rights.Roles.SelectMany(r => Offices.Select(o => (r, o))))
        {
            var name = NameOf(role, office);
            accounts.Users.Add(new Account
            {
                Id = Secrets.NewId(),
                UserName = name,
                NormalizedUserName = name.ToUpperInvariant(),
                DisplayName = $"{role.Replace('_', ' ')} ({office})",
                Office = office,
                Roles = { role },
                Kind = AccountKind.Person,
                CreatedAt = clock.GetUtcNow(),
                SecurityStamp = Secrets.NewToken(),
                HasSecondFactor = true,
            });
        }

        await accounts.SaveChangesAsync(cancel);
    }
}
