using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Accounts;

/// <summary>The settings <c>Accounts:OpenId</c>: signing in through an organisation's own provider, by authorization code with proof key.</summary>
public sealed class OpenIdSettings
{
    /// <summary>What people call the provider; shown on the button.</summary>
    public string Name { get; set; } = "OpenID";

    public string? Authority { get; set; }

    public string ClientId { get; set; } = "palermo";

    /// <summary>File that holds the client's secret; none for a public client.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>The claim that names the person's groups; empty: roles are given by an administrator here.</summary>
    public string? RolesClaim { get; set; }

    /// <summary>From a group of the provider to a role of ours.</summary>
    public Dictionary<string, string> RoleMap { get; } = new(StringComparer.Ordinal);

    /// <summary>The claim that names the office; empty: given by an administrator here.</summary>
    public string? OfficeClaim { get; set; }

    /// <summary>Words of <c>amr</c> of which the provider must have used one, such as <c>mfa</c>; empty trusts the provider's own rules.</summary>
    public string[] RequiredMethods { get; set; } = [];
}

public static class OpenId
{
    public const string Scheme = "openid", Callback = "/sign-in/openid/callback", AgainFor = "again";

    public static void AddOpenId(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Accounts:OpenId").Get<OpenIdSettings>();
        if (settings?.Authority is not { Length: > 0 } authority)
        {
            return;
        }

        builder.Services.AddSingleton(settings);
        builder.Services.AddScoped<OpenIdArrival>();
        builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, options =>
        {
            options.Authority = authority;
            // A provider on this computer alone may do without a certificate.
            options.RequireHttpsMetadata = !new Uri(authority).IsLoopback;
            options.ClientId = settings.ClientId;
            options.ClientSecret = settings.ClientSecretFile is { } file ? File.ReadAllText(file).Trim() : null;
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.CallbackPath = Callback;
            options.SignInScheme = SessionHandler.Name;
            options.MapInboundClaims = false;
            options.SaveTokens = false;
            options.Scope.Clear();
            options.Scope.Add("openid");
            options.Scope.Add("profile");
            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            {
                cookie.Name = "__Host-" + cookie.Name;
                cookie.Path = "/";
                cookie.SameSite = SameSiteMode.Lax;
            }

            options.Events.OnTicketReceived = async received =>
            {
                var language = Language.OfPath(received.ReturnUri ?? "");
                received.HandleResponse();
                var arrived = await received.HttpContext.RequestServices.GetRequiredService<OpenIdArrival>().Arrive(received.HttpContext, received.Principal!, received.Properties!, received.HttpContext.RequestAborted);
                received.Response.Redirect(arrived ? ReturnPath.Of(received.ReturnUri, language) : $"/{language.Tag}/sign-in?refused=1");
            };
            options.Events.OnRemoteFailure = failed =>
            {
                failed.HandleResponse();
                failed.Response.Redirect("/en/sign-in?refused=1");
                return Task.CompletedTask;
            };
        });
    }

    /// <summary>Sends the browser to the provider.</summary>
    /// <param name="again">The account that must prove itself anew; null for signing in.</param>
    public static IResult Go(string to, Guid? again)
    {
        var properties = new OpenIdConnectChallengeProperties { RedirectUri = to };
        if (again is { } account)
        {
            properties.Prompt = "login";
            properties.MaxAge = TimeSpan.Zero;
            properties.Items[AgainFor] = account.ToString();
        }

        return Results.Challenge(properties, [Scheme]);
    }
}

/// <summary>What happens when the provider sends somebody back.</summary>
public sealed class OpenIdArrival(OpenIdSettings settings, AccountsContext accounts, Sessions sessions, RoleRights rights, SecurityLog log, TimeProvider clock)
{
    /// <summary>Begins or freshens a session; false where this person may not.</summary>
    public async Task<bool> Arrive(HttpContext context, ClaimsPrincipal arrived, AuthenticationProperties properties, CancellationToken cancel)
    {
        if (arrived.FindFirst("sub") is not { } subject)
        {
            return false;
        }

        var known = subject.Issuer + "|" + subject.Value;
        var account = await accounts.Users.SingleOrDefaultAsync(a => a.ExternalSubject == known, cancel);
        if (account is { Disabled: true } || (settings.RequiredMethods.Length > 0 && !arrived.FindAll("amr").Any(a => settings.RequiredMethods.Contains(a.Value, StringComparer.Ordinal))))
        {
            await log.Failed(context, account?.Id, "openid", cancel);
            return false;
        }

        if (properties.Items.TryGetValue(OpenId.AgainFor, out var again) && again is not null)
        {
            // The provider says when it last asked the person, not merely that it knows them.
            var fresh = long.TryParse(arrived.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at) < NeedsStepUp.Fresh;
            if (!fresh || account is null || account.Id.ToString() != again || await sessions.Find(context, cancel) is not { } found || found.Account.Id != account.Id)
            {
                await log.Failed(context, account?.Id, "openid-again", cancel);
                return false;
            }

            await log.Write(context, account.Id, "step-up.openid", account.Id, cancel);
            await sessions.StepUp(found.Session.Id, cancel);
            return true;
        }

        account ??= New(known, subject.Value);
        account.DisplayName = arrived.FindFirstValue("name") is { Length: > 0 } name ? name[..Math.Min(name.Length, 200)] : account.DisplayName;
        if (settings.RolesClaim is { } roles)
        {
            account.Roles = [.. arrived.FindAll(roles).Select(c => settings.RoleMap.GetValueOrDefault(c.Value)).OfType<string>().Where(r => rights.Roles.Contains(r)).Distinct(StringComparer.Ordinal)];
        }

        if (settings.OfficeClaim is { } office)
        {
            account.Office = arrived.FindFirstValue(office) ?? "";
        }

        await log.Write(context, account.Id, "sign-in.openid", account.Id, cancel);
        await accounts.SaveChangesAsync(cancel);
        await sessions.Begin(context, account, "openid", proved: false, cancel);
        return true;
    }

    private Account New(string known, string subject)
    {
        var account = new Account { Id = Secrets.NewId(), ExternalSubject = known, DisplayName = subject, Kind = AccountKind.Person, CreatedAt = clock.GetUtcNow(), SecurityStamp = Secrets.NewToken(), HasSecondFactor = true };
        account.UserName = "openid-" + account.Id.ToString("N");
        account.NormalizedUserName = account.UserName.ToUpperInvariant();
        accounts.Users.Add(account);
        return account;
    }
}
