using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Audit;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Benchmarks.Casework;

/// <summary>How fast a long audit log is verified.</summary>
internal static class AuditChainBench
{
    /// <summary><c>casework-audit CONNECTION [entries]</c>; a new, empty database.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var wanted = arguments.Length > 1 ? long.Parse(arguments[1], CultureInfo.InvariantCulture) : 20_000_000;
        await using var database = new CaseworkDatabase(arguments[0]);
        using var master = MasterKey.Generate();
        await database.MigrateAsync(CancellationToken.None);
        await using var first = database.NewContext();
        using var keys = await OrganisationKeys.LoadOrCreateAsync(first, master);
        var trail = new AuditTrail(keys, TimeProvider.System);
        await trail.InitialiseAsync(first);
        if (!database.IsPostgres)
        {
            await first.Database.ExecuteSqlRawAsync("PRAGMA synchronous = OFF");
        }

        var ids = new Ids(new CaseworkTown.Stream(3).Fill);
        var (actors, cases) = (Enumerable.Range(0, 200).Select(_ => ids.Next()).ToArray(), Enumerable.Range(0, 100_000).Select(_ => ids.Next()).ToArray());
        var random = new CaseworkTown.Stream(5);
        var watch = Stopwatch.StartNew();
        const int batch = 5000;
        for (long done = 0; done < wanted; done += batch)
        {
            await using var db = database.NewContext();
            await using var transaction = await db.Database.BeginTransactionAsync();
            AuditEvent[] events =
            [
                .. Enumerable.Range(0, batch).Select(_ => new AuditEvent(actors[random.Below(200)], "case.read")
                {
                    Role = "caseworker", Office = "office-7", Purpose = "case-planning", Reason = "granted", CaseId = cases[random.Below(cases.Length)], RecordType = "case", RecordId = cases[random.Below(cases.Length)],
                    Fields = ["facts", "findings", "decisions", "person.identity"], Tiers = [Tier.Facts, Tier.Identity], RequestId = "0HN7Q2M3V4K5L:00000001",
                }),
            ];
            await trail.AppendAsync(db, events);
            await transaction.CommitAsync();
            if (done % 1_000_000 == 0)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} entries, {watch.Elapsed.TotalSeconds:N0} s"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database.Kind}: {wanted:N0} entries appended in {watch.Elapsed.TotalSeconds:N0} s"));
        await using var reading = database.NewContext();
        watch.Restart();
        var report = await new AuditVerifier(keys, TimeProvider.System).VerifyAsync(reading, new AuditScope());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database.Kind}: {report.Entries:N0} entries verified in {watch.Elapsed.TotalSeconds:N1} s, {report.Entries / watch.Elapsed.TotalSeconds:N0} a second, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB, {(report.Holds ? "holds" : "DOES NOT HOLD")}"));
        return report.Holds ? 0 : 1;
    }
}
