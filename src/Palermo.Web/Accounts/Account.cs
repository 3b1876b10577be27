using Microsoft.AspNetCore.Identity;

namespace Palermo.Web.Accounts;

/// <summary>A person of the staff, or a program that calls the interface. Never a survivor.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>How colleagues know the person: shown in lists, in who-saw-this and beside what they recorded.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The office whose cases the person works on.</summary>
    public string Office { get; set; } = "";

    public List<string> Roles { get; set; } = [];

    public AccountKind Kind { get; set; }

    public bool Disabled { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The shared secret of the authenticator app, sealed; null where none is set up.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>The last time step whose code was used: a code works once.</summary>
    public long AuthenticatorStep { get; set; }

    /// <summary>Whether signing in is complete without the password alone: a passkey, an authenticator, or another house's sign-in.</summary>
    public bool HasSecondFactor { get; set; }

    /// <summary>The subject at the OpenID provider, with its issuer; null for a local account.</summary>
    public string? ExternalSubject { get; set; }
}

public enum AccountKind
{
    Person = 1,
    Client = 2,
}
