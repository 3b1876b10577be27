using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Palermo.Web.House;
using Palermo.Web.Security;

namespace Palermo.Web.Accounts;

/// <summary>Tells who a request comes from by its session. Roles and rights are read anew each time.</summary>
public sealed class SessionHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IServiceProvider services, RoleRights rights, Deployment deployment)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Public pages of a visitor without a session touch no database.
        if (!deployment.IsOpen || !Request.Cookies.ContainsKey(Sessions.Cookie))
        {
            return AuthenticateResult.NoResult();
        }

        return await services.GetRequiredService<Sessions>().Find(Context, Context.RequestAborted) is not { } found
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(found.Session, found.Account, rights), Name));
    }

    private static ClaimsPrincipal PrincipalOf(Session session, Account account, RoleRights rights)
    {
        var state = session.Locked ? SessionState.Locked : account.HasSecondFactor ? SessionState.Open : SessionState.Enrolling;
        var identity = Identity(account, Name);
        identity.AddClaim(new(Rights.Session, session.Id.ToString()));
        identity.AddClaim(new(Rights.State, state.ToString()));
        if (session.SteppedUpAt is { } at)
        {
            identity.AddClaim(new(Rights.SteppedUp, at.UtcTicks.ToString(CultureInfo.InvariantCulture)));
        }

        if (state == SessionState.Open)
        {
            AddRights(identity, account, rights);
        }

        return new(identity);
    }

    /// <summary>Who an account is, without what it may do.</summary>
    public static ClaimsIdentity Identity(Account account, string scheme) => new(
        [
            new(ClaimTypes.NameIdentifier, account.Id.ToString()),
            new(ClaimTypes.Name, account.DisplayName),
            new(Rights.Office, account.Office),
            .. account.Roles.Select(r => new Claim(Rights.Role, r)),
        ],
        scheme);

    public static void AddRights(ClaimsIdentity identity, Account account, RoleRights rights) =>
        identity.AddClaims(rights.Of(account.Roles).Order().Select(r => new Claim(Rights.Claim, r.ToString())));
}
