using Palermo.Web.Features.Errors;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Cases;

public static class CaseRoutes
{
    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/cases", (string? result, string? from) => PageResult.Of<CasesPage>(StatusCodes.Status200OK, ("Result", result), ("From", from))).Public();
            routes.MapGet($"/{language.Tag}/cases/{{id}}", (string id, DecidedCases cases) =>
                cases.Find(id) is { } found ? PageResult.Of<CasePage>(StatusCodes.Status200OK, ("Case", found)) : ErrorPage.Of(StatusCodes.Status404NotFound, "404")).Public();
        }
    }
}
