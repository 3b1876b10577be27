using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Work;

public enum OfficeKind
{
    FirstResponder,
    Support,
    CompetentAuthority,
    LawEnforcement,
    Coordination,
}

/// <summary>An office: the unit that holds cases and whose staff may see its queue.</summary>
public sealed class Office
{
    /// <summary>A short word, such as <c>north-shelter</c>.</summary>
    public required string Key { get; init; }

    public required string Name { get; set; }

    public required OfficeKind Kind { get; set; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Office>
    {
        public void Configure(EntityTypeBuilder<Office> builder)
        {
            builder.ToTable("Offices");
            builder.HasKey(o => o.Key);
            builder.Property(o => o.Key).HasMaxLength(60);
            builder.Property(o => o.Name).HasMaxLength(200);
            builder.Property(o => o.Country).HasMaxLength(2);
        }
    }
}
