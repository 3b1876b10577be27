namespace Palermo.Web.Features.Errors;

/// <summary>Gives every failure a page that says what happened, in the visitor's language, and nothing about what was sent.</summary>
public static class ErrorHandling
{
    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(error => error.Run(context => ErrorPage.Of(StatusCodes.Status500InternalServerError, "500").ExecuteAsync(context)));
        app.UseStatusCodePages(context => ErrorPage.Of(context.HttpContext.Response.StatusCode, context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => "404",
            StatusCodes.Status405MethodNotAllowed => "405",
            StatusCodes.Status413PayloadTooLarge => "413",
            StatusCodes.Status429TooManyRequests => "429",
            StatusCodes.Status403Forbidden => "403",
            _ => "400",
        }).ExecuteAsync(context.HttpContext));
    }
}
