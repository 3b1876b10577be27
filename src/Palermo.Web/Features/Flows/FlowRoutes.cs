using System.Collections.Immutable;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Flows;
using Palermo.Statistics.Tables;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Errors;
using Palermo.Web.Features.Explore;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Flows;

public static class FlowRoutes
{
    public static void MapFlows(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/flows", Page).Needs(Right.ReadCounts);
            foreach (var format in new[] { "csv", "xlsx", "json" })
            {
                routes.MapGet($"/{language.Tag}/flows/{format}", (HttpRequest request, DatasetShelf shelf, CountDesk desk, CancellationToken cancel) => FileOf(format, request, shelf, desk, cancel)).Needs(Right.ReadCounts);
            }
        }

        routes.MapGet("/api/v1/flows", (HttpRequest request, DatasetShelf shelf, CountDesk desk, CancellationToken cancel) =>
        {
            try
            {
                return shelf.Find(request.Query["data"].ToString()) is not { Roles: not null } dataset
                    ? ExploreRoutes.Problem("there is no such dataset of ways", "It is not among those of this server, or does not say where a way began and ended.", "Give data=NAME; /api/v1/datasets lists them.")
                    : ExploreRoutes.FileOf(request.Query["format"].ToString(), RolesOf(desk, dataset, Settled(request, dataset), By(request, dataset), null, cancel).Table);
            }
            catch (CountsException e)
            {
                return ExploreRoutes.Problem(e.Error.What, e.Error.Why, e.Error.ToDo);
            }
        }).Needs(Right.ReadCounts).WithName("readFlows");
    }

    private static IResult Page(HttpRequest request, DatasetShelf shelf, CountDesk desk, CancellationToken cancel)
    {
        ImmutableArray<DatasetInfo> all = [.. shelf.List().Where(d => d.Roles is not null)];
        var query = ExploreQuery.Of(request.Query);
        if (all.IsEmpty)
        {
            return PageResult.Of<FlowsPage>(StatusCodes.Status200OK, (nameof(FlowsPage.Shelf), all), (nameof(FlowsPage.Query), query));
        }

        if ((query.Data is null ? all[0] : all.FirstOrDefault(d => d.Name == query.Data)) is not { } dataset)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        query = Settled(request, dataset);
        try
        {
            var asked = Figures(desk, dataset, query, cancel);
            var by = By(request, dataset);
            var (roles, provenances) = RolesOf(desk, dataset, query, by, asked, cancel);
            return PageResult.Of<FlowsPage>(StatusCodes.Status200OK,
                (nameof(FlowsPage.Shelf), all), (nameof(FlowsPage.Query), query), (nameof(FlowsPage.Dataset), dataset), (nameof(FlowsPage.Flows), asked.Figures), (nameof(FlowsPage.Protection), asked.Protection),
                (nameof(FlowsPage.By), by), (nameof(FlowsPage.RolesBy), by is null ? null : roles), (nameof(FlowsPage.Provenances), provenances), (nameof(FlowsPage.Dividing), Dividing(dataset)),
                (nameof(FlowsPage.Filters), FiltersOf(dataset)), (nameof(FlowsPage.Codes), (Func<DatasetColumn, ImmutableArray<string>>)(c => desk.Codes(dataset, c.Name))));
        }
        catch (CountsException)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "400");
        }
    }

    private static IResult FileOf(string format, HttpRequest request, DatasetShelf shelf, CountDesk desk, CancellationToken cancel)
    {
        if (shelf.Find(request.Query["data"].ToString()) is not { Roles: not null } dataset)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        try
        {
            var table = RolesOf(desk, dataset, Settled(request, dataset), By(request, dataset), null, cancel).Table;
            var name = $"{dataset.Name}-{table.Id}.{format}";
            return format switch
            {
                "csv" => Results.File(TableFiles.Csv(table), "text/csv; charset=utf-8", name),
                "xlsx" => Results.File(TableFiles.Xlsx(table), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name),
                _ => Results.File(TableFiles.Json(false, table), "application/json; charset=utf-8", name),
            };
        }
        catch (CountsException)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "400");
        }
    }

    private static ExploreQuery Settled(HttpRequest request, DatasetInfo dataset)
    {
        var query = ExploreQuery.Of(request.Query);
        return query with { Data = dataset.Name, Filters = [.. query.Filters.Where(f => dataset.Find(f.Column) is not null)] };
    }

    private static string? By(HttpRequest request, DatasetInfo dataset) => Dividing(dataset).FirstOrDefault(c => c.Name == request.Query["by"].ToString())?.Name;

    /// <summary>Figures with what was withheld of them and what they rest on, one a table asked.</summary>
    internal sealed record Asked(FlowFigures Figures, Protection Protection, ImmutableArray<Provenance> Provenances);

    /// <summary>The figures of a question, what was withheld in all its tables together, and what they rest on.</summary>
    internal static Asked Figures(CountDesk desk, DatasetInfo dataset, ExploreQuery query, CancellationToken cancel)
    {
        var roles = dataset.Roles!;
        ProtectedTable Ask(string rows, string columns) => desk.Ask((query with { Rows = rows, Columns = columns }).ToQuestion()!, cancel);
        var pairs = Ask(roles.Origin, roles.Destination);
        var before = roles.Transit is { } transit ? Ask(roles.Origin, transit) : null;
        var after = roles.Transit is { } through ? Ask(through, roles.Destination) : null;
        ProtectedTable[] tables = [pairs, .. before is null ? [] : new[] { before }, .. after is null ? [] : new[] { after }];
        return new(new(pairs, before, after), new(pairs.Protection.Threshold, pairs.Protection.Noise, tables.Sum(t => t.Protection.Small)), [.. tables.Select(t => t.Table.Provenance)]);
    }

    /// <summary>Each country's roles, divided by a column where one is named; and what all that was asked rests on.</summary>
    private static (StatTable Table, ImmutableArray<Provenance> Provenances) RolesOf(CountDesk desk, DatasetInfo dataset, ExploreQuery query, string? by, Asked? asked, CancellationToken cancel)
    {
        var (whole, protection, rests) = asked ?? Figures(desk, dataset, query, cancel);
        var (slices, all) = (new List<(string, FlowFigures)>(), new List<Provenance>(rests));
        var chosen = query.Filters.FirstOrDefault(f => f.Column == by && f.Value.Length > 0).Value;
        foreach (var code in by is null ? [] : desk.Codes(dataset, by).Select(c => (Code: c, Value: "=" + c)).Append((Code: Axis.NotRecorded, Value: "-")).Where(c => chosen is null || c.Value == chosen))
        {
            var (figures, _, each) = Figures(desk, dataset, query with { Filters = [.. query.Filters.Where(f => f.Column != by), (by!, code.Value)] }, cancel);
            slices.Add((code.Code, figures));
            all.AddRange(each);
        }

        slices.Add((Axis.Total, whole));
        var provenance = rests[0] with { Query = string.Join("; ", all.Select(p => p.Query)), Definitions = ["flows-roles" + (by is null ? "" : "-by-" + by) + " " + FlowTables.Version] };
        return (FlowRoles.Table(dataset, provenance, by, protection, slices), [provenance with { Query = rests[0].Query }, .. all]);
    }

    // What a country's roles are divided by.
    private static ImmutableArray<DatasetColumn> Dividing(DatasetInfo dataset) => [.. FiltersOf(dataset).Where(c => c.Name != dataset.Roles!.Origin && c.Name != dataset.Roles.Destination)];

    // What people ask of flows: when, who, and what for.
    private static ImmutableArray<DatasetColumn> FiltersOf(DatasetInfo dataset) =>
        [.. dataset.Columns.Where(c => c.Kind is ColumnKind.Year or ColumnKind.Sex or ColumnKind.Age || c.Name is "form" or "isForcedLabour" or "isSexualExploit" or "exploitation_sexual" or "exploitation_forced_labour").Take(6)];
}
