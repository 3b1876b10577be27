using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Cases;

public enum RiskLevel
{
    NotAssessed,
    Low,
    Medium,
    High,
    Immediate,
}

/// <summary>
/// One person's file at one office: where it stands in which process. It holds no word about the person; those stand sealed
/// in the records that point to it.
/// </summary>
public sealed class Case
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The number people read out; random.</summary>
    public required string Reference { get; init; }

    /// <summary>Key of the office that holds the file.</summary>
    public required string Office { get; set; }

    /// <summary>Key of the authority that the case was referred to; null: not referred. From then on the first responder keeps the receipt only.</summary>
    public string? DecidingOffice { get; set; }

    /// <summary>The process definition, <c>id/version</c>.</summary>
    public required string Process { get; set; }

    /// <summary>A state of that process.</summary>
    public required string State { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required Guid OpenedBy { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public RiskLevel Risk { get; set; }

    /// <summary>Made up for a demonstration or a test; shown on every page of it.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Counts the changes of this row; a change made on an older count is refused.</summary>
    public int Version { get; set; } = 1;

    internal sealed class Configuration : IEntityTypeConfiguration<Case>
    {
        public void Configure(EntityTypeBuilder<Case> builder)
        {
            builder.ToTable("Cases");
            builder.Property(c => c.Reference).HasMaxLength(20);
            builder.Property(c => c.Office).HasMaxLength(60);
            builder.Property(c => c.DecidingOffice).HasMaxLength(60);
            builder.Property(c => c.Process).HasMaxLength(80);
            builder.Property(c => c.State).HasMaxLength(60);
            builder.Property(c => c.Version).IsConcurrencyToken();
            builder.HasIndex(c => c.Reference).IsUnique();
            builder.HasIndex(c => new { c.Office, c.State, c.ChangedAt });
            builder.HasIndex(c => new { c.Office, c.ChangedAt });
            builder.HasIndex(c => new { c.DecidingOffice, c.State, c.ChangedAt });
            builder.HasIndex(c => c.PersonId);
        }
    }
}
