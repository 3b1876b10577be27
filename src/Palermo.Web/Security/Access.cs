namespace Palermo.Web.Security;

/// <summary>
/// Who may use an endpoint. Every endpoint says so itself: one that says nothing is refused, so that a forgotten line closes
/// a door instead of leaving it open.
/// </summary>
public sealed record Access
{
    private Access(string name, Right? right) => (Name, Right) = (name, right);

    /// <summary>Anyone, without signing in. Nothing behind it reads or keeps a record of a person.</summary>
    public static Access Public { get; } = new("public", null);

    public string Name { get; }

    /// <summary>The right that the visitor must hold; null where anyone may come.</summary>
    public Right? Right { get; }

    public static Access Needing(Right right) => new("needs " + right, right);
}

public static class AccessMarkers
{
    public static TBuilder Public<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Access.Public);

    /// <summary>Only for those who hold the right.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Right right) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Access.Needing(right));

    /// <summary>Refuses every endpoint that carries no marker, and every visitor who lacks the right that it names.</summary>
    public static void UseAccess(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && !Admits(endpoint.Metadata.GetMetadata<Access>(), context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await next(context);
    });

    private static bool Admits(Access? access, HttpContext context) =>
        access == Access.Public || (access?.Right is { } right && context.User.HasClaim(Rights.Claim, right.ToString()));
}
