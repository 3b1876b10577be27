using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Desks;

/// <summary>
/// Looking, where the database has one writer. Reading, opening and computing are done on a snapshot beside the writer; the
/// turn is taken for the audit entries alone. What was read stands if nothing was written to its cases since: then reading at
/// the moment of the entry would have shown the same. Otherwise the caller does it again, in its turn.
/// </summary>
public sealed partial class CaseDesk
{
    private Task<T> Look<T>(Actor actor, Purpose purpose, Guid caseId, string action, Func<CaseSession, Task<T>> work, CancellationToken cancellation) =>
        Attempt(async () =>
        {
            var ahead = await Ahead<T>(async context =>
            {
                // Whoever is refused, or looks for what is not there, is answered in the turn, where that is recorded.
                if (await context.Set<Case>().FindAsync([caseId], cancellation) is not { } file || (OnlyAtVersion is { } version && version != file.Version))
                {
                    return null;
                }

                using var vault = await VaultOf(context, caseId, cancellation);
                var session = await SessionOf(context, actor, purpose, file, vault, action, cancellation);
                try
                {
                    var result = await work(session);
                    return new Looked<T>(result, [session.Entry(allowed: true, null, requestId)]);
                }
                catch (DeskDenied)
                {
                    return null;
                }
            }, cancellation);
            return ahead is { } looked ? looked.Result : await InTurn(actor, purpose, caseId, action, work, cancellation);
        });

    /// <summary>Looking at no case in particular, such as a list or a search; the work adds an entry for each case that it shows.</summary>
    private Task<T> LookBeside<T>(Func<CaseworkContext, DateTimeOffset, List<AuditEvent>, Task<T>> work, Func<T, AuditEvent> entry, CancellationToken cancellation) =>
        Attempt(async () =>
        {
            var ahead = await Ahead<T>(async context =>
            {
                List<AuditEvent> seen = [];
                var result = await work(context, Now(), seen);
                return new Looked<T>(result, [.. seen, entry(result) with { RequestId = requestId }]);
            }, cancellation);
            return ahead is { } looked ? looked.Result : await BesideInTurn(work, entry, cancellation);
        });

    private async Task<Looked<T>?> Ahead<T>(Func<CaseworkContext, Task<Looked<T>?>> look, CancellationToken cancellation)
    {
        if (setting.Database.IsPostgres)
        {
            // There nobody waits for a turn, and one transaction does it all.
            return null;
        }

        Looked<T>? looked;
        long seen;
        await using (var context = setting.Database.NewContext())
        await using (await Snapshot.BeginAsync(context, cancellation))
        {
            seen = await context.Set<AuditHead>().Select(h => h.Seq).SingleAsync(cancellation);
            looked = await look(context);
            if (context.ChangeTracker.HasChanges())
            {
                throw new InvalidOperationException("a look changed something");
            }
        }

        return looked is not null && await setting.Looks.RecordAsync(seen, looked.Entries, cancellation) ? looked : null;
    }

    private async Task<CaseVault> VaultOf(CaseworkContext context, Guid caseId, CancellationToken cancellation) =>
        new(caseId, setting.Master, await context.Set<CaseKey>().AsNoTracking().Where(k => k.CaseId == caseId).ToListAsync(cancellation));

    private async Task<CaseSession> SessionOf(CaseworkContext context, Actor actor, Purpose purpose, Case file, CaseVault vault, string action, CancellationToken cancellation)
    {
        var at = Now();
        return new CaseSession(context, setting.Policy, actor, purpose, file, await ScopeOf(context, actor, file, at, cancellation), vault, at, action);
    }

    private sealed record Looked<T>(T Result, IReadOnlyList<AuditEvent> Entries);
}
