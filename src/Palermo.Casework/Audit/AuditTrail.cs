using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Audit;

/// <summary>
/// Writes the audit chain. One rule: what is done and the entry that says so are stored by one transaction, or neither is.
/// </summary>
public sealed partial class AuditTrail
{
    private readonly AuditKey key;
    private readonly TimeProvider time;

    /// <summary>A trail under the organisation's audit key.</summary>
    public AuditTrail(OrganisationKeys keys, TimeProvider time)
    {
        key = new AuditKey(keys);
        this.time = time;
    }

    /// <summary>Makes the head of the chain in a new database; call once at start-up. Does nothing where there is one.</summary>
    /// <exception cref="AuditException">There are entries but no head: the head was removed.</exception>
    public async Task InitialiseAsync(DbContext db, CancellationToken stop = default)
    {
        if (await db.Set<AuditHead>().AnyAsync(stop))
        {
            return;
        }

        if (await db.Set<AuditEntry>().AnyAsync(stop))
        {
            throw new AuditException("The audit log has entries but no head: it was changed outside the program. Stop the service, keep the database as it is, and run `palermo audit-log verify`.");
        }

        db.Add(new AuditHead { Hash = AuditKey.Genesis, Mac = key.Head(0, AuditKey.Genesis) });
        await AuditGuard.SaveAsync(db, stop);
    }

    /// <summary>
    /// Appends an entry and saves the context's pending changes with it: their digests go into the entry. Must be called
    /// inside a transaction, as late as possible: from here to the commit no other entry can be written (SQLite: the
    /// transaction has the database; PostgreSQL: the head's row is locked).
    /// </summary>
    /// <exception cref="AuditException">No transaction, a text that is not a key, or a head that was changed outside.</exception>
    public async Task<AuditEntry> AppendAsync(DbContext db, AuditEvent what, CancellationToken stop = default) => (await AppendAsync(db, [what], stop))[0];

    /// <summary>
    /// Appends several entries in one step, in their order; the pending changes belong to the last. For a page that shows
    /// many cases: one entry each, one journey to the database. Of no entries, nothing is saved.
    /// </summary>
    public async Task<IReadOnlyList<AuditEntry>> AppendAsync(DbContext db, IReadOnlyList<AuditEvent> what, CancellationToken stop = default)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new AuditException("An audit entry is written inside the transaction of what it records; there is none.");
        }

        if (what.Count == 0)
        {
            return [];
        }

        foreach (var one in what)
        {
            Check(one);
        }

        var buffer = new Canonical();
        var written = Pending(db, buffer);
        var head = await LockedHeadAsync(db, stop);
        if (!key.Head(head.Seq, head.Hash).AsSpan().SequenceEqual(head.Mac))
        {
            throw new AuditException("The head of the audit log was changed outside the program; nothing is served until `palermo audit-log verify` was run and the cause is known.");
        }

        List<AuditEntry> entries = [];
        var (seq, hash) = (head.Seq, head.Hash);
        for (var i = 0; i < what.Count; i++)
        {
            var entry = Link(++seq, hash, what[i], i == what.Count - 1 ? written : [], buffer);
            entries.Add(entry);
            hash = entry.Hash;
        }

        db.AddRange(entries);
        await AuditGuard.SaveAsync(db, stop);
        entries.ForEach(e => db.Entry(e).State = EntityState.Detached);
        var mac = key.Head(seq, hash);
        var moved = await db.Set<AuditHead>().Where(h => h.Id == AuditHead.Only && h.Seq == head.Seq)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.Seq, seq).SetProperty(h => h.Hash, hash).SetProperty(h => h.Mac, mac), stop);
        return moved == 1 ? entries : throw new AuditException("The head of the audit log moved while it was locked; nothing was recorded.");
    }

    private List<WrittenRecord> Pending(DbContext db, Canonical buffer)
    {
        db.ChangeTracker.DetectChanges();
        return [.. db.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && AuditCoverage.Covers(e.Metadata))
            .Select(e => RecordDigest.Of(e, key, buffer))];
    }

    private static async Task<AuditHead> LockedHeadAsync(DbContext db, CancellationToken stop)
    {
        var heads = db.Database.IsNpgsql()
            ? db.Set<AuditHead>().FromSqlRaw("""SELECT * FROM "AuditHead" WHERE "Id" = 1 FOR UPDATE""")
            : db.Set<AuditHead>();
        return await heads.AsNoTracking().SingleOrDefaultAsync(h => h.Id == AuditHead.Only, stop)
            ?? throw new AuditException("The audit log has no head. On a new database start-up makes it; on an old one it was removed: run `palermo audit-log verify`.");
    }

    private AuditEntry Link(long seq, byte[] previous, AuditEvent what, List<WrittenRecord> written, Canonical buffer)
    {
        var entry = new AuditEntry
        {
            Seq = seq,
            AtMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds(),
            ActorId = what.ActorId,
            Role = what.Role,
            Office = what.Office,
            Purpose = what.Purpose,
            Action = what.Action,
            Allowed = what.Allowed,
            Reason = what.Reason,
            CaseId = what.CaseId,
            RecordType = what.RecordType,
            RecordId = what.RecordId,
            Fields = string.Join(',', what.Fields),
            TierBits = what.Tiers.Aggregate(0, (bits, tier) => bits | (1 << (int)tier)),
            RequestId = what.RequestId,
            Written = WrittenRecord.Write(written),
            PreviousHash = previous,
        };
        entry.Hash = key.Hash(entry, buffer);
        return entry;
    }

    private static void Check(AuditEvent what)
    {
        foreach (var text in what.Fields.Append(what.Role).Append(what.Office).Append(what.Purpose).Append(what.Action).Append(what.Reason).Append(what.RecordType).Append(what.RequestId))
        {
            if (!KeyPattern().IsMatch(text))
            {
                throw new AuditException("An audit entry takes keys and codes only (letters, digits, . _ : -, at most 64): a text that is none of these could be a person's data.");
            }
        }

        if (what.Action.Length == 0)
        {
            throw new AuditException("An audit entry says what was done.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._:\-]{0,64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex KeyPattern();
}
