using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Persons;

/// <summary>Sex as recorded for statistics. What the person calls themselves stands, sealed, in <see cref="PersonIdentity.Gender"/>.</summary>
public enum RecordedSex
{
    NotRecorded,
    Female,
    Male,
    Other,
    Unknown,
    Declined,
}

/// <summary>
/// A person, apart from any case. Names, birth, documents and contact numbers are one sealed field; the codes that
/// statistics need stand open and identify nobody by themselves.
/// </summary>
public sealed class Person
{
    public required Guid Id { get; init; }

    /// <summary>The case whose keys seal this person's identity.</summary>
    public required Guid HomeCaseId { get; init; }

    /// <summary>The newest of the person's <see cref="AgeRecord"/>s.</summary>
    public AgeStatus AgeStatus { get; set; }

    public RecordedSex Sex { get; set; }

    /// <summary>ISO 3166-1 alpha-2 codes, <c>stateless</c> or <c>unknown</c>; empty: not recorded.</summary>
    public ImmutableArray<string> Nationalities { get; set; } = [];

    /// <summary>ISO 639 codes, best spoken first; empty: not recorded.</summary>
    public ImmutableArray<string> Languages { get; set; } = [];

    /// <summary>Codes such as <c>interpreter</c>, <c>sign_language</c>, <c>easy_read</c>.</summary>
    public ImmutableArray<string> CommunicationNeeds { get; set; } = [];

    /// <summary>A sealed <see cref="PersonIdentity"/>; null: nothing identifying was recorded.</summary>
    public byte[]? Identity { get; set; }

    /// <summary>Counts the changes; part of what the seal binds.</summary>
    public int Version { get; set; } = 1;

    internal sealed class Configuration : IEntityTypeConfiguration<Person>
    {
        public void Configure(EntityTypeBuilder<Person> builder)
        {
            builder.ToTable("Persons");
            builder.Property(p => p.Nationalities).HasMaxLength(200);
            builder.Property(p => p.Languages).HasMaxLength(200);
            builder.Property(p => p.CommunicationNeeds).HasMaxLength(200);
            builder.Property(p => p.Version).IsConcurrencyToken();
            builder.HasIndex(p => p.HomeCaseId);
        }
    }
}
