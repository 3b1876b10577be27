using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;
using Palermo.Law.Facts;

namespace Palermo.Casework.Findings;

/// <summary>
/// What a person found about one atom, at a standard of proof, on evidence. An account alone may carry a finding, but then it
/// is said that and why it was accepted. Superseded, never changed.
/// </summary>
public sealed class CaseFinding : ISuperseded
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid EpisodeId { get; init; }

    /// <summary>A fact of the vocabulary, a group of it, or an atom of one instrument (<c>instrument.atom</c>).</summary>
    public required string Atom { get; init; }

    public required InputState State { get; init; }

    public required StandardOfProof Standard { get; init; }

    public FindingOrigin Origin { get; init; } = FindingOrigin.Person;

    /// <summary>The role and office in which it was made, as decisions name the finder.</summary>
    public required string Role { get; init; }

    public required string Office { get; init; }

    public required Guid RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>A sealed <see cref="FindingGrounds"/>.</summary>
    public byte[]? Grounds { get; init; }

    /// <summary>Evidence items of the case.</summary>
    public ImmutableArray<Guid> Evidence { get; init; } = [];

    /// <summary>For an inference: the atoms it was inferred from.</summary>
    public ImmutableArray<string> InferredFrom { get; init; } = [];

    public Nexus Nexus { get; init; }

    public MeansTarget Target { get; init; }

    public Guid? SupersededBy { get; private set; }

    public DateTimeOffset? SupersededAt { get; private set; }

    public bool StoodAt(DateTimeOffset at) => RecordedAt <= at && !(SupersededAt <= at);

    public void Supersede(Guid by, DateTimeOffset at) => (SupersededBy, SupersededAt) = (by, at);

    internal sealed class Configuration : IEntityTypeConfiguration<CaseFinding>
    {
        public void Configure(EntityTypeBuilder<CaseFinding> builder)
        {
            builder.ToTable("Findings");
            builder.Property(f => f.Atom).HasMaxLength(120);
            builder.Property(f => f.Role).HasMaxLength(60);
            builder.Property(f => f.Office).HasMaxLength(60);
            builder.Property(f => f.InferredFrom).HasMaxLength(1000);
            builder.Property(f => f.SupersededBy).IsConcurrencyToken();
            builder.HasIndex(f => f.CaseId);
        }
    }
}

/// <summary>The words of a finding, as they stand before sealing and after opening.</summary>
/// <param name="Reason">Why, in the finder's words.</param>
/// <param name="AcceptedBecause">Why the account was accepted without further evidence; null when evidence is cited.</param>
public sealed record FindingGrounds(string? Reason, string? AcceptedBecause);
