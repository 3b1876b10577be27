using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Decisions;

public enum ProposalState
{
    Draft,

    /// <summary>A second person is to read the findings.</summary>
    AwaitingSecondReader,

    /// <summary>The second reader came to another outcome; the proposal goes back.</summary>
    Returned,

    Decided,

    Abandoned,
}

/// <summary>A decision in the making. It can be changed until it is made; then a <see cref="Decision"/> stands and this is history.</summary>
public sealed class Proposal
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid EpisodeId { get; init; }

    /// <summary>The decision of the process.</summary>
    public required string Step { get; init; }

    public required string Outcome { get; set; }

    /// <summary>The text it is decided under, <c>id/version</c>.</summary>
    public required string Instrument { get; init; }

    public required Guid ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>A sealed <see cref="ProposalReasons"/>.</summary>
    public required byte[] Reasons { get; set; }

    /// <summary>Hash of the findings that were before the proposer; when they change, the proposal goes back.</summary>
    public required string InputHash { get; init; }

    public ProposalState State { get; set; }

    public int Version { get; set; } = 1;

    internal sealed class Configuration : IEntityTypeConfiguration<Proposal>
    {
        public void Configure(EntityTypeBuilder<Proposal> builder)
        {
            builder.ToTable("Proposals");
            builder.Property(p => p.Step).HasMaxLength(60);
            builder.Property(p => p.Outcome).HasMaxLength(60);
            builder.Property(p => p.Instrument).HasMaxLength(80);
            builder.Property(p => p.InputHash).HasMaxLength(64);
            builder.Property(p => p.Version).IsConcurrencyToken();
            builder.HasIndex(p => new { p.CaseId, p.ProposedAt });
            builder.HasIndex(p => p.State);
        }
    }
}

/// <summary>Why, element by element, in the decision-maker's words.</summary>
/// <param name="Element">act, means, purpose, age or other.</param>
/// <param name="Evidence">Keys of the evidence cited, such as E1.</param>
public sealed record ElementReason(string Element, string Words, ImmutableArray<string> Evidence);

/// <summary>The words of a proposal, before sealing and after opening.</summary>
/// <param name="Departure">Why the outcome departs from what the findings establish; null when it does not.</param>
/// <param name="Language">The language that the document is to be written in.</param>
public sealed record ProposalReasons(ImmutableArray<ElementReason> Elements, string? Departure, string Language);
