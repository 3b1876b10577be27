using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Audit;

/// <summary>What a verification looks at.</summary>
public sealed record AuditScope
{
    /// <summary>Anchors the chain must pass through.</summary>
    public IReadOnlyList<AuditAnchor> Anchors { get; init; } = [];

    /// <summary>Also compare every covered record, ciphertexts and determinations among them, with its last audited write.</summary>
    public bool Deep { get; init; }

    /// <summary>With it, <see cref="Deep"/> also opens every case key.</summary>
    public MasterKey? Master { get; init; }
}

/// <summary>Proves or disproves that the audit log, and what it covers, is what the program wrote.</summary>
public sealed class AuditVerifier
{
    private const int ReportEvery = 100_000;
    private readonly AuditKey key;
    private readonly TimeProvider time;

    /// <summary>A verifier under the organisation's audit key: without it the hashes cannot be computed.</summary>
    public AuditVerifier(OrganisationKeys keys, TimeProvider time)
    {
        key = new AuditKey(keys);
        this.time = time;
    }

    /// <summary>The end of the chain as it stands, to be kept outside. It is not verified here.</summary>
    public async Task<AuditAnchor> AnchorAsync(DbContext db, CancellationToken stop = default)
    {
        var head = await db.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == AuditHead.Only, stop);
        return head is not null && key.Head(head.Seq, head.Hash).AsSpan().SequenceEqual(head.Mac)
            ? AuditAnchor.Take(key, head.Seq, head.Hash, time.GetUtcNow())
            : throw new AuditException("The audit log has no head, or it was changed outside the program: verify the log before anchoring it.");
    }

    /// <summary>
    /// Reads the whole chain in one snapshot. Memory is constant; with <see cref="AuditScope.Deep"/> about 100 bytes for
    /// every covered record.
    /// </summary>
    /// <param name="db">A context of its own, which nothing else uses meanwhile.</param>
    /// <param name="progress">Told the number of entries read so far.</param>
    public async Task<AuditReport> VerifyAsync(DbContext db, AuditScope scope, IProgress<long>? progress = null, CancellationToken stop = default)
    {
        await using var snapshot = await Snapshot.BeginAsync(db, stop);
        var findings = new Findings();
        var anchors = Genuine(scope.Anchors, findings).ToLookup(a => a.Seq);
        var records = scope.Deep ? new RecordCheck(key, findings, scope.Master) : null;
        var buffer = new Canonical();
        var previous = AuditKey.Genesis;
        long seq = 0, entries = 0;
        await foreach (var entry in AuditReader.EntriesAsync(db.Database.GetDbConnection(), snapshot, stop))
        {
            Check(entry, seq, previous, findings, buffer);
            foreach (var anchor in anchors[entry.Seq].Where(a => !Convert.FromHexString(a.Hash).AsSpan().SequenceEqual(entry.Hash)))
            {
                findings.Add(AuditProblem.Anchor, Place(entry.Seq), $"the chain does not pass through the anchor of {anchor.At:yyyy-MM-dd HH:mm}Z: what came before was rewritten.");
            }

            records?.Saw(entry);
            (seq, previous) = (entry.Seq, entry.Hash);
            if (++entries % ReportEvery == 0)
            {
                progress?.Report(entries);
            }
        }

        foreach (var anchor in anchors.Where(g => g.Key > seq).SelectMany(g => g))
        {
            findings.Add(AuditProblem.Anchor, Place(anchor.Seq), $"the chain ends before the anchor of {anchor.At:yyyy-MM-dd HH:mm}Z: entries after {seq} were cut off.");
        }

        await CheckHeadAsync(db, seq, previous, findings, stop);
        var compared = records is null ? 0 : await records.CompareAsync(db, stop);
        return new AuditReport(entries, compared, findings.Kept, findings.Total, findings.Total == 0 && entries > 0 ? AuditAnchor.Take(key, seq, previous, time.GetUtcNow()) : null);
    }

    private IEnumerable<AuditAnchor> Genuine(IEnumerable<AuditAnchor> anchors, Findings findings)
    {
        foreach (var anchor in anchors)
        {
            if (anchor.IsGenuine(key))
            {
                yield return anchor;
            }
            else
            {
                findings.Add(AuditProblem.Anchor, Place(anchor.Seq), "the anchor was not taken from this log, or its file was changed.");
            }
        }
    }

    private void Check(AuditEntry entry, long seq, byte[] previous, Findings findings, Canonical buffer)
    {
        if (entry.Seq != seq + 1)
        {
            findings.Add(AuditProblem.Missing, Place(entry.Seq), string.Create(CultureInfo.InvariantCulture, $"{entry.Seq - seq - 1} entries before it are gone."));
        }
        else if (!entry.PreviousHash.AsSpan().SequenceEqual(previous))
        {
            findings.Add(AuditProblem.Unlinked, Place(entry.Seq), "it does not follow on the entry before it.");
        }

        if (!key.Hash(entry, buffer).AsSpan().SequenceEqual(entry.Hash))
        {
            findings.Add(AuditProblem.Changed, Place(entry.Seq), "it is not what was written: edited, or put in from elsewhere.");
        }
    }

    private async Task CheckHeadAsync(DbContext db, long seq, byte[] last, Findings findings, CancellationToken stop)
    {
        var head = await db.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == AuditHead.Only, stop);
        if (head is null)
        {
            findings.Add(AuditProblem.Head, "head", "it is missing.");
        }
        else if (!key.Head(head.Seq, head.Hash).AsSpan().SequenceEqual(head.Mac))
        {
            findings.Add(AuditProblem.Head, "head", "it was changed outside the program.");
        }
        else if (head.Seq > seq)
        {
            findings.Add(AuditProblem.CutOff, Place(head.Seq), string.Create(CultureInfo.InvariantCulture, $"the chain ends at {seq}: {head.Seq - seq} entries were cut off."));
        }
        else if (head.Seq < seq || !head.Hash.AsSpan().SequenceEqual(last))
        {
            findings.Add(AuditProblem.Head, "head", "it does not point at the last entry.");
        }
    }

    private static string Place(long seq) => string.Create(CultureInfo.InvariantCulture, $"entry {seq}");
}
