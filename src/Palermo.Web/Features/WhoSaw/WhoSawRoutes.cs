using Microsoft.AspNetCore.Mvc;
using Palermo.Casework.Desks;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.WhoSaw;

/// <summary>Who read and changed a case, when, as what and for which purpose; refusals too.</summary>
public static class WhoSawRoutes
{
    private const int Most = 500;

    public static void MapWhoSaw(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/case/{{id:guid}}/who-saw", Show).Needs(Right.ReadWhoSaw);
        }
    }

    private static async Task<IResult> Show(Guid id, HttpContext context, [FromServices] CaseDesk desk, [FromServices] Colleagues colleagues)
    {
        var (entries, doors) = await desk.WhoSawAsync(context.Actor(), context.Purpose(), id, context.RequestAborted);
        var shown = entries.Take(Most).ToList();
        return PageResult.Of<WhoSawPage>(StatusCodes.Status200OK, ("Id", id), ("Entries", shown), ("Doors", doors), ("IsCut", entries.Length > Most), ("People", await colleagues.Named(shown.Select(e => e.ActorId).Concat(doors.Select(d => d.Door.UserId)), context.RequestAborted)));
    }
}
