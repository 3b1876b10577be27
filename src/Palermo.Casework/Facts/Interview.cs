using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Facts;

/// <summary>One occasion on which facts were heard: a conversation, a document read, an observation.</summary>
public sealed class Interview
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid EpisodeId { get; init; }

    public required HeardFrom HeardFrom { get; init; }

    public required DateOnly HeldOn { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required Guid StartedBy { get; init; }

    /// <summary>The language it was held in; null when not recorded.</summary>
    public string? Language { get; init; }

    /// <summary>Whether an independent interpreter took part; null when not recorded.</summary>
    public bool? Interpreter { get; init; }

    /// <summary>Whether the person could speak unheard by others; null when not recorded.</summary>
    public bool? Private { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Interview>
    {
        public void Configure(EntityTypeBuilder<Interview> builder)
        {
            builder.ToTable("Interviews");
            builder.Property(i => i.Language).HasMaxLength(20);
            builder.HasIndex(i => new { i.CaseId, i.StartedAt });
        }
    }
}
