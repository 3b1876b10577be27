using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;

namespace Palermo.Casework.Cases;

/// <summary>One step of a case through its process. The row of steps is the case's history; none is ever taken back, a later one follows.</summary>
public sealed class CaseEvent : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>The move of the process, such as <c>refer</c>; <c>open</c> for the first.</summary>
    public required string Move { get; init; }

    public required string FromState { get; init; }

    public required string ToState { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    /// <summary>Why, sealed at the tier of facts; null when nothing was said.</summary>
    public byte[]? Reason { get; init; }

    /// <summary>The decision that made the step; null for a move without one.</summary>
    public Guid? DecisionId { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<CaseEvent>
    {
        public void Configure(EntityTypeBuilder<CaseEvent> builder)
        {
            builder.ToTable("CaseEvents");
            builder.Property(e => e.Move).HasMaxLength(60);
            builder.Property(e => e.FromState).HasMaxLength(60);
            builder.Property(e => e.ToState).HasMaxLength(60);
            builder.HasIndex(e => new { e.CaseId, e.At });
        }
    }
}
