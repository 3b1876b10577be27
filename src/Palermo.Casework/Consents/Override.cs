using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Consents;

/// <summary>On what an override rests, in words: whoever types a provision may type a name beside it.</summary>
/// <param name="LegalBasis">The provision relied on, as it is cited; null: not recorded any more (<see cref="Override.Grounds"/>).</param>
/// <param name="Reason">Why.</param>
public sealed record OverrideGrounds(string? LegalBasis, string Reason);

/// <summary>
/// A disclosure that the law allows or demands without consent. It has no force until a second person has approved it, and
/// none after its review date.
/// </summary>
public sealed class Override
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string Purpose { get; init; }

    public required string Recipient { get; init; }

    public required ImmutableArray<string> Tiers { get; init; }

    /// <summary>
    /// The <see cref="OverrideGrounds"/>, sealed at the tier of facts. A row from before both words were sealed together holds
    /// the reason alone, at the place it then had; the provision stood in the clear beside it and is not there any more.
    /// </summary>
    public required byte[] Grounds { get; init; }

    public required Guid AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required DateTimeOffset ReviewBy { get; init; }

    public Guid? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>When the person was told; null while it has not happened.</summary>
    public DateTimeOffset? PersonToldAt { get; set; }

    /// <summary>Approves it.</summary>
    /// <returns>False: the one who asked cannot approve, or it is approved already.</returns>
    public bool Approve(Guid by, DateTimeOffset at)
    {
        if (by == AskedBy || ApprovedBy is not null)
        {
            return false;
        }

        (ApprovedBy, ApprovedAt) = (by, at);
        return true;
    }

    public bool Covers(string purpose, string recipient, Tier tier, DateTimeOffset at) =>
        ApprovedAt <= at && ApprovedBy is not null && ApprovedBy != AskedBy && at < ReviewBy
        && Purpose == purpose && Recipient == recipient && Tiers.Contains(tier.ToString()) && tier != Tier.Privileged;

    internal sealed class Configuration : IEntityTypeConfiguration<Override>
    {
        public void Configure(EntityTypeBuilder<Override> builder)
        {
            builder.ToTable("Overrides");
            builder.Property(o => o.Purpose).HasMaxLength(60);
            builder.Property(o => o.Recipient).HasMaxLength(100);
            builder.Property(o => o.Tiers).HasMaxLength(200);
            builder.Property(o => o.ApprovedBy).IsConcurrencyToken();
            builder.HasIndex(o => o.CaseId);
        }
    }
}
