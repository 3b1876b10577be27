using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Palermo.Casework.Contacts;

public enum ContactChannel
{
    Phone,
    Message,
    Email,
    Post,
    InPerson,
    ThroughThirdParty,
}

public enum Voicemail
{
    Never,
    NeutralOnly,
}

/// <summary>How the person can be reached without danger. The address itself is sealed as location.</summary>
public sealed class ContactRule
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required ContactChannel Channel { get; init; }

    /// <summary>A sealed <see cref="ContactPoint"/>.</summary>
    public required byte[] Point { get; init; }

    /// <summary>Hours of the person's day in which contact is safe; equal or absent: none were named.</summary>
    public TimeOnly? SafeFrom { get; init; }

    public TimeOnly? SafeTo { get; init; }

    public Voicemail Voicemail { get; init; }

    /// <summary>When somebody last made sure that it is safe; null: nobody has.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Guid RecordedBy { get; init; }

    /// <summary>From when it must no longer be used.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ContactRule>
    {
        public void Configure(EntityTypeBuilder<ContactRule> builder)
        {
            builder.ToTable("ContactRules");
            builder.HasIndex(c => c.CaseId);
        }
    }
}

/// <summary>Where, and the word by which the caller is known, before sealing and after opening.</summary>
public sealed record ContactPoint(string Address, string? CodeWord = null, string? Note = null);
