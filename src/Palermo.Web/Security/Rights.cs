using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;

namespace Palermo.Web.Security;

/// <summary>What a request knows about the person or client behind it. Read anew from the accounts for every request, so a change of role holds at once.</summary>
public static class Rights
{
    /// <summary>The claim types of a signed-in person.</summary>
    public const string Claim = "palermo:right", Role = "palermo:role", Office = "palermo:office", Session = "palermo:session", SteppedUp = "palermo:stepped-up", State = "palermo:state";

    public static bool Holds(this ClaimsPrincipal user, Right right) => user.HasClaim(Claim, right.ToString());

    public static Guid? AccountId(this ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public static Guid? SessionId(this ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Session), out var id) ? id : null;

    public static ImmutableArray<string> Roles(this ClaimsPrincipal user) => [.. user.FindAll(Role).Select(c => c.Value)];

    public static string OfficeOf(this ClaimsPrincipal user) => user.FindFirstValue(Office) ?? "";

    /// <summary>When the person last proved who they are; null if never in this session.</summary>
    public static DateTimeOffset? SteppedUpAt(this ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(SteppedUp), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public static SessionState StateOf(this ClaimsPrincipal user) => Enum.TryParse<SessionState>(user.FindFirstValue(State), out var state) ? state : SessionState.Open;

    public static bool IsSignedIn(this ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true;
}

/// <summary>What a session may be used for.</summary>
public enum SessionState
{
    /// <summary>Everything that the rights allow.</summary>
    Open,

    /// <summary>Only unlocking and signing out, until the person proves again who they are.</summary>
    Locked,

    /// <summary>Only setting up a second factor: no account works without one.</summary>
    Enrolling,
}
