namespace Palermo.Web.Security;

/// <summary>
/// Answers HEAD wherever GET is served, with the same status and headers and no body (RFC 9110, 9.3.2). To access and the audit trail
/// it is the reading that it would be: whoever may not read learns nothing from the headers.
/// </summary>
public static class HeadRequests
{
    /// <summary>Stands before routing, which knows only GET.</summary>
    public static void UseHeadRequests(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
            context.Response.Body = body;
        }
    });
}
