using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;

namespace Palermo.Casework.Facts;

/// <summary>What was answered. Only yes and no say something of the fact; the other four differ in what may be asked next and none of them is "no".</summary>
public enum FactAnswer
{
    NotAsked,
    Yes,
    No,

    /// <summary>Asked, and the answer is not known.</summary>
    Unknown,

    /// <summary>The person preferred not to say. Never asked again by the interview.</summary>
    Declined,

    /// <summary>Not now. Asked again in a later interview.</summary>
    AskLater,
}

/// <summary>From whom it was heard.</summary>
public enum HeardFrom
{
    ThePerson,
    Guardian,
    Relative,
    Witness,
    Official,
    Document,
    Observation,
}

/// <summary>
/// One answer to one question, as one source gave it on one occasion. Never overwritten: a correction supersedes it and it
/// stays. Two answers of one field that neither supersedes are two people's edits, and a person chooses; answers of two
/// occasions or sources that differ are variants of the account, and both are kept.
/// </summary>
public sealed class StatedFact : ISuperseded
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid EpisodeId { get; init; }

    /// <summary>The conversation or document it comes from. With episode and code this is the field.</summary>
    public required Guid InterviewId { get; init; }

    /// <summary>The fact of the vocabulary, or an instrument's own atom.</summary>
    public required string Code { get; init; }

    public required FactAnswer Answer { get; init; }

    public required HeardFrom HeardFrom { get; init; }

    /// <summary>The day it was said; null when not recorded.</summary>
    public DateOnly? SaidOn { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Guid RecordedBy { get; init; }

    /// <summary>An optional note, sealed at the tier of facts.</summary>
    public byte[]? Note { get; init; }

    public ImmutableArray<Guid> Evidence { get; init; } = [];

    public Guid? SupersededBy { get; private set; }

    public DateTimeOffset? SupersededAt { get; private set; }

    /// <summary>Whether it says yes or no.</summary>
    public bool IsDefinite => Answer is FactAnswer.Yes or FactAnswer.No;

    /// <summary>Whether it was the newest word of its field at a time.</summary>
    public bool StoodAt(DateTimeOffset at) => RecordedAt <= at && !(SupersededAt <= at);

    public void Supersede(Guid by, DateTimeOffset at) => (SupersededBy, SupersededAt) = (by, at);

    internal sealed class Configuration : IEntityTypeConfiguration<StatedFact>
    {
        public void Configure(EntityTypeBuilder<StatedFact> builder)
        {
            builder.ToTable("StatedFacts");
            builder.Ignore(f => f.IsDefinite);
            builder.Property(f => f.Code).HasMaxLength(80);
            builder.Property(f => f.Answer).HasMaxLength(10);
            builder.Property(f => f.HeardFrom).HasMaxLength(12);
            // A row that somebody else superseded meanwhile is not superseded again: the later editor learns of it.
            builder.Property(f => f.SupersededBy).IsConcurrencyToken();
            builder.HasIndex(f => f.CaseId);
        }
    }
}
