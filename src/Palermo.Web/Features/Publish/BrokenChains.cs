using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;
using Palermo.Web.Features.Errors;

namespace Palermo.Web.Features.Publish;

/// <summary>A ledger or register whose chain is broken: the page names the file and the line, and nothing is released.</summary>
internal static class BrokenChains
{
    public static RouteHandlerBuilder SaysWhatIsBroken(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is BudgetException or RegisterException)
        {
            return ErrorPage.Of(StatusCodes.Status409Conflict, "publish.broken", [e.Message]);
        }
    });
}
