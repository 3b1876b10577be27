using Microsoft.AspNetCore.Identity;

namespace Palermo.Web.Accounts;

/// <summary>
/// Whether what a browser signed was signed on our pages: the host that passkeys belong to, over TLS. On the machine itself the
/// browser counts plain HTTP as secure, and so does this: the demonstration and a first trial need no certificate.
/// </summary>
public static class PasskeyOrigin
{
    public static bool IsOurs(string origin, bool crossOrigin, string host) =>
        !crossOrigin
        && Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && string.Equals(page.Host, host, StringComparison.OrdinalIgnoreCase)
        && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && page.IsLoopback));

    public static ValueTask<bool> Check(PasskeyOriginValidationContext context, string? domain) =>
        ValueTask.FromResult(IsOurs(context.Origin, context.CrossOrigin, domain ?? context.HttpContext.Request.Host.Host));
}
