namespace Palermo.Web.Accounts;

/// <summary>One signed-in browser. The cookie holds the token; only its hash is kept here.</summary>
public sealed class Session
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    public byte[] TokenHash { get; set; } = [];

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When the person last proved who they are.</summary>
    public DateTimeOffset? SteppedUpAt { get; set; }

    public bool Locked { get; set; }

    /// <summary>Hash of what the browser says it is, and the wider network it came from: a cookie that turns up elsewhere is not believed.</summary>
    public byte[] Browser { get; set; } = [];

    public string Network { get; set; } = "";

    /// <summary>How the session began: password and code, passkey, the OpenID provider, or a demonstration.</summary>
    public string Method { get; set; } = "";
}

/// <summary>A one-time code to begin an account, or to begin again after losing every factor.</summary>
public sealed class Invitation
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>Null until a second administrator confirms a recovery.</summary>
    public byte[]? CodeHash { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public bool IsRecovery { get; set; }

    public Guid AskedBy { get; set; }

    public Guid? ConfirmedBy { get; set; }
}

/// <summary>A code for the day when the authenticator is lost; each works once.</summary>
public sealed class RecoveryCode
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    public byte[] CodeHash { get; set; } = [];
}

/// <summary>A step of signing in that waits for the next: kept here so that it can be used once.</summary>
public sealed class Pending
{
    public Guid Id { get; set; }

    public byte[] TokenHash { get; set; } = [];

    /// <summary>Which step it is; a token of one step is worthless at another.</summary>
    public string Step { get; set; } = "";

    public Guid? AccountId { get; set; }

    public string? State { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
