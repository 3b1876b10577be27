using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Audit;
using Palermo.Casework.Storage;

namespace Palermo.Casework.Desks;

/// <summary>
/// The audit entries of looks, where the database has one writer. Looks that wait for the turn wait together: who gets it records
/// all of them by one transaction, and the disk is asked once. None is answered before that, and none fails by another's fault.
/// Safe for any number of threads.
/// </summary>
internal sealed class LookEntries(CaseworkDatabase database, AuditTrail trail)
{
    /// <summary>Entries in one transaction, so that whoever writes does not wait long for those who look. One look is never split.</summary>
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Queue<Look> _waiting = [];
    private bool _going;

    /// <summary>Records a look.</summary>
    /// <param name="seen">The last entry of the audit chain in the snapshot that was looked at.</param>
    /// <returns>False when a case of these entries was written to since; then nothing is recorded and nothing may be shown.</returns>
    public Task<bool> RecordAsync(long seen, IReadOnlyList<AuditEvent> entries, CancellationToken cancellation)
    {
        var mine = new Look(seen, entries);
        bool go;
        lock (_gate)
        {
            _waiting.Enqueue(mine);
            (go, _going) = (!_going, true);
        }

        if (go)
        {
            _ = GoAsync();
        }

        // Who no longer waits for the answer is recorded all the same: the others' transaction is not theirs to stop.
        return mine.Stands.Task.WaitAsync(cancellation);
    }

    private async Task GoAsync()
    {
        using (await database.TurnAsync(CancellationToken.None))
        {
            var looks = Next();
            if (!await TryAsync(looks) && looks.Count > 1)
            {
                foreach (var look in looks)
                {
                    await TryAsync([look]);
                }
            }
        }

        lock (_gate)
        {
            _going = _waiting.Count > 0;
            if (!_going)
            {
                return;
            }
        }

        _ = Task.Run(GoAsync);
    }

    private List<Look> Next()
    {
        lock (_gate)
        {
            List<Look> looks = [_waiting.Dequeue()];
            var entries = looks[0].Entries.Count;
            while (_waiting.TryPeek(out var next) && (entries += next.Entries.Count) <= Most)
            {
                looks.Add(_waiting.Dequeue());
            }

            return looks;
        }
    }

    /// <summary>Tells each look how it went. Of several that could not be recorded together none is told: each is to be tried alone.</summary>
    private async Task<bool> TryAsync(List<Look> looks)
    {
        try
        {
            var standing = await StoreAsync(looks);
            looks.ForEach(l => l.Stands.SetResult(standing.Contains(l)));
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to those who wait.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (looks is [var one])
            {
                one.Stands.SetException(e);
            }

            return false;
        }
    }

    private async Task<HashSet<Look>> StoreAsync(List<Look> looks)
    {
        await using var context = database.NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var earliest = looks.Min(l => l.Seen);
        // By their order, not by case: an index by case would be read from its beginning.
        var written = (await context.Set<AuditEntry>().Where(e => e.Seq > earliest && e.CaseId != null && e.Written != Array.Empty<byte>())
            .OrderBy(e => e.Seq).Select(e => new { Case = e.CaseId!.Value, e.Seq }).ToListAsync())
            .GroupBy(e => e.Case).ToDictionary(g => g.Key, g => g.Last().Seq);
        var standing = looks.Where(l => !l.Entries.Any(e => e.CaseId is { } id && written.GetValueOrDefault(id) > l.Seen)).ToHashSet();
        await trail.AppendAsync(context, [.. looks.Where(standing.Contains).SelectMany(l => l.Entries)]);
        await transaction.CommitAsync();
        return standing;
    }

    private sealed class Look(long seen, IReadOnlyList<AuditEvent> entries)
    {
        public long Seen => seen;

        public IReadOnlyList<AuditEvent> Entries => entries;

        public TaskCompletionSource<bool> Stands { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
