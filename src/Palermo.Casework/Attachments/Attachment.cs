using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;

namespace Palermo.Casework.Attachments;

/// <summary>A file of a case, sealed as identity: name and content, metadata taken out where the format lets us.</summary>
public sealed class Attachment : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    /// <summary>The evidence item that it belongs to; null: none.</summary>
    public Guid? EvidenceId { get; init; }

    public required FileKind Kind { get; init; }

    /// <summary>Bytes of the content before sealing.</summary>
    public required int Size { get; init; }

    /// <summary>Whether metadata of the file was taken out; false where the format keeps it inside.</summary>
    public required bool MetadataRemoved { get; init; }

    public required byte[] FileName { get; init; }

    public required Guid ContentId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Attachment>
    {
        public void Configure(EntityTypeBuilder<Attachment> builder)
        {
            builder.ToTable("Attachments");
            builder.HasIndex(a => new { a.CaseId, a.At });
        }
    }
}

/// <summary>The sealed content, apart, so that listing files reads none.</summary>
public sealed class AttachmentContent : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required byte[] Content { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<AttachmentContent>
    {
        public void Configure(EntityTypeBuilder<AttachmentContent> builder) => builder.ToTable("AttachmentContents");
    }
}
