using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation.AspNetCore;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Security;

namespace Palermo.Web.Api;

/// <summary>
/// Programs sign in with their own secret (OAuth 2.0 client credentials) and name the token they get in every request. A browser's
/// session opens nothing here, so no page elsewhere can make a browser call the interface.
/// </summary>
public static class ApiAuthentication
{
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(15);

    public static void AddApiClients(this IServiceCollection services)
    {
        services.AddScoped<ApiClients>();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<AccountsContext>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetTokenEndpointUris("api/token").SetRevocationEndpointUris("api/revoke");
                server.AllowClientCredentialsFlow().SetAccessTokenLifetime(TokenLife);
                // Tokens are references to the database, sealed by the server's own keys: these two are asked for and never used.
                server.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256).AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
                server.UseReferenceAccessTokens();
                server.UseDataProtection();
                server.UseAspNetCore().EnableTokenEndpointPassthrough();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation();
                validation.UseDataProtection();
                validation.UseAspNetCore();
            });
        // A demonstration runs on this computer alone, without a certificate.
        services.AddOptions<OpenIddictServerAspNetCoreOptions>().Configure<Deployment>((options, deployment) => options.DisableTransportSecurityRequirement = deployment.IsDemonstration);
    }

    public static void MapToken(this IEndpointRouteBuilder routes) => routes.MapPost("/api/token", Token).ByClientSecret();

    /// <summary>Whoever calls the interface is the program that its token names, with the roles that it holds at this moment.</summary>
    public static void UseApiClients(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            if (context.User.SessionId() is not null)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }

            var services = context.RequestServices;
            if (services.GetRequiredService<Deployment>().IsOpen
                && context.Request.Headers.Authorization.Count > 0
                && (await context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)).Principal is { } principal
                && await services.GetRequiredService<ApiClients>().Find(principal.FindFirstValue(OpenIddictConstants.Claims.Subject), context.RequestAborted) is { } account)
            {
                var identity = SessionHandler.Identity(account, "client");
                SessionHandler.AddRights(identity, account, services.GetRequiredService<RoleRights>());
                context.User = new(identity);
            }
        }

        await next(context);
    });

    private static async Task<IResult> Token(HttpContext context, ApiClients clients, SecurityLog log, CancellationToken cancel)
    {
        var request = context.GetOpenIddictServerRequest();
        if (request?.IsClientCredentialsGrantType() != true || await clients.Find(request.ClientId, cancel) is not { } account)
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal) { [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.InvalidClient }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        await log.Write(context, account.Id, "sign-in.client", account.Id, cancel);
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, account.Id.ToString());
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
