using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Audit;

namespace Palermo.Tests.Casework.Audit;

public sealed class AuditTrailTests
{
    private static readonly Guid Someone = Guid.Parse("11111111-2222-4333-8444-555555555555");

    public static TheoryData<string> Databases => LedgerWorld.Databases;

    /// <summary>Every kind of column, and how a thief changes it.</summary>
    public static TheoryData<string, string> Columns
    {
        get
        {
            string[] sets =
            [
                """ "Text" = 'other' """, """ "At" = '2026-11-02 09:30:00.123457+00:00' """, """ "Cipher" = (SELECT "Hash" FROM "AuditHead") """, """ "Amount" = NULL """, """ "Tier" = 3 """,
                """ "Day" = '2026-11-03' """, """ "Ratio" = 0.25 """, """ "Flag" = FALSE """, """ "Stem_Kind" = 'ash' """, """ "Stem_Length" = 4 """,
            ];
            var data = new TheoryData<string, string>();
            foreach (var database in new[] { "sqlite", "postgresql" })
            {
                foreach (var set in sets)
                {
                    data.Add(database, set);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Changes_AndTheirEntry_AreStoredTogetherOrNotAtAll(string database)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(2);
        var before = await db.Leaves.CountAsync(TestContext.Current.CancellationToken);

        await using (var other = world.Open())
        {
            await using var transaction = await other.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            other.Add(world.NewLeaf("rolled back"));
            await world.Trail.AppendAsync(other, new AuditEvent(Someone, "leaf.add"), TestContext.Current.CancellationToken);
        }

        Assert.Equal(before, await db.Leaves.CountAsync(TestContext.Current.CancellationToken));
        var report = await world.VerifyAsync(new AuditScope { Deep = true });
        Assert.True(report.Holds, string.Join('\n', report.Findings));
        Assert.Equal(2, report.Entries);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SaveWithoutAnEntry_IsRefused(string database)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(1);
        db.Add(world.NewLeaf("silent"));

        await Assert.ThrowsAsync<AuditException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken));
        Assert.Throws<AuditException>(() => db.SaveChanges());
    }

    [Fact]
    public async Task AppendOutsideATransaction_IsRefused()
    {
        using var world = new LedgerWorld("sqlite");
        await using var db = await world.WithEntriesAsync(0);

        await Assert.ThrowsAsync<AuditException>(() => world.Trail.AppendAsync(db, new AuditEvent(Someone, "leaf.read"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Amina Yusuf")]
    [InlineData("leaf read")]
    [InlineData("naïve")]
    [InlineData("a\n")]
    [InlineData("12 Harbour Street, flat 3")]
    public async Task Text_ThatIsNoKey_DoesNotEnterTheLog(string text)
    {
        using var world = new LedgerWorld("sqlite");
        await using var db = await world.WithEntriesAsync(0);
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        AuditEvent[] events =
        [
            new(Someone, text), new(Someone, "a") { Role = text }, new(Someone, "a") { Office = text }, new(Someone, "a") { Purpose = text }, new(Someone, "a") { Reason = text },
            new(Someone, "a") { RecordType = text }, new(Someone, "a") { RequestId = text }, new(Someone, "a") { Fields = [text] },
        ];

        foreach (var one in events)
        {
            var thrown = await Assert.ThrowsAsync<AuditException>(() => world.Trail.AppendAsync(db, one, TestContext.Current.CancellationToken));
            Assert.DoesNotContain(text, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task HeadChangedOutside_NothingIsServed(string database)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(2);
        world.Sql("""UPDATE "AuditHead" SET "Seq" = 1""");

        await Assert.ThrowsAsync<AuditException>(() => world.DoAsync("leaf.read"));
        world.Sql("""DELETE FROM "AuditHead" """);
        await Assert.ThrowsAsync<AuditException>(() => world.DoAsync("leaf.read"));
        await Assert.ThrowsAsync<AuditException>(() => world.Trail.InitialiseAsync(db, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ManyWritersAtOnce_MakeOneChain(string database)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await world.DoAsync("leaf.add", context => context.Add(world.NewLeaf($"{writer} {i}")));
            }
        })));

        var report = await world.VerifyAsync(new AuditScope { Deep = true });
        Assert.True(report.Holds, string.Join('\n', report.Findings));
        Assert.Equal(80, report.Entries);
        Assert.Equal(80, report.Records);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task RecordChangedOutside_InAnyColumn_IsFound(string database, string set)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(6);
        Assert.True((await world.VerifyAsync(new AuditScope { Deep = true })).Holds);

        world.Sql($"""UPDATE "Leaves" SET {set} WHERE "Text" = 'leaf 3'""");

        Assert.True((await world.VerifyAsync()).Holds);
        var report = await world.VerifyAsync(new AuditScope { Deep = true });
        Assert.Equal(AuditProblem.Record, Assert.Single(report.Findings).Problem);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task RecordRemovedPutInOrBroughtBack_IsFound(string database)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(4);
        var leaf = await db.Leaves.OrderBy(l => l.Text).AsNoTracking().FirstAsync(TestContext.Current.CancellationToken);

        world.Sql("""CREATE TABLE "Kept" AS SELECT * FROM "Leaves" WHERE "Text" = 'leaf 1'""");
        world.Sql("""DELETE FROM "Leaves" WHERE "Text" = 'leaf 1'""");
        Assert.Equal(AuditProblem.RecordGone, Assert.Single((await world.VerifyAsync(new AuditScope { Deep = true })).Findings).Problem);

        world.Sql("""INSERT INTO "Leaves" SELECT * FROM "Kept" """);
        Assert.True((await world.VerifyAsync(new AuditScope { Deep = true })).Holds);

        await world.DoAsync("leaf.delete", context => context.Remove(context.Leaves.Single(l => l.Id == leaf.Id)));
        Assert.True((await world.VerifyAsync(new AuditScope { Deep = true })).Holds);
        world.Sql("""INSERT INTO "Leaves" SELECT * FROM "Kept" """);
        Assert.Equal(AuditProblem.RecordForeign, Assert.Single((await world.VerifyAsync(new AuditScope { Deep = true })).Findings).Problem);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task KeyTakenFromAnotherCase_IsFound(string database)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(0);
        await world.DoAsync("case.open", context => context.AddRange(Palermo.Casework.Vault.CaseKey.ForNewCase(world.Ids.Next(), world.Master)));
        var scope = new AuditScope { Deep = true, Master = world.Master };
        Assert.True((await world.VerifyAsync(scope)).Holds);

        world.Sql("""UPDATE "CaseKeys" SET "Wrapped" = (SELECT "Wrapped" FROM "CaseKeys" WHERE "Tier" = 3) WHERE "Tier" = 4""");

        Assert.Equal(AuditProblem.Key, Assert.Single((await world.VerifyAsync(scope)).Findings).Problem);
    }
}
