using Palermo.Casework.Vault;

namespace Palermo.Casework.Consents;

/// <summary>On what something may be disclosed. There is no fourth ground, and where none of these is found nothing leaves.</summary>
public abstract record DisclosureBasis
{
    private protected DisclosureBasis()
    {
    }

    /// <summary>The ground for giving a tier to a recipient for a purpose at a moment; null when there is none.</summary>
    public static DisclosureBasis? Find(IEnumerable<Consent> consents, IEnumerable<Override> overrides, string purpose, string recipient, Tier tier, DateTimeOffset at) =>
        consents.FirstOrDefault(c => c.Covers(purpose, recipient, tier, at)) is { } consent ? new ByConsent(consent.Id)
        : overrides.FirstOrDefault(o => o.Covers(purpose, recipient, tier, at)) is { } approved ? new ByOverride(approved.Id)
        : null;
}

public sealed record ByConsent(Guid ConsentId) : DisclosureBasis;

public sealed record ByOverride(Guid OverrideId) : DisclosureBasis;
