using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Facts;
using Palermo.Casework.Storage;

namespace Palermo.Tests.Casework.Storage;

public sealed class ModelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Model_AndMigrations_Agree(string database)
    {
        await using var house = await House.OpenAsync(database);
        await using var context = house.Setting.Database.NewContext();
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(Stop));
    }

    /// <summary>Where a text could be stored open, its length is that of a code: a free text has no column.</summary>
    [Fact]
    public async Task OpenTexts_AreShortCodes()
    {
        await using var house = await House.OpenAsync("SQLite");
        await using var context = house.Setting.Database.NewContext();
        var open = context.Model.GetEntityTypes()
            .Where(e => e.ClrType.Namespace?.StartsWith("Palermo.Casework", StringComparison.Ordinal) == true)
            .SelectMany(e => e.GetProperties())
            .Where(p => p.ClrType == typeof(string) && p.GetMaxLength() is null or > 300)
            .Select(p => $"{p.DeclaringType.ShortName()}.{p.Name}");
        Assert.Empty(open.Except(["AuditEntry.Fields"]));
    }

    [Fact]
    public async Task Answer_CanBeSupersededOnceAndOtherwiseNotChanged()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await house.AnswerAsync(file, ("deception", FactAnswer.Yes));
        await using var context = house.Setting.Database.NewContext();
        var fact = await context.Set<StatedFact>().SingleAsync(Stop);
        context.Entry(fact).Property(f => f.Answer).CurrentValue = FactAnswer.No;
        await Assert.ThrowsAsync<RewriteException>(() => context.SaveChangesAsync(Stop));
        context.ChangeTracker.Clear();
        context.Remove(await context.Set<StatedFact>().SingleAsync(Stop));
        await Assert.ThrowsAsync<RewriteException>(() => context.SaveChangesAsync(Stop));

        await house.AnswerAsync(file, ("deception", FactAnswer.No));
        context.ChangeTracker.Clear();
        var superseded = await context.Set<StatedFact>().FirstAsync(f => f.SupersededBy != null, Stop);
        superseded.Supersede(file.CaseId, superseded.RecordedAt);
        await Assert.ThrowsAsync<RewriteException>(() => context.SaveChangesAsync(Stop));
    }

    [Theory]
    [InlineData("Data Source=x.db", "SQLite")]
    [InlineData("Host=localhost;Database=x", "PostgreSQL")]
    public void Connection_NamesTheKindOfDatabase(string connection, string kind) => Assert.Equal(kind, new CaseworkDatabase(connection).Kind);

    [Theory]
    [InlineData("Passwort=geheim")]
    [InlineData("geheim")]
    [InlineData("")]
    public void Connection_ThatNamesNone_IsRefusedWithoutRepeatingIt(string connection)
    {
        var refused = Assert.Throws<ArgumentException>(() => new CaseworkDatabase(connection));
        Assert.DoesNotContain("geheim", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Times_ComeBackAsTheyWereWritten(string database)
    {
        await using var house = await House.OpenAsync(database);
        house.Clock.Advance(TimeSpan.FromTicks(12_345_678));
        var file = await house.AdultAsync();
        var read = await house.Desk.OpenAsync(house.Cast.Caseworker, Purpose.Intake, file.CaseId, Stop);
        Assert.Equal(TimeSpan.Zero, read.Case.OpenedAt.Offset);
        Assert.Equal(read.Case.OpenedAt, read.Events[0].At);
        Assert.Equal(0, read.Case.OpenedAt.Ticks % 10);
        Assert.NotEqual(0, read.Case.OpenedAt.Ticks % 10_000);
    }
}
