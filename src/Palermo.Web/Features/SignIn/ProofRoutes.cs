using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.SignIn;

/// <summary>Locking, unlocking, and proving again who one is before something sensitive.</summary>
public static class ProofRoutes
{
    public static void MapProof(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapPost($"/{language.Tag}/lock", async (HttpContext context, Sessions sessions) =>
            {
                if (context.User.SessionId() is { } id)
                {
                    await sessions.Lock(id, context.RequestAborted);
                }

                return Results.Redirect($"/{language.Tag}/unlock");
            }).SignedIn(SessionState.Locked);
            foreach (var (kind, path) in new[] { ("unlock", "unlock"), ("stepup", "step-up") })
            {
                var at = $"/{language.Tag}/{path}";
                routes.MapGet(at, (HttpContext context, string? to) => Ask(context, kind, to, null)).SignedIn(SessionState.Locked);
                routes.MapGet(at + "/openid", (HttpContext context, string? to) => SignInRoutes.IsOpenId(context) ? OpenId.Go(ReturnPath.Of(to, language), context.User.AccountId()) : Results.NotFound()).SignedIn(SessionState.Locked);
                routes.MapPost(at, (HttpContext context, Sessions sessions, LocalSignIn local) => Prove(context, language, kind, sessions, local)).SignedIn(SessionState.Locked);
            }
        }
    }

    private static async Task<IResult> Ask(HttpContext context, string kind, string? to, Attempt? problem)
    {
        var services = context.RequestServices;
        var found = await services.GetRequiredService<Sessions>().Find(context, context.RequestAborted);
        if (found is not { } signedIn)
        {
            return Results.NotFound();
        }

        (string, string)? passkey = services.GetRequiredService<Deployment>().Mode == DeploymentMode.Operation
            ? await services.GetRequiredService<LocalSignIn>().AskPasskey(context, signedIn.Account, context.RequestAborted)
            : null;
        return PageResult.Of<ProofPage>(problem is Attempt.Refused ? StatusCodes.Status400BadRequest : SignInRoutes.StatusOf(problem), ("Kind", kind), ("To", to), ("Passkey", passkey), ("Method", signedIn.Session.Method), ("OpenId", services.GetService<OpenIdSettings>()?.Name), ("Problem", SignInRoutes.KeyOf(problem)), ("Seconds", SignInRoutes.SecondsOf(problem)));
    }

    private static async Task<IResult> Prove(HttpContext context, Language language, string kind, Sessions sessions, LocalSignIn local)
    {
        var services = context.RequestServices;
        var (form, cancel) = (context.Request.Form, context.RequestAborted);
        if (await sessions.Find(context, cancel) is not { } found || await services.GetRequiredService<AccountsContext>().Users.FindAsync([found.Account.Id], cancel) is not { } account)
        {
            return Results.NotFound();
        }

        Attempt attempt;
        if (services.GetRequiredService<Deployment>().IsDemonstration)
        {
            attempt = new Attempt.Admitted(account, "demonstration");
        }
        else if (form["credential"].ToString() is { Length: > 0 } credential)
        {
            attempt = await local.Passkey(context, form["step"].ToString(), credential, cancel);
            attempt = attempt is Attempt.Admitted admitted && admitted.Account.Id != account.Id ? new Attempt.Refused() : attempt;
        }
        else
        {
            attempt = local.Recheck(context, account, form["password"].ToString());
            attempt = attempt is Attempt.Admitted ? await local.Prove(account, form["code"].ToString(), cancel) : attempt;
        }

        if (attempt is not Attempt.Admitted)
        {
            return await Ask(context, kind, form["to"].ToString(), attempt);
        }

        await services.GetRequiredService<SecurityLog>().Write(context, account.Id, kind + "." + ((Attempt.Admitted)attempt).Method, account.Id, cancel);
        await sessions.StepUp(found.Session.Id, cancel);
        return Results.Redirect(ReturnPath.Of(form["to"].ToString(), language));
    }
}
