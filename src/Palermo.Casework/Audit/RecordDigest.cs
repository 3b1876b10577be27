using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Palermo.Casework.Audit;

/// <summary>The digest over every covered column of a record, in the order of the columns' names.</summary>
internal static class RecordDigest
{
    public static WrittenRecord Of(EntityEntry entry, AuditKey key, Canonical buffer)
    {
        var type = entry.Metadata;
        var values = entry.State == EntityState.Deleted ? entry.OriginalValues : entry.CurrentValues;
        var id = IdOf(entry, values, buffer);
        var name = WrittenRecord.TypeOf(type.ShortName());
        if (entry.State == EntityState.Deleted)
        {
            return new WrittenRecord(name, id, Written.Deleted, new byte[AuditKey.HashBytes]);
        }

        buffer.Clear();
        buffer.Text(type.ShortName());
        foreach (var property in Columns(type))
        {
            buffer.Text(Name(property)).Value(Stored(property, values[property]));
        }

        return new WrittenRecord(name, id, Written.Stored, key.Record(buffer.Written));
    }

    private static Guid IdOf(EntityEntry entry, PropertyValues values, Canonical buffer)
    {
        var key = entry.Metadata.FindPrimaryKey() ?? throw new AuditException($"{entry.Metadata.ShortName()} has no key; what has no key cannot be audited.");
        if (key.Properties.Any(p => entry.Property(p).IsTemporary))
        {
            throw new AuditException($"{entry.Metadata.ShortName()} gets its key from the database; give it one before it is stored, so that it can be audited.");
        }

        if (key.Properties is [var only] && Stored(only, values[only]) is Guid id)
        {
            return id;
        }

        buffer.Clear();
        foreach (var property in key.Properties)
        {
            buffer.Value(Stored(property, values[property]));
        }

        return new Guid(SHA256.HashData(buffer.Written).AsSpan(0, 16), bigEndian: true);
    }

    private static IEnumerable<IProperty> Columns(IEntityType type) =>
        type.GetFlattenedProperties().Where(AuditCoverage.Covers).OrderBy(Name, StringComparer.Ordinal);

    private static string Name(IProperty property) =>
        property.DeclaringType is IComplexType complex ? $"{complex.ComplexProperty.Name}.{property.Name}" : property.Name;

    private static object? Stored(IProperty property, object? value) =>
        value is not null && property.GetValueConverter() is { } converter ? converter.ConvertToProvider(value) : value;
}
