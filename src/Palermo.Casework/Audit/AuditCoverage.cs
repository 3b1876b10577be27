using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Audit;

/// <summary>
/// Which tables and columns the trail covers: every entity of casework, unless its configuration says otherwise. What is
/// covered can be saved only through the trail.
/// </summary>
public static class AuditCoverage
{
    private const string Annotation = "Palermo:Audited";

    /// <summary>Covers or uncovers an entity; for accounts (covered by choice) and for rows that guard themselves.</summary>
    public static EntityTypeBuilder IsAudited(this EntityTypeBuilder builder, bool audited)
    {
        builder.HasAnnotation(Annotation, audited);
        return builder;
    }

    /// <summary>Leaves a column out of the record's digest; for values that change by maintenance and guard themselves.</summary>
    public static PropertyBuilder IsAudited(this PropertyBuilder builder, bool audited)
    {
        builder.HasAnnotation(Annotation, audited);
        return builder;
    }

    internal static bool Covers(IReadOnlyEntityType type) =>
        type.FindAnnotation(Annotation)?.Value as bool?
        ?? (type.ClrType.Namespace?.StartsWith("Palermo.Casework", StringComparison.Ordinal) == true && type.ClrType.Namespace != typeof(AuditEntry).Namespace);

    internal static bool Covers(IReadOnlyProperty property) => property.FindAnnotation(Annotation)?.Value is not false;
}
