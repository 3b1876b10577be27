using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Persons;

public enum GuardianKind
{
    Guardian,
    LegalRepresentative,
    IndependentAdvocate,
}

/// <summary>Who speaks for the person. Ends by a date, never by deletion.</summary>
public sealed class Guardian
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required GuardianKind Kind { get; init; }

    /// <summary>Name and contact, sealed as identity.</summary>
    public required byte[] Details { get; init; }

    /// <summary>Whether it was checked that the guardian has no tie to a suspected exploiter.</summary>
    public required bool ConflictChecked { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Guardian>
    {
        public void Configure(EntityTypeBuilder<Guardian> builder)
        {
            builder.ToTable("Guardians");
            builder.HasIndex(g => g.CaseId);
        }
    }
}
