using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;
using Palermo.Law.Facts;

namespace Palermo.Casework.Decisions;

/// <summary>
/// A decision as it was made: never edited, only superseded by a later one. Everything it rests on is inside it, so it can be
/// made again from itself and shown to be what it was.
/// </summary>
public sealed class Decision : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid EpisodeId { get; init; }

    public required Guid ProposalId { get; init; }

    /// <summary>The process, <c>id/version</c>, and its step and outcome.</summary>
    public required string Process { get; init; }

    public required string Step { get; init; }

    public required string Outcome { get; init; }

    /// <summary>The text, <c>id/version</c>, and its hash.</summary>
    public required string Instrument { get; init; }

    public required string InstrumentHash { get; init; }

    public required StandardOfProof Standard { get; init; }

    /// <summary>What the findings established: true, false or unknown.</summary>
    public required string Result { get; init; }

    /// <summary>Hash of findings and query.</summary>
    public required string InputHash { get; init; }

    public required Guid DecidedBy { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public Guid? SecondReader { get; init; }

    /// <summary>The decision of the same step that this one takes the place of.</summary>
    public Guid? Supersedes { get; init; }

    /// <summary>A sealed <see cref="DecisionContent"/>.</summary>
    public required byte[] Content { get; init; }

    /// <summary>SHA-256 of the content before sealing, lower-case hexadecimal. The document shows it.</summary>
    public required string ContentHash { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Decision>
    {
        public void Configure(EntityTypeBuilder<Decision> builder)
        {
            builder.ToTable("Decisions");
            builder.Property(d => d.Process).HasMaxLength(80);
            builder.Property(d => d.Step).HasMaxLength(60);
            builder.Property(d => d.Outcome).HasMaxLength(60);
            builder.Property(d => d.Instrument).HasMaxLength(80);
            builder.Property(d => d.InstrumentHash).HasMaxLength(64);
            builder.Property(d => d.InputHash).HasMaxLength(64);
            builder.Property(d => d.ContentHash).HasMaxLength(64);
            builder.Property(d => d.Result).HasMaxLength(10);
            builder.HasIndex(d => new { d.CaseId, d.DecidedAt });
            builder.HasIndex(d => new { d.Step, d.Outcome, d.DecidedAt });
            builder.HasIndex(d => d.ProposalId).IsUnique();
        }
    }
}

/// <summary>That the person was told of a decision, when, in which language and how.</summary>
public sealed class DecisionNotice : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid DecisionId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    public required string Language { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<DecisionNotice>
    {
        public void Configure(EntityTypeBuilder<DecisionNotice> builder)
        {
            builder.ToTable("DecisionNotices");
            builder.Property(n => n.Language).HasMaxLength(20);
            builder.HasIndex(n => n.DecisionId);
        }
    }
}
