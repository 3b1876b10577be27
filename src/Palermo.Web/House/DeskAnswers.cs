using System.Collections.Immutable;
using Palermo.Casework.Desks;
using Palermo.Casework.Vault;
using Palermo.Web.Features.Errors;
using Palermo.Web.Localization;

namespace Palermo.Web.House;

/// <summary>Turns what the desk says into an answer to the browser.</summary>
public static class DeskAnswers
{
    /// <summary>Shows a page of a case. What is not the visitor's looks as if it were not there; where a fresh proof of identity would do, that comes first.</summary>
    public static async Task<IResult> Show(HttpContext http, Func<Task<IResult>> page)
    {
        try
        {
            return await page();
        }
        catch (DeskDenied denied) when (denied.StepUpWouldDo && HttpMethods.IsGet(http.Request.Method))
        {
            return Results.Redirect($"/{Language.OfPath(http.Request.Path).Tag}/step-up?to={Uri.EscapeDataString(http.Request.Path)}");
        }
        catch (DeskDenied)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }
        catch (DeskConflict)
        {
            return ErrorPage.Of(StatusCodes.Status409Conflict, "409");
        }
        catch (DeskRefused)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "400");
        }
        catch (Exception e) when (e is DeskUnavailable or VaultException { Problem: VaultProblem.Tampered })
        {
            return ErrorPage.Of(StatusCodes.Status503ServiceUnavailable, e is DeskUnavailable ? "503" : "tampered");
        }
    }

    /// <summary>Does something and goes on to another page; where a rule of casework forbids it, shows the page again with everything that was typed.</summary>
    /// <param name="again">Shows the page with what is wrong and what was typed.</param>
    /// <param name="act">Does it and names the address to go on to.</param>
    public static Task<IResult> Do(HttpContext http, Func<ImmutableArray<string>, IFormCollection, Task<IResult>> again, Func<IFormCollection, Task<string>> act) => Show(http, async () =>
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            var to = await act(form);
            http.Response.Headers.Location = to;
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }
        catch (DeskRefused refused)
        {
            return await again(refused.Problems, form);
        }
    });
}
