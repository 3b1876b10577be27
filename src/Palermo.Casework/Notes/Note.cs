using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Notes;

/// <summary>A note, sealed. It is written once; a correction is an addendum that points to it.</summary>
public sealed class Note : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>Identity for working notes, privileged for legal advice, therapy and the person's own writing.</summary>
    public required Tier Tier { get; init; }

    public required byte[] Body { get; init; }

    public Guid? AddendumTo { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Note>
    {
        public void Configure(EntityTypeBuilder<Note> builder)
        {
            builder.ToTable("Notes");
            builder.HasIndex(n => new { n.CaseId, n.At });
        }
    }
}
