using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

namespace Palermo.Web.Tests.Accounts;

/// <summary>An OpenID provider on this computer: OpenIddict without a database. Who signs in there is whoever the test says.</summary>
public sealed class ProviderHouse : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProviderHouse(WebApplication app) => _app = app;

    public string Address => _app.Urls.First().TrimEnd('/');

    /// <summary>The claims of the person who sits before the browser; their subject is <c>sub</c>.</summary>
    public Dictionary<string, string[]> Person { get; } = new(StringComparer.Ordinal) { ["sub"] = ["person-1"], ["name"] = ["A colleague"] };

    /// <summary>When the person last typed a password there; null: just now.</summary>
    public DateTimeOffset? SignedInAt { get; set; }

    /// <summary>What the last request for a sign-in asked for.</summary>
    public OpenIddictRequest? Asked { get; private set; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static async Task<ProviderHouse> Open(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode();
            server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes("profile");
            server.AddEphemeralSigningKey(SecurityAlgorithms.RsaSha256).AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(h => h.UseInlineHandler(c =>
            {
                if (c.ClientId != "palermo" || c.RedirectUri?.EndsWith("/sign-in/openid/callback", StringComparison.Ordinal) != true)
                {
                    c.Reject(OpenIddictConstants.Errors.InvalidClient);
                }

                return default;
            }));
            server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(h => h.UseInlineHandler(_ => default));
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
        });
        var app = builder.Build();
        var house = new ProviderHouse(app) { Clock = clock };
        app.UseAuthentication();
        app.MapGet("/authorize", house.Authorize);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return house;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Authorize(HttpContext context)
    {
        Asked = context.GetOpenIddictServerRequest();
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, "name", "role");
        foreach (var (type, values) in Person)
        {
            identity.AddClaims(values.Select(v => new Claim(type, v)));
        }

        identity.SetClaim("auth_time", (SignedInAt ?? Clock.GetUtcNow()).ToUnixTimeSeconds());
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
