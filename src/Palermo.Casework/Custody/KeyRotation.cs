using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Audit;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Custody;

/// <summary>How far a rotation is.</summary>
public sealed record RotationProgress(long Done, long Of);

/// <summary>
/// Wraps every key anew under the current version of the master key, in batches: a rotation that was stopped goes on where
/// it stood. Nothing that the keys sealed is touched.
/// </summary>
public static class KeyRotation
{
    private const int Batch = 2000;

    /// <summary>How many keys are still wrapped by an older version.</summary>
    public static async Task<long> PendingAsync(CaseworkContext db, MasterKey master, CancellationToken stop = default) =>
        await db.Set<CaseKey>().LongCountAsync(k => k.MasterVersion != master.Current, stop)
        + await db.Set<OrganisationKey>().LongCountAsync(k => k.MasterVersion != master.Current, stop);

    /// <summary>Rewraps what is pending. One audit entry a batch.</summary>
    /// <returns>The number of keys rewrapped.</returns>
    public static async Task<long> RunAsync(CaseworkDatabase database, MasterKey master, AuditTrail trail, AuditEvent what, IProgress<RotationProgress>? progress, CancellationToken stop)
    {
        long done = 0, of;
        await using (var db = database.NewContext())
        {
            of = await PendingAsync(db, master, stop);
        }

        while (await RewrapAsync(database, master, trail, what, stop) is > 0 and var batch)
        {
            done += batch;
            progress?.Report(new RotationProgress(done, of));
        }

        return done;
    }

    private static async Task<long> RewrapAsync(CaseworkDatabase database, MasterKey master, AuditTrail trail, AuditEvent what, CancellationToken stop)
    {
        using var turn = await database.TurnAsync(stop);
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var organisation = await db.Set<OrganisationKey>().AsNoTracking().Where(k => k.MasterVersion != master.Current).ToListAsync(stop);
        foreach (var key in organisation.Select(k => k.Rewrap(master)))
        {
            await db.Set<OrganisationKey>().Where(k => k.Name == key.Name)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.Wrapped, key.Wrapped).SetProperty(k => k.MasterVersion, key.MasterVersion), stop);
        }

        var cases = await db.Set<CaseKey>().AsNoTracking().Where(k => k.MasterVersion != master.Current).Take(Batch).ToListAsync(stop);
        foreach (var key in cases.Select(k => k.Rewrap(master)))
        {
            await db.Set<CaseKey>().Where(k => k.CaseId == key.CaseId && k.Tier == key.Tier)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.Wrapped, key.Wrapped).SetProperty(k => k.MasterVersion, key.MasterVersion), stop);
        }

        if (organisation.Count + cases.Count == 0)
        {
            return 0;
        }

        await trail.AppendAsync(db, what, stop);
        await transaction.CommitAsync(stop);
        return organisation.Count + cases.Count;
    }
}
