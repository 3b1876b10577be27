using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.About;

public static class AboutRoutes
{
    public static void MapAbout(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/about", () => PageResult.Of<AboutPage>()).Public();
        }
    }
}
