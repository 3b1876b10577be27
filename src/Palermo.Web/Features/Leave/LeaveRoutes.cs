using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Leave;

/// <summary>The quick exit: asks the browser to drop what it keeps of this site, then goes to an ordinary page elsewhere.</summary>
public static class LeaveRoutes
{
    public static void MapLeave(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/leave", (HttpResponse response, IConfiguration settings) =>
            {
                response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
                return Results.Redirect(settings["LeaveTo:" + language.Tag] ?? $"https://worldweather.wmo.int/{language.Tag}/home.html");
            }).Public();
        }
    }
}
