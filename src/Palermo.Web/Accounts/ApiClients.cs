using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Palermo.Web.Accounts;

/// <summary>Programs that call the interface. Each is an account with roles and an office; its secret is with OpenIddict, hashed.</summary>
public sealed class ApiClients(AccountsContext accounts, IOpenIddictApplicationManager applications, IOpenIddictTokenManager tokens)
{
    /// <summary>A new secret; the old one and every token given out on it end.</summary>
    public async Task<string> NewSecret(Account account, CancellationToken cancel)
    {
        var secret = Secrets.NewToken();
        var description = new OpenIddictApplicationDescriptor
        {
            ClientId = account.Id.ToString(),
            ClientSecret = secret,
            ClientType = OpenIddictConstants.ClientTypes.Confidential,
            DisplayName = account.DisplayName,
            Permissions = { OpenIddictConstants.Permissions.Endpoints.Token, OpenIddictConstants.Permissions.Endpoints.Revocation, OpenIddictConstants.Permissions.GrantTypes.ClientCredentials },
        };
        if (await applications.FindByClientIdAsync(account.Id.ToString(), cancel) is { } known)
        {
            await tokens.RevokeByApplicationIdAsync((await applications.GetIdAsync(known, cancel))!, cancel);
            await applications.UpdateAsync(known, description, cancel);
        }
        else
        {
            await applications.CreateAsync(description, cancel);
        }

        return secret;
    }

    public async Task<Account?> Find(string? clientId, CancellationToken cancel) =>
        Guid.TryParse(clientId, out var id) ? await accounts.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.Kind == AccountKind.Client && !a.Disabled, cancel) : null;
}
