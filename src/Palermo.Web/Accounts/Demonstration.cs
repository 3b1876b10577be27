using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Web.House;
using Palermo.Web.Security;

namespace Palermo.Web.Accounts;

/// <summary>The accounts and cases of a demonstration: one account a role, which anybody may sign in as. They exist in no other mode.</summary>
public static class Demonstration
{
    private const int Cases = 24;

    private const ulong Seed = 2000;

    /// <summary>A second office, to show what its people do not see.</summary>
    public const string OtherOffice = "demo-elsewhere";

    public static async Task Fill(AccountsContext accounts, CaseHouse house, DataFolder data, RoleRights rights, TimeProvider clock, CancellationToken cancel)
    {
        if (await accounts.Users.AnyAsync(cancel))
        {
            return;
        }

        foreach (var role in rights.Roles)
        {
            accounts.Users.Add(Account(role, role, OfficeOf(role), clock));
        }

        accounts.Users.Add(Account("caseworker-elsewhere", "caseworker", OtherOffice, clock));
        await accounts.SaveChangesAsync(cancel);
        var byName = await accounts.Users.ToDictionaryAsync(a => a.UserName!, a => a.Id, StringComparer.Ordinal, cancel);
        var desk = new CaseDesk(house.Setting, "demonstration");
        var cases = new DemonstrationCases(desk, Cast.Of(role => byName[role]), ScriptedStory.LoadAll(Path.Combine(data.Path, "cases", "golden")), Seed);
        await cases.AddOfficesAsync(byName["system-administrator"], cancel);
        await cases.AddCasesAsync(Cases, cancel);
    }

    private static Account Account(string name, string role, string office, TimeProvider clock) => new()
    {
        Id = Secrets.NewId(),
        UserName = name,
        NormalizedUserName = name.ToUpperInvariant(),
        DisplayName = name.Replace('-', ' '),
        Office = office,
        Roles = { role },
        Kind = AccountKind.Person,
        CreatedAt = clock.GetUtcNow(),
        SecurityStamp = Secrets.NewToken(),
        HasSecondFactor = true,
    };

    private static string OfficeOf(string role) => role switch
    {
        "competent-authority" or "second-reviewer" => Cast.AuthorityOffice,
        "law-enforcement-liaison" => Cast.Police,
        "system-administrator" or "auditor" or "analyst" or "research-partner" or "national-rapporteur" or "nrm-coordinator" => "",
        _ => Cast.Shelter,
    };
}
