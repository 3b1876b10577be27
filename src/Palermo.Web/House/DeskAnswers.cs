using System.Collections.Immutable;
using Palermo.Casework.Desks;

namespace Palermo.Web.House;

/// <summary>What a form of a case leads to.</summary>
public static class DeskAnswers
{
    /// <summary>Does something and goes on to another page; where a rule of casework forbids it, shows the page again with everything that was typed.</summary>
    /// <param name="again">Shows the page with what is wrong and what was typed.</param>
    /// <param name="act">Does it and names the address to go on to.</param>
    public static async Task<IResult> Do(HttpContext http, Func<ImmutableArray<string>, IFormCollection, Task<IResult>> again, Func<IFormCollection, Task<string>> act)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            return GoTo(http, await act(form));
        }
        catch (DeskRefused refused)
        {
            return await again(refused.Problems, form);
        }
    }

    /// <summary>Goes on by a GET, so that reloading sends nothing twice.</summary>
    public static IResult GoTo(HttpContext http, string address)
    {
        http.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
