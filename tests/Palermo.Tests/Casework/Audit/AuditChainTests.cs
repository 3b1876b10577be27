using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Audit;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Audit;

public sealed class AuditChainTests
{
    public static TheoryData<string> Databases => LedgerWorld.Databases;

    private static readonly string[] Edits =
    [
        """ "AtMilliseconds" = "AtMilliseconds" + 1 """, """ "ActorId" = '99999999-2222-4333-8444-555555555555' """, """ "Role" = 'supervisor' """, """ "Office" = 'north' """,
        """ "Purpose" = 'intake' """, """ "Action" = 'leaf.peek' """, """ "Allowed" = CASE WHEN "Allowed" THEN FALSE ELSE TRUE END """, """ "Reason" = 'granted' """,
        """ "CaseId" = '99999999-2222-4333-8444-555555555555' """, """ "RecordType" = 'leaf' """, """ "RecordId" = '99999999-2222-4333-8444-555555555555' """, """ "Fields" = 'text' """,
        """ "TierBits" = 4 """, """ "RequestId" = 'r' """,
    ];

    private static readonly string[] Kinds = ["sqlite", "postgresql"];

    /// <summary>Whatever a thief of the database does to the log, and what it shows as.</summary>
    public static TheoryData<string, string, AuditProblem[]> Mutations
    {
        get
        {
            var data = new TheoryData<string, string, AuditProblem[]>();
            (string Sql, AuditProblem[] Problems)[] rows =
            [
                .. Edits.Select(set => ($"""UPDATE "AuditEntries" SET {set} WHERE "Seq" = 4""", new[] { AuditProblem.Changed })),
                ("""DELETE FROM "AuditEntries" WHERE "Seq" = 4""", [AuditProblem.Missing]),
                ("""DELETE FROM "AuditEntries" WHERE "Seq" = 1""", [AuditProblem.Missing]),
                ("""DELETE FROM "AuditEntries" WHERE "Seq" > 6""", [AuditProblem.CutOff]),
                ("""DELETE FROM "AuditEntries" """, [AuditProblem.CutOff]),
                ("""DELETE FROM "AuditHead" """, [AuditProblem.Head]),
                ("""UPDATE "AuditHead" SET "Seq" = 7""", [AuditProblem.Head]),
                ("""UPDATE "AuditHead" SET "Seq" = 6, "Hash" = (SELECT "Hash" FROM "AuditEntries" WHERE "Seq" = 6); DELETE FROM "AuditEntries" WHERE "Seq" > 6""", [AuditProblem.Head]),
                // Reorder: two entries change places.
                ("""UPDATE "AuditEntries" SET "Seq" = 100 WHERE "Seq" = 3; UPDATE "AuditEntries" SET "Seq" = 3 WHERE "Seq" = 4; UPDATE "AuditEntries" SET "Seq" = 4 WHERE "Seq" = 100""", [AuditProblem.Unlinked, AuditProblem.Changed]),
                // Delete and close the gap by numbering anew.
                ("""DELETE FROM "AuditEntries" WHERE "Seq" = 4; UPDATE "AuditEntries" SET "Seq" = -"Seq" WHERE "Seq" > 4; UPDATE "AuditEntries" SET "Seq" = -"Seq" - 1 WHERE "Seq" < 0""", [AuditProblem.Unlinked, AuditProblem.Changed, AuditProblem.CutOff]),
                // Put in a copy of another entry at the end.
                ("""INSERT INTO "AuditEntries" SELECT 9, "AtMilliseconds", "ActorId", "Role", "Office", "Purpose", "Action", "Allowed", "Reason", "CaseId", "RecordType", "RecordId", "Fields", "TierBits", "RequestId", "Written", "PreviousHash", "Hash" FROM (SELECT * FROM "AuditEntries" WHERE "Seq" = 8) AS e""", [AuditProblem.Unlinked, AuditProblem.Changed, AuditProblem.Head]),
                ("""UPDATE "AuditEntries" SET "Written" = (SELECT "Written" FROM "AuditEntries" WHERE "Seq" = 2) WHERE "Seq" = 4""", [AuditProblem.Changed]),
                ("""UPDATE "AuditEntries" SET "Hash" = (SELECT "Hash" FROM "AuditEntries" WHERE "Seq" = 2) WHERE "Seq" = 4""", [AuditProblem.Changed, AuditProblem.Unlinked]),
                ("""UPDATE "AuditEntries" SET "PreviousHash" = (SELECT "PreviousHash" FROM "AuditEntries" WHERE "Seq" = 2) WHERE "Seq" = 4""", [AuditProblem.Unlinked, AuditProblem.Changed]),
            ];
            foreach (var database in Kinds)
            {
                foreach (var (sql, problems) in rows)
                {
                    data.Add(database, sql, problems);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task Log_ChangedOutside_IsFound(string database, string sql, AuditProblem[] problems)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(8);
        Assert.True((await world.VerifyAsync()).Holds);

        // Guids are text in capitals in SQLite; the columns keep the kind the program wrote.
        world.Sql(database == "sqlite" ? sql.ToUpperInvariant().Replace("\"AUDITENTRIES\"", "\"AuditEntries\"", StringComparison.Ordinal) : sql);
        var report = await world.VerifyAsync();

        Assert.Equal(problems.Order(), report.Findings.Select(f => f.Problem).Distinct().Order());
        Assert.Null(report.End);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Log_CutOffTogetherWithAnOldHead_IsFoundByAnAnchorAlone(string database)
    {
        using var world = new LedgerWorld(database);
        await using var db = await world.WithEntriesAsync(6);
        var old = await db.Set<AuditHead>().AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
        var early = await world.Verifier.AnchorAsync(db, TestContext.Current.CancellationToken);
        await world.DoAsync("leaf.read");
        await world.DoAsync("leaf.read");
        var anchor = await world.Verifier.AnchorAsync(db, TestContext.Current.CancellationToken);

        world.Sql("""DELETE FROM "AuditEntries" WHERE "Seq" > 6""");
        await db.Set<AuditHead>().ExecuteUpdateAsync(s => s.SetProperty(h => h.Seq, old.Seq).SetProperty(h => h.Hash, old.Hash).SetProperty(h => h.Mac, old.Mac), TestContext.Current.CancellationToken);

        Assert.True((await world.VerifyAsync()).Holds);
        Assert.True((await world.VerifyAsync(new AuditScope { Anchors = [early] })).Holds);
        var report = await world.VerifyAsync(new AuditScope { Anchors = [early, anchor] });
        Assert.Equal(AuditProblem.Anchor, Assert.Single(report.Findings).Problem);
    }

    [Fact]
    public async Task Anchor_OfAnotherLogOrForged_IsRefused()
    {
        using var world = new LedgerWorld("sqlite");
        await using var db = await world.WithEntriesAsync(3);
        using var other = new LedgerWorld("sqlite");
        await using var otherDb = await other.WithEntriesAsync(3);
        var own = await world.Verifier.AnchorAsync(db, TestContext.Current.CancellationToken);
        var foreign = await other.Verifier.AnchorAsync(otherDb, TestContext.Current.CancellationToken);

        Assert.False((await world.VerifyAsync(new AuditScope { Anchors = [foreign] })).Holds);
        Assert.False((await world.VerifyAsync(new AuditScope { Anchors = [own with { Seq = 2 }] })).Holds);
        Assert.True((await world.VerifyAsync(new AuditScope { Anchors = [own] })).Holds);
    }

    [Fact]
    public async Task AnchorFile_WrittenAndRead_IsTheSame()
    {
        using var world = new LedgerWorld("sqlite");
        await using var db = await world.WithEntriesAsync(3);
        var anchor = await world.Verifier.AnchorAsync(db, TestContext.Current.CancellationToken);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, [anchor.ToLine(), "", anchor.ToLine()], TestContext.Current.CancellationToken);
            Assert.Equal([anchor, anchor], AuditAnchor.ReadFile(file));
            await File.AppendAllTextAsync(file, "{\"seq\":1}", TestContext.Current.CancellationToken);
            Assert.Contains("line 4", Assert.Throws<InvalidDataException>(() => AuditAnchor.ReadFile(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Hash_UnderAnotherKey_DoesNotVerify()
    {
        // Who steals the database cannot compute the chain: the key is not in it.
        using var world = new LedgerWorld("sqlite");
        await using var db = await world.WithEntriesAsync(3);
        using var keys = OrganisationKeys.Open(world.Master, OrganisationKeys.ForNewDatabase(world.Master));

        var report = await new AuditVerifier(keys, world.Time).VerifyAsync(db, new AuditScope(), stop: TestContext.Current.CancellationToken);

        Assert.Equal(4, report.Total);
    }
}
