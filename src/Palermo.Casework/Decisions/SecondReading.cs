using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;

namespace Palermo.Casework.Decisions;

/// <summary>What a second person came to on the same findings, without having seen the proposed outcome.</summary>
public sealed class SecondReading : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid ProposalId { get; init; }

    /// <summary>The version of the proposal that was read.</summary>
    public required int ProposalVersion { get; init; }

    public required Guid ReaderId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Outcome { get; init; }

    /// <summary>Sealed words.</summary>
    public required byte[] Reason { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<SecondReading>
    {
        public void Configure(EntityTypeBuilder<SecondReading> builder)
        {
            builder.ToTable("SecondReadings");
            builder.Property(r => r.Outcome).HasMaxLength(60);
            builder.HasIndex(r => r.ProposalId);
            builder.HasIndex(r => r.CaseId);
        }
    }
}
