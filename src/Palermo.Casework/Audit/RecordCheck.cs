using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Audit;

/// <summary>Compares every covered record with the digest of its last audited write.</summary>
/// <param name="master">Where given, every case key is unwrapped too: its wrapping is not in the digest.</param>
internal sealed class RecordCheck(AuditKey key, Findings findings, MasterKey? master)
{
    /// <summary>Rows are held until they come to this, so that a table of files stays in memory.</summary>
    private const long BatchBytes = 1 << 24;

    private const long RowBytes = 1 << 14;
    private readonly Dictionary<(ulong Type, Guid Id), Last> last = [];
    private readonly HashSet<ulong> unread = [];

    /// <summary>Takes in what an entry wrote; entries come in their order.</summary>
    public void Saw(AuditEntry entry)
    {
        foreach (var written in WrittenRecord.Read(entry.Written))
        {
            last[(written.Type, written.Id)] = new Last(written.What, Short(written.Digest), IsSeen: false);
        }
    }

    /// <summary>Reads every covered table; returns the number of records compared.</summary>
    public async Task<long> CompareAsync(DbContext db, CancellationToken stop)
    {
        long compared = 0;
        var buffer = new Canonical();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var type in db.Model.GetEntityTypes().Where(t => t.BaseType is null && !t.IsOwned() && AuditCoverage.Covers(t)).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            try
            {
                compared += await CompareTableAsync(db, type, buffer, stop);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or InvalidCastException or ArgumentException or OverflowException)
            {
                findings.Add(AuditProblem.Record, $"table of {type.ShortName()}", "a row holds what the program never writes and cannot be read: it was changed outside the program. The rest of the table was not compared.");
                db.ChangeTracker.Clear();
                unread.Add(WrittenRecord.TypeOf(type.ShortName()));
            }
        }

        var names = db.Model.GetEntityTypes().Select(t => t.ShortName()).Distinct(StringComparer.Ordinal).ToDictionary(WrittenRecord.TypeOf);
        foreach (var ((type, id), _) in last.Where(l => l.Value is { What: Written.Stored, IsSeen: false } && !unread.Contains(l.Key.Type)))
        {
            findings.Add(AuditProblem.RecordGone, Place(names.GetValueOrDefault(type, "record"), id), "it is gone, and no audited deletion says so.");
        }

        return compared;
    }

    private async Task<long> CompareTableAsync(DbContext db, IEntityType type, Canonical buffer, CancellationToken stop)
    {
        long compared = 0, weight = 0;
        var bytes = type.GetProperties().Where(p => p.ClrType == typeof(byte[])).Select(p => p.PropertyInfo).OfType<System.Reflection.PropertyInfo>().ToList();
        await foreach (var row in Rows(db, type).WithCancellation(stop))
        {
            weight += RowBytes + bytes.Sum(p => (p.GetValue(row) as byte[])?.LongLength ?? 0);
            if (weight > BatchBytes)
            {
                compared += CompareTracked(db, buffer);
                weight = 0;
            }
        }

        return compared + CompareTracked(db, buffer);
    }

    private static IAsyncEnumerable<object> Rows(DbContext db, IEntityType type)
    {
        var set = typeof(DbContext).GetMethod(nameof(DbContext.Set), Type.EmptyTypes)!.MakeGenericMethod(type.ClrType).Invoke(db, null)!;
        return ((IQueryable<object>)set).IgnoreQueryFilters().AsTracking().AsAsyncEnumerable();
    }

    private long CompareTracked(DbContext db, Canonical buffer)
    {
        long compared = 0;
        foreach (var entry in db.ChangeTracker.Entries().Where(e => AuditCoverage.Covers(e.Metadata)))
        {
            var now = RecordDigest.Of(entry, key, buffer);
            compared++;
            CheckKey(entry.Entity as CaseKey);
            ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(last, (now.Type, now.Id));
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known) || known.What == Written.Deleted)
            {
                findings.Add(AuditProblem.RecordForeign, Place(entry.Metadata.ShortName(), now.Id), "it was put there outside the program, or brought back after its deletion.");
                continue;
            }

            known = known with { IsSeen = true };
            if (known.Digest != Short(now.Digest))
            {
                findings.Add(AuditProblem.Record, Place(entry.Metadata.ShortName(), now.Id), "it was changed outside the program.");
            }
        }

        db.ChangeTracker.Clear();
        return compared;
    }

    private void CheckKey(CaseKey? row)
    {
        if (master is null || row is null)
        {
            return;
        }

        try
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(row.Unwrap(master));
        }
        catch (VaultException e)
        {
            findings.Add(AuditProblem.Key, $"key of tier {row.Tier} of case {row.CaseId}", e.Message);
        }
    }

    private static UInt128 Short(byte[] digest) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);

    private static string Place(string type, Guid id) => $"{type} {id}";

    private readonly record struct Last(Written What, UInt128 Digest, bool IsSeen);
}
