using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Palermo.Casework.Desks;
using Palermo.Casework.Vault;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Search;

/// <summary>Finding a case by its number, an identifier or a name. What is searched for travels in the form, never in an address.</summary>
public static class SearchRoutes
{
    public static readonly ImmutableArray<string> Kinds = ["name", "reference", .. Enum.GetValues<IdentifierKind>().Select(k => k.ToString())];

    private const int Longest = 200;

    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/search", () => PageResult.Of<SearchPage>()).Needs(Right.Search);
            routes.MapPost($"/{language.Tag}/search", Find).Needs(Right.Search);
        }
    }

    private static async Task<IResult> Find(HttpContext context, [FromServices] CaseDesk desk)
    {
        var form = context.Request.Form;
        var (kind, text) = (form["kind"].ToString(), form["text"].ToString().Trim());
        if (!Kinds.Contains(kind) || text.Length is 0 or > Longest)
        {
            return PageResult.Of<SearchPage>(StatusCodes.Status400BadRequest, ("Kind", Kinds.Contains(kind) ? kind : Kinds[0]), ("IsWrong", true));
        }

        var query = kind switch
        {
            "name" => new SearchQuery(null, null, text),
            "reference" => new SearchQuery(text, null, null),
            _ => new SearchQuery(null, (Enum.Parse<IdentifierKind>(kind), text), null),
        };
        var found = await desk.SearchAsync(context.Actor(), context.Purpose(), query, context.RequestAborted);
        return PageResult.Of<SearchPage>(StatusCodes.Status200OK, ("Kind", kind), ("Text", text), ("Found", found));
    }
}
