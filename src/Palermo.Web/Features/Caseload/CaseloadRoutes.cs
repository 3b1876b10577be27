using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Palermo.Casework.Desks;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Caseload;

/// <summary>The first page of staff: what waits, and the cases to choose from.</summary>
public static class CaseloadRoutes
{
    public static void MapCaseload(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/work", Work).SignedIn();
        }
    }

    private static async Task<IResult> Work(HttpContext context, string? list, string? state, string? after, [FromServices] Colleagues colleagues)
    {
        if (!context.User.Holds(Right.ReadCases))
        {
            return PageResult.Of<WorkPage>();
        }

        var desk = context.RequestServices.GetRequiredService<CaseDesk>();
        var (actor, purpose, cancel) = (context.Actor(), context.Purpose(), context.RequestAborted);
        var known = desk.Setting.Process.States.FirstOrDefault(s => s.Id == state)?.Id;
        var page = await desk.CaseloadAsync(actor, purpose, new CaseloadQuery(list != "office", known, Mark(after)), cancel);
        var notices = list is null && after is null ? await desk.NoticesAsync(actor, purpose, cancel) : [];
        return PageResult.Of<WorkPage>(
            StatusCodes.Status200OK,
            ("Cases", page),
            ("List", list == "office" ? "office" : "mine"),
            ("State", known),
            ("Notices", notices),
            ("People", await colleagues.Named(notices.Select(n => n.By), cancel)));
    }

    /// <summary>Where a page of the list ended, as an address carries it: a moment and a random identifier.</summary>
    public static string Text(CaseloadMark mark) => string.Create(CultureInfo.InvariantCulture, $"{mark.ChangedAt.UtcTicks}-{mark.CaseId:N}");

    private static CaseloadMark? Mark(string? text)
    {
        var parts = text?.Split('-') ?? [];
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(parts[1], "N", out var id)
            ? new(new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : null;
    }
}
