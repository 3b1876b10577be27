using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Work;

public static class WorkRoutes
{
    public static void MapWork(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/work", () => PageResult.Of<WorkPage>()).SignedIn();
        }
    }
}
