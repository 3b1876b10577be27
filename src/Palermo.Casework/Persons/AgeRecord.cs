using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;

namespace Palermo.Casework.Persons;

/// <summary>What is taken about a person's age now. Whether the person was a child at the time of the act is a fact of its own.</summary>
public enum AgeStatus
{
    NotRecorded,
    Adult,
    Child,

    /// <summary>Age is uncertain and there are reasons to believe the person a child: treated as one until age is determined (CETS 197 art. 10(3); 2011/36/EU art. 13(2)).</summary>
    PresumedChild,

    /// <summary>Somebody disputes the age that is stated or documented.</summary>
    Disputed,
}

/// <summary>On what a statement of age rests.</summary>
public enum AgeBasis
{
    Stated,
    Document,
    Appearance,
    Assessment,
    Determination,
}

/// <summary>One statement of a person's age status. The newest holds; the presumption of childhood ends by a determination, never by time.</summary>
public sealed class AgeRecord : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid CaseId { get; init; }

    public required AgeStatus Status { get; init; }

    public required AgeBasis Basis { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    /// <summary>Whether this status may follow another. A presumption gives way only to an age determination or to a document or assessment relied on for one.</summary>
    public static bool MayFollow(AgeStatus before, AgeStatus after, AgeBasis basis) =>
        before is not AgeStatus.PresumedChild || after is AgeStatus.PresumedChild or AgeStatus.Child || basis is AgeBasis.Determination;

    internal sealed class Configuration : IEntityTypeConfiguration<AgeRecord>
    {
        public void Configure(EntityTypeBuilder<AgeRecord> builder)
        {
            builder.ToTable("AgeRecords");
            builder.HasIndex(a => new { a.PersonId, a.At });
            builder.HasIndex(a => a.CaseId);
        }
    }
}
