using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Custody;
using Palermo.Casework.Desks;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Tests.Casework.Promises;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework.Custody;

/// <summary>A backup, restored elsewhere: with the key it is whole, without it nothing of it is said.</summary>
public sealed class BackupTests
{
    private const string Name = "Qvyxkolzwambri";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Backup_OpensWithItsKeysOnly(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await FullHouse.FillAsync(house, Name, "street 1", "+44 7700 900000", n => n);
        await using var restored = new CaseworkDatabase(await RestoreAsync(house));

        var setting = await DeskSetting.PrepareAsync(restored, house.Setting.Master, Laws.Library, House.Data, house.Clock, Stop);
        var read = await new CaseDesk(setting, "restored").OpenAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, Stop);
        Assert.Equal(Name, read.Identity!.ShownName);
        await using (var context = restored.NewContext())
        {
            var report = await new AuditVerifier(setting.Keys, house.Clock).VerifyAsync(context, new AuditScope { Deep = true, Master = house.Setting.Master }, stop: Stop);
            Assert.True(report.Holds, string.Join('\n', report.Findings.Take(5)));
        }

        using var other = MasterKey.Generate();
        var refused = await Assert.ThrowsAsync<VaultException>(() => DeskSetting.PrepareAsync(restored, other, Laws.Library, House.Data, house.Clock, Stop));
        Assert.Contains("key", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Name, refused.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Backup_OfBeforeARotation_IsClosedOnceTheOldVersionIsGone(string database)
    {
        await using var house = await House.OpenAsync(database);
        await FullHouse.FillAsync(house, Name, "street 1", "+44 7700 900000", n => n);
        await using var restored = new CaseworkDatabase(await RestoreAsync(house));
        var rotated = house.Setting.Master.WithNewVersion();
        await KeyRotation.RunAsync(house.Setting.Database, rotated, house.Setting.Trail, new AuditEvent(Guid.Empty, "keys.test"), null, Stop);
        using var retired = rotated.WithCurrentOnly();

        await Assert.ThrowsAsync<VaultException>(() => DeskSetting.PrepareAsync(restored, retired, Laws.Library, House.Data, house.Clock, Stop));
    }

    /// <summary>The connection string of a copy, made as the guide says: VACUUM INTO, or pg_dump and psql.</summary>
    private static async Task<string> RestoreAsync(House house)
    {
        await using var context = house.Setting.Database.NewContext();
        if (!house.Setting.Database.IsPostgres)
        {
            var copy = Path.Combine(Path.GetDirectoryName(house.File)!, "restored.db");
            await context.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", Stop);
            return $"Data Source={copy};Pooling=False";
        }

        Assert.SkipUnless(PostgresServer.Program("pg_dump") is not null, "pg_dump is not installed");
        var target = PostgresServer.NewDatabase();
        var dump = await PostgresServer.DumpAsync(context.Database.GetConnectionString()!, Stop);
        Assert.True(dump.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Name)) < 0, "the dump holds a name");
        await PostgresServer.RestoreAsync(target, dump, Stop);
        return target;
    }
}
