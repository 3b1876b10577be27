using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;

namespace Palermo.Casework.Evidence;

public enum EvidenceKind
{
    Statement,
    Document,
    Observation,
    Medical,
    LawEnforcement,
    Digital,
    ThirdParty,
    CountryInformation,
}

/// <summary>
/// One piece of evidence in the case's ledger. It carries no mark for credibility: what speaks for and against an element
/// stands in the findings that cite it.
/// </summary>
public sealed class EvidenceItem : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>1, 2, 3 ... within the case; decisions cite it as E1, E2, E3.</summary>
    public required int Number { get; init; }

    public required EvidenceKind Kind { get; init; }

    /// <summary>What it is, in words, sealed at the tier of facts; null when nothing was said.</summary>
    public byte[]? Description { get; init; }

    public DateOnly? ObtainedOn { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Guid RecordedBy { get; init; }

    /// <summary>How findings, decisions and pages name it.</summary>
    public string Key => FormattableString.Invariant($"E{Number}");

    internal sealed class Configuration : IEntityTypeConfiguration<EvidenceItem>
    {
        public void Configure(EntityTypeBuilder<EvidenceItem> builder)
        {
            builder.ToTable("Evidence");
            builder.Ignore(e => e.Key);
            builder.HasIndex(e => new { e.CaseId, e.Number }).IsUnique();
        }
    }
}
