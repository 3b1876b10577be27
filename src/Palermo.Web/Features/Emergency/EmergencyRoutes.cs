using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Palermo.Casework.Access;
using Palermo.Casework.Desks;
using Palermo.Casework.Vault;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Emergency;

/// <summary>Opening where a person is, in an emergency, beyond one's scope: with a reason, for a short time, and everybody on the case is told.</summary>
public static class EmergencyRoutes
{
    public static void MapEmergency(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var at = $"/{language.Tag}/case/{{id:guid}}/emergency";
            routes.MapGet(at, Ask).Needs(Right.BreakGlass).AfterStepUp();
            routes.MapPost(at, (Guid id, HttpContext context, [FromServices] CaseDesk desk) => Open(id, context, desk, language)).Needs(Right.BreakGlass).AfterStepUp();
        }
    }

    /// <summary>The page, for those to whom the case exists at all.</summary>
    private static async Task<IResult> Ask(Guid id, HttpContext context, [FromServices] CaseDesk desk)
    {
        var file = await desk.OpenAsync(context.Actor(), context.Purpose(), id, context.RequestAborted);
        return Page(id, file.Case.Reference, desk.Setting.Policy, null, null);
    }

    private static async Task<IResult> Open(Guid id, HttpContext context, CaseDesk desk, Language language)
    {
        var form = context.Request.Form;
        var (reason, minutes, policy) = (form["reason"].ToString(), form["minutes"].ToString(), desk.Setting.Policy);
        var file = await desk.OpenAsync(context.Actor(), context.Purpose(), id, context.RequestAborted);
        if (reason.Trim().Length < policy.BreakGlassReasonLength)
        {
            return Page(id, file.Case.Reference, policy, "reason", reason);
        }

        if (!int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length < 1 || length > policy.BreakGlassMaximum.TotalMinutes)
        {
            return Page(id, file.Case.Reference, policy, "minutes", reason);
        }

        await desk.OpenInEmergencyAsync(context.Actor(), Purpose.Safety, id, Tier.Location, reason, TimeSpan.FromMinutes(length), context.RequestAborted);
        return Results.Redirect($"/{language.Tag}/case/{id}/contact?{AtTheDesk.PurposeField}={Purpose.Safety.Key}");
    }

    private static IResult Page(Guid id, string reference, AccessPolicy policy, string? fault, string? reason) =>
        PageResult.Of<EmergencyPage>(fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, ("Id", id), ("Reference", reference), ("Policy", policy), ("Fault", fault), ("Reason", reason));
}
