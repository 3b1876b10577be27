using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Cases;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;

namespace Palermo.Tests.Casework.Demonstration;

public sealed class DemonstrationCasesTests
{
    [Fact]
    public async Task SameSeed_OnTwoDatabases_TellsTheSameStories()
    {
        Assert.Equal(await Told(5), await Told(5));
        Assert.NotEqual(await Told(5), await Told(6));
    }

    [Fact]
    public async Task EveryCase_IsMarkedAndNamedAnExample()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var house = await Filled(7);
        await using var context = house.Setting.Database.NewContext();
        Assert.True(await context.Set<Case>().AllAsync(c => c.IsSynthetic, stop));
        var page = await house.Desk.CaseloadAsync(house.Cast.Caseworker, Purpose.CasePlanning, new CaseloadQuery(), stop);
        Assert.Equal(14, page.Rows.Length);
        Assert.All(page.Rows, r => Assert.StartsWith("Example ", r.Name, StringComparison.Ordinal));
    }

    private static async Task<string> Told(ulong seed)
    {
        await using var house = await Filled(seed);
        await using var context = house.Setting.Database.NewContext();
        var facts = await context.Set<StatedFact>().AsNoTracking().OrderBy(f => f.RecordedAt).ThenBy(f => f.Code).Select(f => f.Code + "=" + f.Answer).ToListAsync(TestContext.Current.CancellationToken);
        var page = await house.Desk.CaseloadAsync(house.Cast.Caseworker, Purpose.CasePlanning, new CaseloadQuery(), TestContext.Current.CancellationToken);
        return string.Join('\n', facts) + "\n" + string.Join('\n', page.Rows.Select(r => r.Name + " " + r.State));
    }

    private static async Task<House> Filled(ulong seed)
    {
        var house = await House.OpenAsync("SQLite");
        await new DemonstrationCases(house.Desk, house.Cast, ScriptedStory.LoadAll(Path.Combine(House.Data, "cases", "golden")), seed).AddCasesAsync(14, TestContext.Current.CancellationToken);
        return house;
    }
}
