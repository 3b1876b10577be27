using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.OwnAccount;

/// <summary>Beginning an account with an invitation, or beginning again after a recovery that two administrators agreed to.</summary>
public static class JoinRoutes
{
    private const string Invitation = "invitation";

    public static void MapJoin(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/join", (Deployment deployment) => deployment.Mode == DeploymentMode.Operation ? PageResult.Of<JoinPage>() : Results.NotFound()).Guest();
            routes.MapPost($"/{language.Tag}/join", Join).Guest();
        }
    }

    private static async Task<IResult> Join(HttpContext context, Invitations invitations, Sessions sessions, SlowDown slow, SecurityLog log, CancellationToken cancel)
    {
        var (code, password) = (context.Request.Form["code"].ToString(), context.Request.Form["new"].ToString());
        var network = context.Connection.RemoteIpAddress?.ToString() ?? "local";
        if (slow.Wait(network, Invitation) is var wait && wait > TimeSpan.Zero)
        {
            return PageResult.Of<JoinPage>(StatusCodes.Status429TooManyRequests, ("Fault", "wait"), ("Seconds", (int?)Math.Ceiling(wait.TotalSeconds)));
        }

        var (account, fault) = await invitations.Accept(code, password, cancel);
        if (fault == "expired" || account is null)
        {
            slow.Failed(network, Invitation);
            await log.Failed(context, null, Invitation, cancel);
            return PageResult.Of<JoinPage>(StatusCodes.Status400BadRequest, ("Fault", "expired"));
        }

        if (fault is not null)
        {
            return PageResult.Of<JoinPage>(StatusCodes.Status400BadRequest, ("Fault", fault), ("Code", code));
        }

        await log.Write(context, account.Id, "account.joined", account.Id, cancel);
        await sessions.Begin(context, account, Invitation, proved: true, cancel);
        return Results.Redirect($"/{Language.OfPath(context.Request.Path).Tag}/account");
    }
}
