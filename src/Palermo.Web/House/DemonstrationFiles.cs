using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Web.Accounts;

namespace Palermo.Web.House;

/// <summary>Fills the demonstration with made-up cases at its offices, so that whoever signs in finds work.</summary>
public static class DemonstrationFiles
{
    private const ulong Seed = 2000;

    private const int CasesPerOffice = 14;

    public static async Task Fill(CaseHouse house, AccountsContext accounts, string data, CancellationToken cancel)
    {
        var stories = ScriptedStory.LoadAll(Path.Combine(data, "cases", "golden"));
        foreach (var (office, i) in Demonstration.Offices.Select((o, i) => (o, i)))
        {
            var people = accounts.Users.Where(a => a.Office == office).ToDictionary(a => a.UserName!, a => a.Id, StringComparer.Ordinal);
            var cast = Cast.Of(role => people[Demonstration.NameOf(role, office)], office);
            var cases = new DemonstrationCases(new CaseDesk(house.Setting, "demonstration"), cast, stories, Seed + (ulong)i);
            await cases.AddOfficesAsync(people[Demonstration.NameOf("system-administrator", office)], cancel);
            await cases.AddCasesAsync(CasesPerOffice, cancel);
        }
    }
}
