using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Decisions;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Casework.Desks;

/// <summary>
/// The only door to case files. Every method says who acts and why; decides access, does the work and writes the audit entry in
/// one transaction; and refuses to serve when the entry cannot be written. What is not the actor's looks as if it were not there.
/// </summary>
/// <param name="requestId">Names the request in the audit trail; letters, digits and dashes.</param>
public sealed partial class CaseDesk(DeskSetting setting, string requestId = "")
{
    /// <summary>How often an act is tried anew when another one came between.</summary>
    private const int Attempts = 8;

    public DeskSetting Setting => setting;

    /// <summary>Acts on a case only while it still counts this many changes; null: whatever it counts.</summary>
    /// <exception cref="DeskConflict">The case counts another number, so somebody changed it since it was read.</exception>
    public int? OnlyAtVersion { get; init; }

    private Task<T> Act<T>(Actor actor, Purpose purpose, Guid caseId, string action, Func<CaseSession, Task<T>> work, CancellationToken cancellation) =>
        Attempt(() => InTurn(actor, purpose, caseId, action, work, cancellation));

    private async Task<T> InTurn<T>(Actor actor, Purpose purpose, Guid caseId, string action, Func<CaseSession, Task<T>> work, CancellationToken cancellation)
    {
        using var turn = await setting.Database.TurnAsync(cancellation);
        await using var context = setting.Database.NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var file = await context.Set<Case>().FindAsync([caseId], cancellation);
        if (file is null)
        {
            await setting.Trail.AppendAsync(context, Missing(actor, purpose, action), cancellation);
            await transaction.CommitAsync(cancellation);
            throw new DeskDenied(stepUpWouldDo: false);
        }

        if (OnlyAtVersion is { } version && version != file.Version && Visible(actor, purpose, file, await ScopeOf(context, actor, file, Now(), cancellation)))
        {
            throw new DeskConflict();
        }

        using var vault = await VaultOf(context, caseId, cancellation);
        var session = await SessionOf(context, actor, purpose, file, vault, action, cancellation);
        T result;
        try
        {
            result = await work(session);
            if (Sends is { } form)
            {
                await Drop(context, actor, caseId, form, cancellation);
            }
        }
        catch (DeskDenied denied)
        {
            await transaction.RollbackAsync(cancellation);
            await RecordDenial(session.Entry(allowed: false, denied.Decision, requestId), cancellation);
            throw;
        }

        await setting.Trail.AppendAsync(context, session.Entry(allowed: true, null, requestId), cancellation);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    /// <summary>An act on no case in particular.</summary>
    private Task<T> ActBeside<T>(Func<CaseworkContext, DateTimeOffset, Task<T>> work, Func<T, AuditEvent> entry, CancellationToken cancellation) =>
        Attempt(() => BesideInTurn((context, at, _) => work(context, at), entry, cancellation));

    private async Task<T> BesideInTurn<T>(Func<CaseworkContext, DateTimeOffset, List<AuditEvent>, Task<T>> work, Func<T, AuditEvent> entry, CancellationToken cancellation)
    {
        using var turn = await setting.Database.TurnAsync(cancellation);
        await using var context = setting.Database.NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        List<AuditEvent> seen = [];
        var result = await work(context, Now(), seen);
        await setting.Trail.AppendAsync(context, [.. seen, entry(result) with { RequestId = requestId }], cancellation);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    private static async Task<T> Attempt<T>(Func<Task<T>> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await act();
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Another act on the same rows came between; the work is done anew on what now stands.
            }
            catch (DbUpdateConcurrencyException)
            {
                throw new DeskConflict();
            }
            catch (Exception e) when (e is DbUpdateException or DbException or AuditException or InvalidOperationException { InnerException: DbException })
            {
                throw new DeskUnavailable(e);
            }
        }
    }

    private bool Visible(Actor actor, Purpose purpose, Case file, CaseScope scope) => setting.Policy.Decide(actor, purpose, Tier.Facts, scope, Now()).Allowed;

    private async Task RecordDenial(AuditEvent entry, CancellationToken cancellation)
    {
        await using var context = setting.Database.NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await setting.Trail.AppendAsync(context, entry, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<CaseScope> ScopeOf(CaseworkContext context, Actor actor, Case file, DateTimeOffset at, CancellationToken cancellation)
    {
        var mine = await context.Set<Assignment>().AsNoTracking()
            .Where(a => a.CaseId == file.Id && a.UserId == actor.UserId && a.From <= at && (a.To == null || a.To > at))
            .Select(a => a.Kind).ToListAsync(cancellation);
        var doors = await context.Set<EmergencyAccess>().AsNoTracking()
            .Where(e => e.CaseId == file.Id && e.UserId == actor.UserId && e.Until > at).ToListAsync(cancellation);
        var first = mine.Contains(AssignmentKind.SecondReader)
            ? await context.Set<Proposal>().AsNoTracking().Where(p => p.CaseId == file.Id && p.State == ProposalState.AwaitingSecondReader).Select(p => (Guid?)p.ProposedBy).FirstOrDefaultAsync(cancellation)
            : null;
        return ScopeOf(actor, file, mine, first) with { BreakGlasses = [.. doors.Select(d => new BreakGlass(d.UserId, d.CaseId, d.Tier, d.From, d.Until))] };
    }

    private static CaseScope ScopeOf(Actor actor, Case file, IReadOnlyCollection<AssignmentKind> mine, Guid? firstDecider) =>
        new(file.Id, file.Office, mine.Contains(AssignmentKind.Worker) || mine.Contains(AssignmentKind.SecondReader), file.DecidingOffice is null ? file.State : CaseScope.HandedOver, [])
        {
            IsOpener = file.OpenedBy == actor.UserId,
            IsInQueue = file.DecidingOffice is { } deciding && deciding == actor.Office,
            IsClient = mine.Contains(AssignmentKind.Client),
            FirstDecider = firstDecider,
            Profession = actor.Profession,
            Author = actor.UserId,
        };

    /// <summary>The present moment, to the microsecond that both databases keep.</summary>
    private DateTimeOffset Now()
    {
        var now = setting.Time.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % 10), TimeSpan.Zero);
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private AuditEvent Missing(Actor actor, Purpose purpose, string action) =>
        new(actor.UserId, action) { Office = actor.Office, Purpose = purpose.Key, Allowed = false, Reason = "no-such-case", RequestId = requestId };
}
