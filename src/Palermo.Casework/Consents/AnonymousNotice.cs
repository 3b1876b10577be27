using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Persons;
using Palermo.Casework.Storage;

namespace Palermo.Casework.Consents;

/// <summary>
/// An adult who does not agree to a referral: what the duty to notify asks for, without a name, a case, a day or anything else
/// by which the person could be found. It points to no other record and none points to it.
/// </summary>
public sealed class AnonymousNotice : IWrittenOnce
{
    public required Guid Id { get; init; }

    /// <summary>The first day of the month in which it was recorded: a day would help to find the person.</summary>
    public required DateOnly Month { get; init; }

    public required string Office { get; init; }

    public RecordedSex Sex { get; init; }

    /// <summary>An ISO 3166-1 alpha-2 code, <c>stateless</c> or <c>unknown</c>; null: not recorded.</summary>
    public string? Nationality { get; init; }

    /// <summary>The facts that were said, as codes of the vocabulary.</summary>
    public ImmutableArray<string> Facts { get; init; } = [];

    internal sealed class Configuration : IEntityTypeConfiguration<AnonymousNotice>
    {
        public void Configure(EntityTypeBuilder<AnonymousNotice> builder)
        {
            builder.ToTable("AnonymousNotices");
            builder.Property(n => n.Office).HasMaxLength(60);
            builder.Property(n => n.Nationality).HasMaxLength(20);
            builder.Property(n => n.Facts).HasMaxLength(1000);
            builder.HasIndex(n => new { n.Office, n.Month });
        }
    }
}
