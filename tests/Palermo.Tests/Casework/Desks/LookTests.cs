using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;

namespace Palermo.Tests.Casework.Desks;

/// <summary>Looking beside the one writer of a SQLite file: many at one time, after a write, and while the log grows.</summary>
public sealed class LookTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyLooks_ThatWaitedTogether_AreAllOnRecord()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await house.AnswerAsync(file, ("deception", FactAnswer.Yes));
        var before = await HeadAsync(house);
        List<Task<CaseFile>> looks;
        using (await house.Setting.Database.TurnAsync(Stop))
        {
            looks = [.. Enumerable.Range(0, 20).Select(_ => house.ReadAsync(file))];
            Assert.All(looks, l => Assert.False(l.IsCompleted));
        }

        Assert.All(await Task.WhenAll(looks), l => Assert.Equal("deception", Assert.Single(l.Knowledge.Standing).Code));
        Assert.Equal(before + 20, await HeadAsync(house));
        await VerifiesAsync(house);
    }

    /// <summary>One was overtaken, one is sound, one has an entry that no chain takes: each learns its own end, whatever the others'.</summary>
    [Fact]
    public async Task LooksTogether_EndEachInItsOwnWay()
    {
        await using var house = await House.OpenAsync("SQLite");
        var (written, quiet) = (await house.AdultAsync(), await house.AdultAsync());
        var seen = await HeadAsync(house);
        await house.AnswerAsync(written, ("deception", FactAnswer.Yes));
        var now = await HeadAsync(house);
        Task<bool> overtaken, sound, fresh, malformed;
        using (await house.Setting.Database.TurnAsync(Stop))
        {
            overtaken = Record(seen, written.CaseId);
            sound = Record(seen, quiet.CaseId);
            fresh = Record(now, written.CaseId);
            malformed = house.Setting.Looks.RecordAsync(now, [new AuditEvent(house.Cast.Caseworker.UserId, "not a key") { CaseId = quiet.CaseId }], Stop);
        }

        Assert.False(await overtaken);
        Assert.True(await sound);
        Assert.True(await fresh);
        await Assert.ThrowsAsync<AuditException>(() => malformed);
        Assert.Equal(now + 2, await HeadAsync(house));
        await VerifiesAsync(house);

        Task<bool> Record(long snapshot, Guid about) => house.Setting.Looks.RecordAsync(snapshot, [new AuditEvent(house.Cast.Caseworker.UserId, "case.opened") { CaseId = about }], Stop);
    }

    /// <summary>Somebody who leaves does not take the others' record with them.</summary>
    [Fact]
    public async Task WhoStopsWaiting_StopsNobodyElse()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var now = await HeadAsync(house);
        using var leaving = new CancellationTokenSource();
        Task<bool> left, stayed;
        using (await house.Setting.Database.TurnAsync(Stop))
        {
            left = house.Setting.Looks.RecordAsync(now, [new AuditEvent(house.Cast.Caseworker.UserId, "case.opened") { CaseId = file.CaseId }], leaving.Token);
            stayed = house.Setting.Looks.RecordAsync(now, [new AuditEvent(house.Cast.Caseworker.UserId, "case.opened") { CaseId = file.CaseId }], Stop);
            await leaving.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.True(await stayed);
        await VerifiesAsync(house);
    }

    /// <summary>Commits leave the log alone; it is copied beside them, and begun anew when it is long.</summary>
    [Fact]
    public async Task Log_IsCopiedBesideTheWriter_AndStaysInBounds()
    {
        await using var house = await House.OpenAsync("SQLite");
        await using var connection = new SqliteConnection(house.Connection);
        await connection.OpenAsync(Stop);
        Say("PRAGMA wal_autocheckpoint = 0; CREATE TABLE Ballast (Bytes BLOB)");
        house.Setting.Database.ServeMany();
        const int Pages = 10_000, Long = 8192;
        for (var i = 0; i < 40; i++)
        {
            Say($"INSERT INTO Ballast VALUES (zeroblob({Pages / 40 * 4096}))");
        }

        // Without the copying, the file would go on without the ballast and the log would only grow.
        var wal = house.File + "-wal";
        await UntilAsync(() => new FileInfo(house.File).Length > (long)Pages * 4096);
        await UntilAsync(() =>
        {
            Say("INSERT INTO Ballast VALUES (x'00')");
            return BitConverter.ToUInt32([.. File.ReadAllBytes(house.File + "-shm").AsSpan(16, 4)]) < Long;
        });
        Assert.True(new FileInfo(wal).Length < 64 << 20);

        void Say(string words)
        {
            using var command = connection.CreateCommand();
            command.CommandText = words;
            command.ExecuteNonQuery();
        }

        static async Task UntilAsync(Func<bool> isSo)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            patience.CancelAfter(TimeSpan.FromMinutes(2));
            while (!isSo())
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }

    private static async Task<long> HeadAsync(House house)
    {
        await using var context = house.Setting.Database.NewContext();
        return await context.Set<AuditHead>().Select(h => h.Seq).SingleAsync(Stop);
    }

    private static async Task VerifiesAsync(House house)
    {
        await using var context = house.Setting.Database.NewContext();
        var report = await new AuditVerifier(house.Setting.Keys, house.Clock).VerifyAsync(context, new AuditScope { Deep = true, Master = house.Setting.Master }, stop: Stop);
        Assert.True(report.Holds, string.Join("; ", report.Findings));
    }
}
