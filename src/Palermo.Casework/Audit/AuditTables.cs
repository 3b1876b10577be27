using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Audit;

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    private const int KeyLength = 64;

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.HasKey(e => e.Seq);
        builder.Property(e => e.Seq).ValueGeneratedNever();
        builder.Ignore(e => e.At);
        builder.Ignore(e => e.Tiers);
        builder.Property(e => e.Role).HasMaxLength(KeyLength);
        builder.Property(e => e.Office).HasMaxLength(KeyLength);
        builder.Property(e => e.Purpose).HasMaxLength(KeyLength);
        builder.Property(e => e.Action).HasMaxLength(KeyLength);
        builder.Property(e => e.Reason).HasMaxLength(KeyLength);
        builder.Property(e => e.RecordType).HasMaxLength(KeyLength);
        builder.Property(e => e.RequestId).HasMaxLength(KeyLength);
        builder.HasIndex(e => new { e.CaseId, e.Seq });
        builder.HasIndex(e => new { e.ActorId, e.Seq });
    }
}

internal sealed class AuditHeadTable : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.ToTable("AuditHead");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
    }
}
