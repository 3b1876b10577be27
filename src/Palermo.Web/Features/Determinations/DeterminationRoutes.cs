using System.Collections.Immutable;
using Palermo.Law.Instruments;
using Palermo.Statistics.Counts;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Errors;
using Palermo.Web.Features.Explore;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Determinations;

public static class DeterminationRoutes
{
    public static void MapDeterminations(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/determinations", Page).Needs(Right.ReadCounts);
            foreach (var format in new[] { "csv", "xlsx", "json" })
            {
                routes.MapGet($"/{language.Tag}/determinations/{format}", (HttpRequest request, DatasetShelf shelf, DeterminationDesk desk, InstrumentLibrary library) => FileOf(format, request, shelf, desk, library)).Needs(Right.ReadCounts);
            }
        }
    }

    private static IResult Page(HttpRequest request, DatasetShelf shelf, DeterminationDesk desk, InstrumentLibrary library)
    {
        ImmutableArray<DatasetInfo> all = [.. shelf.List().Where(DeterminationDesk.Covers)];
        if (DeterminationQuery.Of(request.Query, library) is not { } query)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "400");
        }

        var dataset = query.Data is null ? all.FirstOrDefault() : all.FirstOrDefault(d => d.Name == query.Data);
        if (dataset is null && query.Data is not null)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        try
        {
            return PageResult.Of<DeterminationsPage>(StatusCodes.Status200OK, (nameof(DeterminationsPage.Shelf), all), (nameof(DeterminationsPage.Query), query with { Data = dataset?.Name }),
                (nameof(DeterminationsPage.Answer), dataset is null ? null : desk.Ask(dataset, query.Texts, query.ActGiven)));
        }
        catch (CountsException)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "determinations_refused");
        }
    }

    private static IResult FileOf(string format, HttpRequest request, DatasetShelf shelf, DeterminationDesk desk, InstrumentLibrary library)
    {
        if (DeterminationQuery.Of(request.Query, library) is not { } query)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "400");
        }

        if (shelf.Find(query.Data ?? "") is not { } dataset || !DeterminationDesk.Covers(dataset))
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        try
        {
            var tables = DeterminationFiles.Tables(desk.Ask(dataset, query.Texts, query.ActGiven));
            var name = dataset.Name + "-determinations." + format;
            return format switch
            {
                "csv" => Results.File(TableFiles.Csv(tables), "text/csv; charset=utf-8", name),
                "xlsx" => Results.File(TableFiles.Xlsx(tables), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name),
                _ => Results.File(TableFiles.Json(false, tables), "application/json; charset=utf-8", name),
            };
        }
        catch (CountsException)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "determinations_refused");
        }
    }
}
