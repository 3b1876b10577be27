using Palermo.Law.Instruments;
using Palermo.Web.Features.Errors;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Instruments;

public static class InstrumentRoutes
{
    public static void MapInstruments(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/laws", () => PageResult.Of<InstrumentsPage>()).Public();
            routes.MapGet($"/{language.Tag}/laws/{{id}}/{{version}}", (string id, string version, InstrumentLibrary library) =>
                library.Find($"{id}/{version}") is { } found ? PageResult.Of<InstrumentPage>(StatusCodes.Status200OK, ("Instrument", found)) : ErrorPage.Of(StatusCodes.Status404NotFound, "404")).Public();
        }
    }
}
