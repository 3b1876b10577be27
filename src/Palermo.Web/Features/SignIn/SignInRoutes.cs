using Microsoft.EntityFrameworkCore;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.SignIn;

public static class SignInRoutes
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var at = $"/{language.Tag}/sign-in";
            routes.MapGet(at, (HttpContext context, string? to, string? refused) => Ask(context, language, to, refused is null ? null : new Attempt.Refused())).Guest();
            routes.MapGet(at + "/openid", (HttpContext context, string? to) => IsOpenId(context) ? OpenId.Go(ReturnPath.Of(to, language), null) : Results.NotFound()).Guest();
            routes.MapPost(at, (HttpContext context, LocalSignIn local) => Password(context, language, local)).Guest();
            routes.MapPost(at + "/code", (HttpContext context, LocalSignIn local) => Code(context, language, local)).Guest();
            routes.MapPost(at + "/passkey", (HttpContext context, LocalSignIn local) => Passkey(context, language, local)).Guest();
            routes.MapPost(at + "/demonstration", (HttpContext context, Deployment deployment) => AsRole(context, language, deployment)).Guest();
            routes.MapPost($"/{language.Tag}/sign-out", (HttpContext context, Sessions sessions) => SignOut(context, sessions)).SignedIn(SessionState.Locked, SessionState.Enrolling);
        }
    }

    /// <summary>The page of signing in, with what the browser needs for a passkey.</summary>
    private static async Task<IResult> Ask(HttpContext context, Language language, string? to, Attempt? problem)
    {
        if (problem is Attempt.Refused && HttpMethods.IsPost(context.Request.Method))
        {
            await context.RequestServices.GetRequiredService<SecurityLog>().Failed(context, null, "refused", context.RequestAborted);
        }

        if (problem is null && context.User.IsSignedIn())
        {
            return Results.Redirect(ReturnPath.Of(to, language));
        }

        var services = context.RequestServices;
        var deployment = services.GetRequiredService<Deployment>();
        (string, string)? passkey = deployment.Mode == DeploymentMode.Operation
            ? await services.GetRequiredService<LocalSignIn>().AskPasskey(context, null, context.RequestAborted)
            : null;
        return PageResult.Of<SignInPage>(StatusOf(problem), ("To", to), ("Passkey", passkey), ("OpenId", services.GetService<OpenIdSettings>()?.Name), ("Problem", KeyOf(problem)), ("Seconds", SecondsOf(problem)));
    }

    private static async Task<IResult> Password(HttpContext context, Language language, LocalSignIn local)
    {
        var form = context.Request.Form;
        var to = form["to"].ToString();
        return await local.Password(context, form["name"].ToString().Trim(), form["password"].ToString(), context.RequestAborted) switch
        {
            Attempt.Second second => PageResult.Of<CodePage>(StatusCodes.Status200OK, ("Token", second.Token), ("To", to)),
            Attempt.Admitted admitted => await Begin(context, language, admitted, to),
            var problem => await Ask(context, language, to, problem),
        };
    }

    private static async Task<IResult> Code(HttpContext context, Language language, LocalSignIn local)
    {
        var form = context.Request.Form;
        var to = form["to"].ToString();
        return await local.Code(form["step"].ToString(), form["code"].ToString(), context.RequestAborted) switch
        {
            Attempt.Second second => PageResult.Of<CodePage>(StatusCodes.Status401Unauthorized, ("Token", second.Token), ("To", to), ("Problem", "refused")),
            Attempt.Admitted admitted => await Begin(context, language, admitted, to),
            var problem => await Ask(context, language, to, problem),
        };
    }

    private static async Task<IResult> Passkey(HttpContext context, Language language, LocalSignIn local)
    {
        var form = context.Request.Form;
        var to = form["to"].ToString();
        var attempt = await local.Passkey(context, form["step"].ToString(), form["credential"].ToString(), context.RequestAborted);
        return attempt is Attempt.Admitted admitted
            ? await Begin(context, language, admitted, to)
            : await Ask(context, language, to, attempt);
    }

    private static async Task<IResult> AsRole(HttpContext context, Language language, Deployment deployment)
    {
        if (!deployment.IsDemonstration)
        {
            return Results.NotFound();
        }

        var name = context.Request.Form["as"].ToString().ToUpperInvariant();
        var account = await context.RequestServices.GetRequiredService<AccountsContext>().Users.SingleOrDefaultAsync(a => a.NormalizedUserName == name, context.RequestAborted);
        return account is null
            ? await Ask(context, language, null, null)
            : await Begin(context, language, new(account, "demonstration"), context.Request.Form["to"].ToString());
    }

    private static async Task<IResult> Begin(HttpContext context, Language language, Attempt.Admitted admitted, string? to)
    {
        var proved = admitted.Method is "code" or "passkey";
        await context.RequestServices.GetRequiredService<SecurityLog>().Write(context, admitted.Account.Id, "sign-in." + admitted.Method, admitted.Account.Id, context.RequestAborted);
        await context.RequestServices.GetRequiredService<Sessions>().Begin(context, admitted.Account, admitted.Method, proved, context.RequestAborted);
        return Results.Redirect(ReturnPath.Of(to, language));
    }

    private static async Task<IResult> SignOut(HttpContext context, Sessions sessions)
    {
        if (context.User.SessionId() is { } id)
        {
            await sessions.End(context, id, context.RequestAborted);
        }

        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
        context.User = new();
        return PageResult.Of<SignedOutPage>();
    }

    internal static bool IsOpenId(HttpContext context) => context.RequestServices.GetService<OpenIdSettings>() is not null && context.RequestServices.GetRequiredService<Deployment>().Mode == DeploymentMode.Operation;

    internal static string? KeyOf(Attempt? problem) => problem switch
    {
        Attempt.Refused => "refused",
        Attempt.Expired => "expired",
        Attempt.Wait => "wait",
        _ => null,
    };

    internal static int? SecondsOf(Attempt? problem) => problem is Attempt.Wait wait ? (int)Math.Ceiling(wait.For.TotalSeconds) : null;

    internal static int StatusOf(Attempt? problem) => problem switch
    {
        Attempt.Refused => StatusCodes.Status401Unauthorized,
        Attempt.Expired => StatusCodes.Status400BadRequest,
        Attempt.Wait => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status200OK,
    };
}
