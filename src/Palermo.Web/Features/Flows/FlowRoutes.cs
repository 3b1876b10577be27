using System.Collections.Immutable;
using Palermo.Statistics.Counts;
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
        }
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

        query = query with { Data = dataset.Name, Filters = [.. query.Filters.Where(f => dataset.Find(f.Column) is not null)] };
        try
        {
            var (figures, protection) = Figures(desk, dataset, query, cancel);
            return PageResult.Of<FlowsPage>(StatusCodes.Status200OK,
                (nameof(FlowsPage.Shelf), all), (nameof(FlowsPage.Query), query), (nameof(FlowsPage.Dataset), dataset), (nameof(FlowsPage.Flows), figures), (nameof(FlowsPage.Protection), protection),
                (nameof(FlowsPage.Filters), FiltersOf(dataset)), (nameof(FlowsPage.Codes), (Func<DatasetColumn, ImmutableArray<string>>)(c => shelf.Codes(dataset, c.Name))));
        }
        catch (CountsException)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "400");
        }
    }

    /// <summary>The figures of a question, and what was withheld in all its tables together.</summary>
    internal static (FlowFigures Figures, Protection Protection) Figures(CountDesk desk, DatasetInfo dataset, ExploreQuery query, CancellationToken cancel)
    {
        var roles = dataset.Roles!;
        ProtectedTable Ask(string rows, string columns) => desk.Ask((query with { Rows = rows, Columns = columns }).ToQuestion()!, cancel);
        var pairs = Ask(roles.Origin, roles.Destination);
        var before = roles.Transit is { } transit ? Ask(roles.Origin, transit) : null;
        var after = roles.Transit is { } through ? Ask(through, roles.Destination) : null;
        ProtectedTable[] tables = [pairs, .. before is null ? [] : new[] { before }, .. after is null ? [] : new[] { after }];
        return (new(pairs, before, after), new(pairs.Protection.Threshold, tables.Sum(t => t.Protection.Small), tables.Sum(t => t.Protection.Cover), tables.Any(t => t.Protection.TotalsWithheld)));
    }

    // What people ask of flows: when, who, and what for.
    private static ImmutableArray<DatasetColumn> FiltersOf(DatasetInfo dataset) =>
        [.. dataset.Columns.Where(c => c.Kind is ColumnKind.Year or ColumnKind.Sex or ColumnKind.Age || c.Name is "form" or "isForcedLabour" or "isSexualExploit" or "exploitation_sexual" or "exploitation_forced_labour").Take(6)];
}
