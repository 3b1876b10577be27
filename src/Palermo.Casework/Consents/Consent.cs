using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Consents;

public enum ConsentGivenBy
{
    ThePerson,
    Guardian,
    Representative,
}

/// <summary>What a child says to it, beside the guardian's consent.</summary>
public enum Assent
{
    NotApplicable,
    Given,
    Refused,
    NotAbleToSay,
}

public enum ConsentChannel
{
    Spoken,
    Written,
    ThroughInterpreter,
}

/// <summary>
/// One consent: for which purposes, to which recipients, for which tiers, until when, to which words. It is not the consent of
/// Article 3(b), which the definition speaks of and which decides nothing once a means was used.
/// </summary>
public sealed class Consent
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required ConsentGivenBy GivenBy { get; init; }

    public Assent Assent { get; init; }

    /// <summary>Codes of the closed list of purposes.</summary>
    public required ImmutableArray<string> Purposes { get; init; }

    /// <summary>Keys of recipients: an office, or a kind such as <c>health_services</c>.</summary>
    public required ImmutableArray<string> Recipients { get; init; }

    /// <summary>Names of the tiers it covers.</summary>
    public required ImmutableArray<string> Tiers { get; init; }

    public required ConsentChannel Channel { get; init; }

    /// <summary>The language in which the words were said or shown.</summary>
    public required string Language { get; init; }

    /// <summary>Which wording, and the SHA-256 of its exact words in that language.</summary>
    public required string Wording { get; init; }

    public required string WordingHash { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment at which it no longer holds. Never open-ended.</summary>
    public required DateTimeOffset To { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Guid RecordedBy { get; init; }

    /// <summary>What the person asked to be withheld and from whom, sealed at the tier of facts.</summary>
    public byte[]? Conditions { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public Guid? WithdrawnRecordedBy { get; private set; }

    /// <summary>Withdraws it. The first withdrawal stands; one cannot be taken back, only a new consent given.</summary>
    public void Withdraw(DateTimeOffset at, Guid by)
    {
        if (WithdrawnAt is null)
        {
            (WithdrawnAt, WithdrawnRecordedBy) = (at, by);
        }
    }

    /// <summary>Whether it holds at a moment.</summary>
    public bool HoldsAt(DateTimeOffset at) => From <= at && at < To && !(WithdrawnAt <= at) && Assent != Assent.Refused;

    /// <summary>Whether it covers giving one tier to one recipient for one purpose at a moment.</summary>
    public bool Covers(string purpose, string recipient, Tier tier, DateTimeOffset at) =>
        HoldsAt(at) && Purposes.Contains(purpose) && Recipients.Contains(recipient) && Tiers.Contains(tier.ToString());

    internal sealed class Configuration : IEntityTypeConfiguration<Consent>
    {
        public void Configure(EntityTypeBuilder<Consent> builder)
        {
            builder.ToTable("Consents");
            builder.Property(c => c.Purposes).HasMaxLength(1000);
            builder.Property(c => c.Recipients).HasMaxLength(2000);
            builder.Property(c => c.Tiers).HasMaxLength(200);
            builder.Property(c => c.Language).HasMaxLength(20);
            builder.Property(c => c.Wording).HasMaxLength(60);
            builder.Property(c => c.WordingHash).HasMaxLength(64);
            builder.Property(c => c.WithdrawnAt).IsConcurrencyToken();
            builder.HasIndex(c => c.CaseId);
            builder.HasIndex(c => c.To);
        }
    }
}
