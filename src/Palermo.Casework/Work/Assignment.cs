using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Work;

public enum AssignmentKind
{
    /// <summary>Works on the case.</summary>
    Worker,

    /// <summary>Stands to the person as guardian, lawyer, health worker or liaison to whom the person was referred.</summary>
    Client,

    /// <summary>Reads a proposed decision a second time.</summary>
    SecondReader,
}

/// <summary>Who works on a case. Ends by a date, never by deletion.</summary>
public sealed class Assignment
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid UserId { get; init; }

    public AssignmentKind Kind { get; init; }

    public required DateTimeOffset From { get; init; }

    public required Guid By { get; init; }

    public DateTimeOffset? To { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Assignment>
    {
        public void Configure(EntityTypeBuilder<Assignment> builder)
        {
            builder.ToTable("Assignments");
            builder.HasIndex(a => new { a.CaseId, a.UserId });
            builder.HasIndex(a => new { a.UserId, a.To });
        }
    }
}
