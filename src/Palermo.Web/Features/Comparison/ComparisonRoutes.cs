using System.Globalization;
using Palermo.Law.Instruments;
using Palermo.Web.Features.Errors;
using Palermo.Web.Features.WalkThrough;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Comparison;

public static class ComparisonRoutes
{
    public static void MapComparison(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/compare", () => PageResult.Of<LawsSideBySidePage>()).Public();
            routes.MapPost($"/{language.Tag}/compare", Compare).Public();
        }
    }

    private static async Task<IResult> Compare(HttpRequest request, InstrumentLibrary library, CancellationToken cancel)
    {
        var (form, problem) = await WalkForm.ReadForm(request, cancel);
        if (form is null)
        {
            return ErrorPage.Bad(problem!);
        }

        var (walk, broken) = WalkForm.Read(form, library);
        if (walk is null)
        {
            return ErrorPage.Bad(broken!);
        }

        DateOnly? on = null;
        if (form["on"] is [{ Length: > 0 } text])
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return ErrorPage.Bad(new("bad.date"));
            }

            on = day;
        }

        return PageResult.Of<ComparisonPage>(StatusCodes.Status200OK, ("Walk", walk), ("On", on), ("Chosen", form["text"].OfType<string>().ToHashSet(StringComparer.Ordinal)));
    }
}
