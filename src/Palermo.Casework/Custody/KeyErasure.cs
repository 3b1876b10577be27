using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Audit;
using Palermo.Casework.Search;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Custody;

/// <summary>
/// Erases a case, or one tier of it, by deleting the key: the ciphertexts stay and nobody can read them, wherever copies of
/// them lie. What could still be searched for goes with it.
/// </summary>
/// <remarks>
/// A backup holds the wrapped key of its day. It becomes unreadable when the master key has been rotated since and the old
/// version destroyed: <see cref="KeyFile.RetireOldVersions"/>.
/// </remarks>
public static class KeyErasure
{
    /// <summary>Erases; the audit entry is of the same transaction.</summary>
    /// <param name="tier">One tier; null: all.</param>
    /// <returns>The tiers whose keys were there and are gone now.</returns>
    public static async Task<ImmutableArray<Tier>> RunAsync(CaseworkDatabase database, AuditTrail trail, Guid caseId, Tier? tier, AuditEvent what, CancellationToken stop)
    {
        ImmutableArray<Tier> erased;
        using (await database.TurnAsync(stop))
        {
            await using var db = database.NewContext();
            if (!database.IsPostgres)
            {
                // The freed bytes are overwritten, so that the wrapped key does not linger in the file.
                await db.Database.OpenConnectionAsync(stop);
                await db.Database.ExecuteSqlRawAsync("PRAGMA secure_delete = ON", stop);
            }

            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            var keys = await db.Set<CaseKey>().Where(k => k.CaseId == caseId && (tier == null || k.Tier == tier)).ToListAsync(stop);
            erased = [.. keys.Select(k => k.Tier).Order()];
            db.RemoveRange(keys);
            db.RemoveRange(await Traces(db, caseId, erased).ToListAsync(stop));
            await trail.AppendAsync(db, what with { CaseId = caseId, RecordType = "case-key", Tiers = erased }, stop);
            await transaction.CommitAsync(stop);
        }

        await SweepAsync(database, stop);
        return erased;
    }

    private static IQueryable<SearchBucket> Traces(CaseworkContext db, Guid caseId, ImmutableArray<Tier> erased)
    {
        List<string> fields = [];
        if (erased.Contains(Tier.Identity))
        {
            fields.AddRange([SearchBucket.Name, SearchBucket.PersonIdentifier]);
        }

        if (erased.Contains(Tier.Exploiter))
        {
            fields.Add(SearchBucket.PartyIdentifier);
        }

        return db.Set<SearchBucket>().Where(b => b.CaseId == caseId && fields.Contains(b.Field));
    }

    private static async Task SweepAsync(CaseworkDatabase database, CancellationToken stop)
    {
        await using var db = database.NewContext();
        await db.Database.ExecuteSqlRawAsync(database.IsPostgres ? """VACUUM "CaseKeys" """ : "PRAGMA wal_checkpoint(TRUNCATE)", stop);
    }
}
