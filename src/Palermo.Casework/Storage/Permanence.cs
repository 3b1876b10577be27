using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Palermo.Casework.Storage;

/// <summary>A record that is written once: never changed and never deleted.</summary>
public interface IWrittenOnce;

/// <summary>A record that a later one may supersede. Beyond being marked so once, it never changes and is never deleted.</summary>
public interface ISuperseded
{
    DateTimeOffset RecordedAt { get; }

    Guid? SupersededBy { get; }

    DateTimeOffset? SupersededAt { get; }
}

/// <summary>Somebody tried to rewrite what stands written. A defect of the program, never of a user.</summary>
public sealed class RewriteException(string record) : InvalidOperationException($"{record} is written once; it can be superseded, never changed or deleted");

/// <summary>Keeps what is written as it was written, whatever code holds the context.</summary>
internal static class Permanence
{
    public static void Check(ChangeTracker tracker)
    {
        foreach (var entry in tracker.Entries())
        {
            if (entry.State is not (EntityState.Modified or EntityState.Deleted))
            {
                continue;
            }

            if (entry.Entity is IWrittenOnce || (entry.Entity is ISuperseded && (entry.State == EntityState.Deleted || !OnlySuperseded(entry))))
            {
                throw new RewriteException(entry.Metadata.ClrType.Name);
            }
        }
    }

    private static bool OnlySuperseded(EntityEntry entry) =>
        entry.Properties.Where(p => p.IsModified && !Equals(p.OriginalValue, p.CurrentValue))
            .All(p => p.Metadata.Name is nameof(ISuperseded.SupersededBy) or nameof(ISuperseded.SupersededAt) && p.OriginalValue is null);
}
