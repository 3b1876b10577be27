using System.Security.Claims;

namespace Palermo.Web.Features.Publish;

/// <summary>Who acts, and on which day. Two people are told apart by it, so without it nothing is prepared, granted or signed off.</summary>
internal static class Signer
{
    public static string? Of(HttpContext context) =>
        (context.User.Identity?.Name ?? context.User.FindFirstValue(ClaimTypes.NameIdentifier)) is { Length: > 0 } name ? name : null;

    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
