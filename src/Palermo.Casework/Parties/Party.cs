using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Parties;

/// <summary>
/// Somebody whom the file names as having acted. Everything said of them is sealed in a tier of its own; only the acts stand
/// open. That two cases name the same identifier is seen through blind tokens, never through names.
/// </summary>
public sealed class Party
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public Guid? EpisodeId { get; init; }

    /// <summary>Act codes of the vocabulary.</summary>
    public ImmutableArray<string> Acts { get; init; } = [];

    /// <summary>A sealed <see cref="PartyDetails"/>.</summary>
    public required byte[] Details { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Guid RecordedBy { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Party>
    {
        public void Configure(EntityTypeBuilder<Party> builder)
        {
            builder.ToTable("Parties");
            builder.Property(p => p.Acts).HasMaxLength(400);
            builder.HasIndex(p => p.CaseId);
        }
    }
}

/// <summary>What is said of a party, before sealing and after opening.</summary>
public sealed record PartyDetails(ImmutableArray<string> Names, ImmutableArray<PartyIdentifier> Identifiers, string? Note = null)
{
    /// <summary>What they are to the person.</summary>
    public RelationKind Relation { get; init; }
}

/// <summary>A telephone, account or document of a party.</summary>
public sealed record PartyIdentifier(IdentifierKind Kind, string Value);
