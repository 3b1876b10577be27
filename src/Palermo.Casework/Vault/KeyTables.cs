using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Vault;

/// <summary>
/// A wrapped key guards itself: a changed one does not open. Rotation rewraps every row, so the wrapping stays out of the
/// audit's digests; that the row exists does not.
/// </summary>
internal sealed class CaseKeyTable : IEntityTypeConfiguration<CaseKey>
{
    public void Configure(EntityTypeBuilder<CaseKey> builder)
    {
        builder.ToTable("CaseKeys");
        builder.HasKey(k => new { k.CaseId, k.Tier });
        builder.HasIndex(k => k.MasterVersion);
        builder.Property(k => k.Wrapped).HasAnnotation("Palermo:Audited", false);
        builder.Property(k => k.MasterVersion).HasAnnotation("Palermo:Audited", false);
    }
}

internal sealed class OrganisationKeyTable : IEntityTypeConfiguration<OrganisationKey>
{
    public void Configure(EntityTypeBuilder<OrganisationKey> builder)
    {
        builder.ToTable("OrganisationKeys");
        builder.HasKey(k => k.Name);
        builder.Property(k => k.Name).HasMaxLength(32);
        builder.HasAnnotation("Palermo:Audited", false);
    }
}
