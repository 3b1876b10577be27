using System.Collections.Immutable;
using Palermo.Casework.Desks;

namespace Palermo.Web.House;

/// <summary>What a form of a case leads to.</summary>
public static class DeskAnswers
{
    /// <summary>The problem of a form that was filled in on a state which somebody else changed meanwhile.</summary>
    public const string Changed = "Changed";

    /// <summary>How a page with these problems is answered.</summary>
    public static int Status(ImmutableArray<string> problems) =>
        problems.IsDefaultOrEmpty ? StatusCodes.Status200OK
        : problems.Contains(Changed) ? StatusCodes.Status409Conflict
        : StatusCodes.Status422UnprocessableEntity;

    /// <summary>Does something and goes on to another page; where a rule of casework forbids it, or somebody else was faster, shows the page again with everything that was typed.</summary>
    /// <param name="again">Shows the page with what is wrong and what was typed.</param>
    /// <param name="act">Does it and names the address to go on to.</param>
    /// <param name="instead">The answer to a form that asks for something else than being done; null: it is to be done.</param>
    public static async Task<IResult> Do(
        HttpContext http, Func<ImmutableArray<string>, IFormCollection, Task<IResult>> again, Func<IFormCollection, Task<string>> act, Func<IFormCollection, Task<IResult?>>? instead = null)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            return (instead is null ? null : await instead(form)) ?? GoTo(http, await act(form));
        }
        catch (DeskRefused refused)
        {
            return await again(refused.Problems, form);
        }
        catch (DeskConflict)
        {
            return await again([Changed], form);
        }
    }

    /// <summary>Goes on by a GET, so that reloading sends nothing twice.</summary>
    public static IResult GoTo(HttpContext http, string address)
    {
        http.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
