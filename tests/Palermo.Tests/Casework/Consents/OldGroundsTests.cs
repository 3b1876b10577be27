using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Palermo.Casework.Consents;
using Palermo.Casework.Desks;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Consents;

/// <summary>An override recorded by a build that sealed its reason alone, brought through the real migration: its case opens, and says what is lost.</summary>
public sealed class OldGroundsTests
{
    private const string Reason = "a child, or presumed one, without a guardian who could consent";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task RowFromBeforeTheSealing_Opens_AndItsProvisionIsNotRecorded(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await house.Desk.OpenCaseAsync(house.Cast.Caseworker, Palermo.Casework.Access.Purpose.Intake, new CaseDraft(AgeStatus.Child, AgeBasis.Stated, null, "article 6") { IsSynthetic = true }, Stop);
        Assert.Equal(new OverrideGrounds("article 6", Reason), Assert.Single((await house.ReadAsync(file)).OverrideGrounds).Value);

        await using var context = house.Setting.Database.NewContext();
        var id = await context.Set<Override>().Where(o => o.CaseId == file.CaseId).Select(o => o.Id).SingleAsync(Stop);
        var initial = context.Database.GetMigrations().First();
        await context.GetService<IMigrator>().MigrateAsync(initial, Stop);
        using (var vault = new CaseVault(file.CaseId, house.Setting.Master, await context.Set<CaseKey>().AsNoTracking().Where(k => k.CaseId == file.CaseId).ToListAsync(Stop)))
        {
            var old = vault.Seal(Tier.Facts, new FieldId("override", "reason", id, 0), JsonSerializer.SerializeToUtf8Bytes(Reason)).Bytes;
            Assert.Equal(1, await context.Database.ExecuteSqlAsync($"""UPDATE "Overrides" SET "Reason" = {old}, "LegalBasis" = 'article 6' WHERE "Id" = {id}""", Stop));
        }

        await context.Database.MigrateAsync(Stop);
        var read = await house.ReadAsync(file);
        Assert.Equal(new OverrideGrounds(null, Reason), Assert.Single(read.OverrideGrounds).Value);
        Assert.Equal(id, Assert.Single(read.Overrides).Id);

        // What was changed fails still: it opens at neither place.
        var grounds = await context.Set<Override>().AsNoTracking().Where(o => o.Id == id).Select(o => o.Grounds).SingleAsync(Stop);
        grounds[^1] ^= 1;
        await context.Database.ExecuteSqlAsync($"""UPDATE "Overrides" SET "Grounds" = {grounds} WHERE "Id" = {id}""", Stop);
        var failure = await Assert.ThrowsAsync<VaultException>(() => house.ReadAsync(file));
        Assert.Contains(id.ToString(), failure.Message, StringComparison.Ordinal);
    }
}
