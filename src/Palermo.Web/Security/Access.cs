namespace Palermo.Web.Security;

/// <summary>
/// Who may use an endpoint. Every endpoint says so itself: one that says nothing is refused, so that a forgotten line closes
/// a door instead of leaving it open. So far there are only public pages.
/// </summary>
public sealed record Access
{
    private Access(string name) => Name = name;

    /// <summary>Anyone, without signing in. Nothing behind it reads or keeps a record of a person.</summary>
    public static Access Public { get; } = new("public");

    public string Name { get; }
}

public static class AccessMarkers
{
    public static TBuilder Public<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Access.Public);

    /// <summary>Refuses every endpoint that carries no marker.</summary>
    public static void UseAccess(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<Access>() != Access.Public)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await next(context);
    });
}
