using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Custody;
using Palermo.Casework.Desks;
using Palermo.Casework.Search;
using Palermo.Casework.Vault;
using Palermo.Tests.Casework.Promises;

namespace Palermo.Tests.Casework.Custody;

public sealed class CustodyTests
{
    private static readonly AuditEvent ByOperator = new(Guid.Empty, "keys.test") { Role = "operator" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Rotation_StoppedAndCalledAgain_WrapsEveryKeyAndTheOldVersionCanGo(string database)
    {
        await using var house = await FullHouse.OpenAsync(database);
        var rotated = house.Setting.Master.WithNewVersion();
        await using var context = house.Setting.Database.NewContext();
        var keys = await KeyRotation.PendingAsync(context, rotated, Stop);

        // Stopped after some keys: half of the rows are wrapped by hand, as a batch would have been.
        foreach (var key in await context.Set<CaseKey>().AsNoTracking().Take((int)keys / 2).ToListAsync(Stop))
        {
            var again = key.Rewrap(rotated);
            await context.Set<CaseKey>().Where(k => k.CaseId == key.CaseId && k.Tier == key.Tier).ExecuteUpdateAsync(s => s.SetProperty(k => k.Wrapped, again.Wrapped).SetProperty(k => k.MasterVersion, again.MasterVersion), Stop);
        }

        var done = await KeyRotation.RunAsync(house.Setting.Database, rotated, house.Setting.Trail, ByOperator, null, Stop);

        Assert.Equal(keys - (keys / 2), done);
        Assert.Equal(0, await KeyRotation.PendingAsync(context, rotated, Stop));
        var only = rotated.WithCurrentOnly();
        var desk = new CaseDesk(house.Setting with { Master = only }, "test");
        var page = await desk.CaseloadAsync(house.Cast.Caseworker, Purpose.CasePlanning, new CaseloadQuery(), Stop);
        Assert.Contains(page.Rows, r => r.Name == "Somebody");
        using var opened = await OrganisationKeys.LoadAsync(context, only, Stop);
        var report = await new AuditVerifier(opened, house.Clock).VerifyAsync(context, new AuditScope { Deep = true, Master = only }, stop: Stop);
        Assert.True(report.Holds, string.Join('\n', report.Findings.Take(5)));
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Erasure_OfATier_LeavesTheOthersAndTheLogWhole(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await FullHouse.FillAsync(house, "Somebody", "street 1", "+44 7700 900000", n => n);

        var erased = await KeyErasure.RunAsync(house.Setting.Database, house.Setting.Trail, file.CaseId, Tier.Location, ByOperator, Stop);

        Assert.Equal([Tier.Location], erased);
        Assert.Equal("Somebody", (await house.ReadAsync(file)).Identity!.ShownName);
        var fresh = house.Cast.Caseworker with { SteppedUpAt = house.Clock.GetUtcNow() };
        Assert.Equal(VaultProblem.Erased, (await Assert.ThrowsAsync<VaultException>(() => house.Desk.ReadContactsAsync(fresh, Purpose.Safety, file.CaseId, Stop))).Problem);
        await AssertHoldsAsync(house);
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Erasure_OfACase_LeavesNothingToReadOrToFind(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await FullHouse.FillAsync(house, "Somebody", "street 1", "+44 7700 900000", n => n);
        await using var context = house.Setting.Database.NewContext();
        var wrapped = await context.Set<CaseKey>().AsNoTracking().Where(k => k.CaseId == file.CaseId).Select(k => k.Wrapped).ToListAsync(Stop);

        var erased = await KeyErasure.RunAsync(house.Setting.Database, house.Setting.Trail, file.CaseId, null, ByOperator, Stop);

        Assert.Equal(CaseKey.Tiers, erased);
        Assert.Empty(await KeyErasure.RunAsync(house.Setting.Database, house.Setting.Trail, file.CaseId, null, ByOperator, Stop));
        Assert.Empty(await context.Set<SearchBucket>().Where(b => b.CaseId == file.CaseId).ToListAsync(Stop));
        Assert.Empty(await house.Desk.SearchAsync(house.Cast.Caseworker, Purpose.CasePlanning, new SearchQuery(null, null, "Somebody"), Stop));
        await AssertHoldsAsync(house);
        if (database == "SQLite")
        {
            foreach (var bytes in Directory.GetFiles(Path.GetDirectoryName(house.File)!).Select(f => File.ReadAllBytes(f)))
            {
                Assert.All(wrapped, key => Assert.True(bytes.AsSpan().IndexOf(key) < 0, "a wrapped key is still in the file"));
            }
        }
    }

    private static async Task AssertHoldsAsync(House house)
    {
        await using var context = house.Setting.Database.NewContext();
        var report = await new AuditVerifier(house.Setting.Keys, house.Clock).VerifyAsync(context, new AuditScope { Deep = true, Master = house.Setting.Master }, stop: Stop);
        Assert.True(report.Holds, string.Join('\n', report.Findings.Take(5)));
    }
}
