using System.Text;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Errors;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Printing;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Explore;

public static class ExploreRoutes
{
    public static void MapExplore(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/explore", Page).Needs(Right.ReadCounts);
            foreach (var format in new[] { "csv", "xlsx", "json", "svg", "png" })
            {
                routes.MapGet($"/{language.Tag}/explore/{format}", (HttpRequest request, DatasetShelf shelf, CountDesk desk, CancellationToken cancel) => FileOf(format, language, request, shelf, desk, cancel)).Needs(Right.ReadCounts);
            }
        }
    }

    /// <summary>The same tables for programs: <c>format</c> is csv, json, json-stat or sdmx-csv.</summary>
    public static void MapTables(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/datasets", (DatasetShelf shelf) => Results.Json(shelf.List().Select(d => new
        {
            name = d.Name,
            made_up = d.IsSample,
            records = d.Rows,
            dialect = d.Dialect,
            version = d.Version,
            columns = d.Columns.Select(c => c.Name),
        }))).Needs(Right.ReadCounts).WithName("listDatasets");
        routes.MapGet("/api/v1/tables", (HttpRequest request, CountDesk desk, CancellationToken cancel) =>
        {
            if (ExploreQuery.Of(request.Query).ToQuestion() is not { } question)
            {
                return Problem("the question is not whole", "It names no dataset or no rows.", "Give data=NAME and rows=COLUMN; /api/v1/datasets lists both.");
            }

            try
            {
                return FileOf(request.Query["format"].ToString(), TableFiles.ToStatTable(desk.Ask(question, cancel)));
            }
            catch (CountsException e)
            {
                return Problem(e.Error.What, e.Error.Why, e.Error.ToDo);
            }
        }).Needs(Right.ReadCounts).WithName("readTable");
    }

    /// <summary>A table for programs in the form they ask for.</summary>
    internal static IResult FileOf(string format, StatTable table) => format switch
    {
        "" or "json" => Results.Bytes(TableFiles.Json(false, table), "application/json; charset=utf-8"),
        "json-stat" => Results.Bytes(TableFiles.Json(true, table), "application/json; charset=utf-8"),
        "sdmx-csv" => Results.Bytes(TableFiles.Sdmx(table), "application/vnd.sdmx.data+csv; version=2.0; charset=utf-8"),
        "csv" => Results.Bytes(TableFiles.Csv(table), "text/csv; charset=utf-8"),
        _ => Problem("the format is not known", "Formats are json, json-stat, sdmx-csv and csv.", "Give format=json-stat."),
    };

    internal static IResult Problem(string what, string why, string toDo) => Results.Json(new { what, why, to_do = toDo }, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Page(HttpRequest request, DatasetShelf shelf, CountDesk desk, CancellationToken cancel)
    {
        var all = shelf.List();
        var asked = ExploreQuery.Of(request.Query);
        var dataset = all.FirstOrDefault(d => d.Name == asked.Data) ?? (asked.Data is null ? all.FirstOrDefault() : null);
        var query = dataset is null ? asked : Settled(asked, dataset);
        ProtectedTable? table = null;
        string? problem = dataset is null && asked.Data is not null ? "missing" : null;
        try
        {
            table = dataset is not null && query.ToQuestion() is { } question ? desk.Ask(question, cancel) : null;
        }
        catch (CountsException e)
        {
            problem = Wording.Words.Snake(e.Error.Code);
        }

        return PageResult.Of<ExplorePage>(problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(ExplorePage.Shelf), all), (nameof(ExplorePage.Query), query), (nameof(ExplorePage.Dataset), dataset), (nameof(ExplorePage.Table), table), (nameof(ExplorePage.Problem), problem),
            (nameof(ExplorePage.Codes), (Func<DatasetColumn, System.Collections.Immutable.ImmutableArray<string>>)(c => desk.Codes(dataset!, c.Name))));
    }

    /// <summary>A question to another dataset keeps what that has; rows are always chosen.</summary>
    private static ExploreQuery Settled(ExploreQuery query, DatasetInfo dataset)
    {
        var rows = dataset.Find(query.Rows ?? "")?.Name
            ?? (dataset.Columns.FirstOrDefault(c => c.Kind == ColumnKind.Year) ?? dataset.Columns[0]).Name;
        return query with
        {
            Data = dataset.Name,
            Rows = rows,
            Columns = dataset.Find(query.Columns ?? "")?.Name is { } columns && columns != rows ? columns : null,
            Filters = [.. query.Filters.Where(f => dataset.Find(f.Column) is not null)],
        };
    }

    private static async Task<IResult> FileOf(string format, Language language, HttpRequest request, DatasetShelf shelf, CountDesk desk, CancellationToken cancel)
    {
        var asked = ExploreQuery.Of(request.Query);
        if (shelf.Find(asked.Data ?? "") is not { } dataset)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        var query = Settled(asked, dataset);
        ProtectedTable table;
        try
        {
            table = desk.Ask(query.ToQuestion()!, cancel);
        }
        catch (CountsException)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "400");
        }

        var name = $"{dataset.Name}-{query.Rows}{(query.Columns is null ? "" : "-" + query.Columns)}.{format}";
        switch (format)
        {
            case "csv":
                return Results.File(TableFiles.Csv(TableFiles.ToStatTable(table)), "text/csv; charset=utf-8", name);
            case "json":
                return Results.File(TableFiles.Json(false, TableFiles.ToStatTable(table)), "application/json; charset=utf-8", name);
            case "xlsx":
                return Results.File(TableFiles.Xlsx(TableFiles.ToStatTable(table)), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name);
            case "svg":
                return await PictureFiles.SvgAsync(table, query.Share, query.Show, language) is { } svg
                    ? Results.File(Encoding.UTF8.GetBytes(svg), "image/svg+xml", name)
                    : ErrorPage.Of(StatusCodes.Status404NotFound, "no_picture");
            default:
                if (HeadlessBrowser.Find() is not { } browser)
                {
                    return ErrorPage.Of(StatusCodes.Status501NotImplemented, "no_browser");
                }

                return await PictureFiles.DocumentAsync(table, query.Share, query.Show, language) is var (html, width, height)
                    ? Results.File(await browser.PictureAsync(html, width, height, cancel), "image/png", name)
                    : ErrorPage.Of(StatusCodes.Status404NotFound, "no_picture");
        }
    }
}
