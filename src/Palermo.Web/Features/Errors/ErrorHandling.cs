using Palermo.Casework.Desks;
using Palermo.Casework.Vault;
using Palermo.Web.Api;
using Palermo.Web.House;
using Palermo.Web.Localization;

namespace Palermo.Web.Features.Errors;

/// <summary>Gives every failure an answer that says what happened, in the visitor's language or as a problem document, and nothing about what was sent.</summary>
public static class ErrorHandling
{
    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(error => error.Run(context => (IsApi(context)
            ? ApiProblem.Of(StatusCodes.Status500InternalServerError, "fault", "The fault is ours. Whether the request was done is told by reading again.")
            : ErrorPage.Of(StatusCodes.Status500InternalServerError, "500")).ExecuteAsync(context)));
        app.UseStatusCodePages(context => (IsApi(context.HttpContext) ? ApiProblem.OfStatus(context.HttpContext.Response.StatusCode) : PageOf(context.HttpContext.Response.StatusCode)).ExecuteAsync(context.HttpContext));
    }

    /// <summary>What the desk of the case files refuses, in the form that the caller reads.</summary>
    public static void UseDeskAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && AnswerTo(e, context) is not null)
        {
            context.Response.Headers.ETag = default;
            await AnswerTo(e, context)!.ExecuteAsync(context);
        }
    });

    private static IResult? AnswerTo(Exception e, HttpContext context) => (e, IsApi(context)) switch
    {
        (DeskDenied { StepUpWouldDo: true }, false) when HttpMethods.IsGet(context.Request.Method) =>
            Results.Redirect($"/{Language.OfPath(context.Request.Path).Tag}/step-up?to={Uri.EscapeDataString(context.Request.Path)}"),
        (DeskDenied, false) => PageOf(StatusCodes.Status404NotFound),
        (DeskDenied, true) => ApiProblem.NotFound(),
        (DeskConflict, false) => PageOf(StatusCodes.Status409Conflict),
        (DeskConflict, true) => ApiProblem.Of(HasMatch(context) ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status409Conflict, "changed", "Somebody else changed the case since it was read; nothing was overwritten. Read it again and decide anew."),
        (DeskRefused refused, false) => ErrorPage.Of(StatusCodes.Status422UnprocessableEntity, "422", refused.Problems),
        (DeskRefused refused, true) => ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, refused.Problems.Any(p => p.StartsWith("Unknown", StringComparison.Ordinal)) ? "unknown-code" : "refused", "A rule of casework stands against it; problems names which.", new Dictionary<string, object?>(StringComparer.Ordinal) { ["problems"] = refused.Problems }),
        (DeskUnavailable or HouseClosedException, false) => PageOf(StatusCodes.Status503ServiceUnavailable),
        (DeskUnavailable or HouseClosedException, true) => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "The record of this access could not be written, so nothing was done and nothing is shown. Try again; tell the operator if it stays so."),
        (VaultException, false) => PageOf(StatusCodes.Status503ServiceUnavailable),
        (VaultException, true) => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "Something stored does not open with its key, so nothing is shown. Tell the operator."),
        (UnknownCodeException unknown, true) => ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, "unknown-code", "A word is not on its list; path says where, allowed which are.", new Dictionary<string, object?>(StringComparer.Ordinal) { ["path"] = unknown.Path, ["allowed"] = unknown.Allowed }),
        (BadHttpRequestException bad, true) => ApiProblem.BadBody(bad),
        (BadHttpRequestException bad, false) => PageOf(bad.StatusCode),
        _ => null,
    };

    private static bool HasMatch(HttpContext context) => context.Request.Headers.IfMatch.Count > 0;

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    private static IResult PageOf(int status) => ErrorPage.Of(status, status switch
    {
        StatusCodes.Status404NotFound => "404",
        StatusCodes.Status405MethodNotAllowed => "405",
        StatusCodes.Status413PayloadTooLarge => "413",
        StatusCodes.Status429TooManyRequests => "429",
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => "403",
        StatusCodes.Status409Conflict => "409",
        StatusCodes.Status422UnprocessableEntity => "422",
        StatusCodes.Status503ServiceUnavailable => "503",
        _ => "400",
    });
}
