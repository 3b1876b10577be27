using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Palermo.Casework.Audit;

/// <summary>
/// Stands in the way of every save that did not go through the trail: a change of a covered record without an entry is
/// refused. Add it to the context's options.
/// </summary>
public sealed class AuditGuard : SaveChangesInterceptor
{
    private static readonly ConditionalWeakTable<DbContext, object> Appending = [];

    /// <inheritdoc/>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Refuse(eventData.Context!);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Refuse(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    internal static async Task SaveAsync(DbContext db, CancellationToken stop)
    {
        Appending.AddOrUpdate(db, db);
        try
        {
            await db.SaveChangesAsync(stop);
        }
        finally
        {
            Appending.Remove(db);
        }
    }

    private static void Refuse(DbContext db)
    {
        if (Appending.TryGetValue(db, out _))
        {
            return;
        }

        var uncovered = db.ChangeTracker.Entries().FirstOrDefault(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && (AuditCoverage.Covers(e.Metadata) || e.Entity is AuditEntry or AuditHead));
        if (uncovered is not null)
        {
            throw new AuditException($"A change of {uncovered.Metadata.Name} was to be saved without an audit entry; save through AuditTrail.AppendAsync. Nothing was saved.");
        }
    }
}
