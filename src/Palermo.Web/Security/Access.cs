using Microsoft.AspNetCore.Antiforgery;
using Palermo.Web.Localization;

namespace Palermo.Web.Security;

/// <summary>
/// Who may use an endpoint. Every endpoint says so itself: one that says nothing is refused, so that a forgotten line closes
/// a door instead of leaving it open.
/// </summary>
public sealed record Access
{
    private Access(string name, Right? right) => (Name, Right) = (name, right);

    /// <summary>Anyone, without signing in. Nothing behind it reads or keeps a record of a person, sets a cookie or needs a key.</summary>
    public static Access Public { get; } = new("public", null);

    /// <summary>Anyone: the pages of signing in. Their forms carry a token.</summary>
    public static Access Guest { get; } = new("guest", null);

    /// <summary>A program that sends its own secret with the request.</summary>
    public static Access ByClientSecret { get; } = new("client secret", null);

    /// <summary>Anyone who is signed in, whatever their role: their own account.</summary>
    public static Access SignedIn { get; } = new("signed in", null);

    public string Name { get; }

    /// <summary>The right that the visitor must hold; null where anyone may come.</summary>
    public Right? Right { get; }

    public static Access Needing(Right right) => new("needs " + right, right);
}

/// <summary>Marks an endpoint that a locked or unfinished session may use.</summary>
public sealed record WhileState(params SessionState[] States);

/// <summary>Marks an endpoint that needs a fresh proof of identity.</summary>
public sealed record NeedsStepUp
{
    /// <summary>How long a proof of identity counts as fresh.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
}

/// <summary>Left on a request by the gate: a visitor who is signed in lacks this right.</summary>
public sealed record Refusal(Right Right);

public static class AccessMarkers
{
    public static TBuilder Public<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Access.Public);

    public static TBuilder Guest<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Access.Guest);

    public static TBuilder SignedIn<TBuilder>(this TBuilder builder, params SessionState[] also) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(Access.SignedIn, new WhileState(also));

    public static TBuilder ByClientSecret<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Access.ByClientSecret);

    /// <summary>Only for those who hold the right.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Right right) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Access.Needing(right));

    /// <summary>Only for those who proved within the last five minutes who they are.</summary>
    public static TBuilder AfterStepUp<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsStepUp());
}

/// <summary>Refuses every endpoint that carries no marker, and every visitor who lacks what it names.</summary>
public sealed class AccessGate(RequestDelegate next, IAntiforgery forms, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }

        var access = endpoint.Metadata.GetMetadata<Access>();
        if (access == Access.Public || access == Access.ByClientSecret)
        {
            await next(context);
            return;
        }

        var user = context.User;
        if (access is null)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (access != Access.Guest && !user.IsSignedIn())
        {
            Send(context, StatusCodes.Status401Unauthorized, "sign-in");
        }
        else if (access.Right is { } right && !user.Holds(right) && user.StateOf() == SessionState.Open)
        {
            context.Features.Set(new Refusal(right));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (access != Access.Guest && user.StateOf() is var state and not SessionState.Open && endpoint.Metadata.GetMetadata<WhileState>()?.States.Contains(state) != true)
        {
            Send(context, StatusCodes.Status403Forbidden, state == SessionState.Locked ? "unlock" : "account");
        }
        else if (endpoint.Metadata.GetMetadata<NeedsStepUp>() is not null && user.StateOf() != SessionState.Enrolling && !(user.SteppedUpAt() > clock.GetUtcNow() - NeedsStepUp.Fresh))
        {
            Send(context, StatusCodes.Status403Forbidden, "step-up");
        }
        else if (!await IsOurForm(context, access))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else
        {
            await next(context);
        }
    }

    /// <summary>
    /// A browser sends a session's cookie along with any request, wanted or not; so what changes something must carry the token of
    /// one of our pages. A client that names its own token in each request cannot be tricked this way.
    /// </summary>
    private async Task<bool> IsOurForm(HttpContext context, Access access)
    {
        var safe = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var byCookie = access == Access.Guest || context.User.SessionId() is not null;
        if (safe || !byCookie)
        {
            return true;
        }

        try
        {
            return context.Request.HasFormContentType && await forms.IsRequestValidAsync(context);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException or AntiforgeryValidationException)
        {
            return false;
        }
    }

    /// <summary>
    /// A page that was asked for becomes the page to do first. What was sent without a session, or to the interface for programs, is
    /// refused with a status; what was sent without a fresh proof was not done, and leads back to where its form stands.
    /// </summary>
    private static void Send(HttpContext context, int status, string first)
    {
        var path = context.Request.Path.Value!;
        var isPage = HttpMethods.IsGet(context.Request.Method);
        if ((!isPage && status == StatusCodes.Status401Unauthorized) || context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            context.Response.StatusCode = status;
            return;
        }

        var language = Language.OfPath(context.Request.Path).Tag;
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"/{language}/{first}?to={Uri.EscapeDataString(isPage ? path : path[..path.LastIndexOf('/')])}";
    }
}
