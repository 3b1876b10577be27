using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Start;

public static class StartRoutes
{
    public static void MapStart(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.Vary = "Accept-Language";
            return Results.Redirect("/" + Language.Preferred(context.Request).Tag);
        }).Public();
        foreach (var language in Language.All)
        {
            routes.MapGet("/" + language.Tag, () => PageResult.Of<StartPage>()).Public();
        }
    }
}
