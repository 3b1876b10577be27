using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Episodes;

/// <summary>
/// One stretch of what happened to a person: one case may hold several, and a person may be exploited in one and be suspected
/// of something in another without either view showing in the other.
/// </summary>
public sealed class Episode
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>1 for the first of the case.</summary>
    public required int Number { get; init; }

    /// <summary>First and last day of the conduct as far as known; the law of that time applies.</summary>
    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    /// <summary>ISO 3166-1 alpha-2 codes of the countries it touched, in order; empty: not recorded.</summary>
    public ImmutableArray<string> Countries { get; set; } = [];

    public int Version { get; set; } = 1;

    internal sealed class Configuration : IEntityTypeConfiguration<Episode>
    {
        public void Configure(EntityTypeBuilder<Episode> builder)
        {
            builder.ToTable("Episodes");
            builder.Property(e => e.Countries).HasMaxLength(200);
            builder.Property(e => e.Version).IsConcurrencyToken();
            builder.HasIndex(e => new { e.CaseId, e.Number }).IsUnique();
        }
    }
}
