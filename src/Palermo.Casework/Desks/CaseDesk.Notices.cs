using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Casework.Desks;

/// <summary>Somebody else opened what is guarded most on a case that the reader works on.</summary>
/// <param name="Action">What they did, as the audit log has it.</param>
public sealed record CaseNotice(Guid CaseId, string Reference, DateTimeOffset At, Guid By, string Role, string Office, string Action);

public sealed partial class CaseDesk
{
    private static readonly TimeSpan NoticeAge = TimeSpan.FromDays(30);

    /// <summary>Of which acts the people who work on a case are told: reading where the person is, and opening a door in an emergency.</summary>
    private static readonly string[] Noticed = ["contact.read", "case.break-glass"];

    /// <summary>What others did within thirty days on cases that the actor works on and that its people must be told of, newest first.</summary>
    public Task<ImmutableArray<CaseNotice>> NoticesAsync(Actor actor, Purpose purpose, CancellationToken cancellation) =>
        LookBeside(
            async (context, at, _) =>
            {
                var from = (at - NoticeAge).ToUnixTimeMilliseconds();
                var mine = context.Set<Assignment>().Where(a => a.UserId == actor.UserId && a.Kind == AssignmentKind.Worker && (a.To == null || a.To > at)).Select(a => a.CaseId);
                var entries = await context.Set<AuditEntry>().AsNoTracking()
                    .Where(e => e.CaseId != null && mine.Contains(e.CaseId.Value) && e.ActorId != actor.UserId && e.Allowed && e.AtMilliseconds >= from && Noticed.Contains(e.Action))
                    .OrderByDescending(e => e.Seq).Take(50)
                    .Join(context.Set<Case>(), e => e.CaseId, c => c.Id, (e, c) => new { Entry = e, c.Reference })
                    .ToListAsync(cancellation);
                return entries.OrderByDescending(e => e.Entry.Seq).Select(e => new CaseNotice(e.Entry.CaseId!.Value, e.Reference, e.Entry.At, e.Entry.ActorId, e.Entry.Role, e.Entry.Office, e.Entry.Action)).ToImmutableArray();
            },
            notices => new AuditEvent(actor.UserId, "notices.read") { Office = actor.Office, Purpose = purpose.Key, RecordType = "notice", Tiers = notices.IsEmpty ? [] : [Tier.Workload] },
            cancellation);
}
