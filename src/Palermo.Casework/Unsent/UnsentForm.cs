using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Unsent;

/// <summary>
/// What somebody began to write in a form and has not sent: theirs alone, no part of the case, and gone when the form is sent.
/// </summary>
public sealed class UnsentForm
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>Who writes it; nobody else reads it.</summary>
    public required Guid By { get; init; }

    /// <summary>The key of a <see cref="KeptForm"/>.</summary>
    public required string Form { get; init; }

    /// <summary>Counts the savings; the seal is bound to it, so an older state cannot be put back.</summary>
    public int Version { get; set; } = 1;

    public required DateTimeOffset SavedAt { get; set; }

    /// <summary>The fields and what is in them, sealed at the tier of the form.</summary>
    public required byte[] Fields { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<UnsentForm>
    {
        public void Configure(EntityTypeBuilder<UnsentForm> builder)
        {
            builder.ToTable("UnsentForms");
            builder.Property(f => f.Form).HasMaxLength(40);
            builder.HasIndex(f => new { f.CaseId, f.By, f.Form }).IsUnique();
        }
    }
}
