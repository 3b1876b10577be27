using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Search;

/// <summary>
/// One bucket under which a record may be found. Buckets are shared by chance, so a hit is only a candidate: whether it is one
/// is decided after opening, and two records in one bucket are no evidence of anything.
/// </summary>
public sealed class SearchBucket
{
    /// <summary>Names of persons.</summary>
    public const string Name = "name";

    /// <summary>Identifiers of persons.</summary>
    public const string PersonIdentifier = "person";

    /// <summary>Identifiers of parties: a compartment of its own, never mixed with persons.</summary>
    public const string PartyIdentifier = "party";

    public required string Field { get; init; }

    public required int Bucket { get; init; }

    /// <summary>The person or party.</summary>
    public required Guid RecordId { get; init; }

    public required Guid CaseId { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<SearchBucket>
    {
        public void Configure(EntityTypeBuilder<SearchBucket> builder)
        {
            builder.ToTable("SearchBuckets");
            builder.HasKey(b => new { b.Field, b.Bucket, b.RecordId });
            builder.Property(b => b.Field).HasMaxLength(10);
            builder.HasIndex(b => b.RecordId);
        }
    }
}
