using System.Collections.Immutable;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Errors;
using Palermo.Web.Jobs;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Publish;

/// <summary>Releases of whole datasets: every way side by side, and the makings of them.</summary>
public static class WholeRoutes
{
    public static void MapWhole(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var at = $"/{language.Tag}/publish/dataset";
            routes.MapGet(at, (HttpRequest request, WholeDoor door) => door.Page(door.Query(request.Query), null)).Needs(Right.PrepareRelease).SaysWhatIsBroken();
            routes.MapPost(at, (HttpContext context, WholeDoor door) => AskAsync(at, context, door)).Needs(Right.PrepareRelease).SaysWhatIsBroken();
            routes.MapGet(at + "/{id}", (string id, ReleaseJobs jobs, ReleaseRegister register, BudgetShelf budgets) => jobs.Find(id) is { } job
                ? PageResult.Of<ReleaseJobPage>(StatusCodes.Status200OK,
                    (nameof(ReleaseJobPage.Job), job), (nameof(ReleaseJobPage.Release), job.Release is { } made ? register.Find(made) : null),
                    (nameof(ReleaseJobPage.Charged), budgets.Find(job.Request.Dataset)?.Has("spend", job.Id) == true), (nameof(ReleaseJobPage.Measured), jobs.IsMeasured(job)),
                    (nameof(ReleaseJobPage.FileOf), (Func<string, string, byte[]?>)register.PreparedFileOf))
                : ErrorPage.Of(StatusCodes.Status404NotFound, "404")).Needs(Right.PrepareRelease).SaysWhatIsBroken();
            routes.MapPost(at + "/{id}/cancel", (string id, ReleaseWorker worker) => Back(at, id, worker.Cancel(id))).Needs(Right.PrepareRelease).SaysWhatIsBroken();
            routes.MapPost(at + "/{id}/go-on", (string id, ReleaseWorker worker) => Back(at, id, worker.GoOn(id))).Needs(Right.PrepareRelease).SaysWhatIsBroken();
        }
    }

    private static IResult Back(string at, string id, ReleaseJob? job) => job is null ? ErrorPage.Of(StatusCodes.Status404NotFound, "404") : Results.LocalRedirect($"{at}/{id}");

    private static async Task<IResult> AskAsync(string at, HttpContext context, WholeDoor door)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var query = door.Query(form);
        return door.Ask(query, new WholeForm(form["data"].ToString(), form["version"].ToString(), [.. form["c"].OfType<string>()], form["way"].ToString(), form["once"].ToString()), Signer.Of(context)) is var (job, wrong) && job is not null
            ? Results.LocalRedirect($"{at}/{job.Id}")
            : door.Page(query, wrong);
    }
}

/// <summary>A form as it came: nothing in it is believed.</summary>
internal sealed record WholeForm(string Dataset, string Version, ImmutableArray<string> Columns, string Way, string Once);

/// <summary>What the pages of whole datasets ask of the desks.</summary>
public sealed class WholeDoor(DatasetShelf shelf, PublicBook books, BudgetShelf budgets, ReleaseWorker worker, ReleaseJobs jobs, ReleaseRegister register, TimeProvider clock)
{
    internal WholeQuery Query(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> given) => WholeQuery.Of(given, shelf.List(), books);

    internal IResult Page(WholeQuery query, string? wrong) => PageResult.Of<WholePage>(wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        (nameof(WholePage.Shelf), shelf.List()), (nameof(WholePage.Query), query), (nameof(WholePage.Ways), Ways(query)), (nameof(WholePage.Jobs), jobs.List()), (nameof(WholePage.Wrong), wrong));

    /// <summary>A job, or the key of what is wrong.</summary>
    internal (ReleaseJob? Job, string? Wrong) Ask(WholeQuery query, WholeForm form, string? person)
    {
        if (jobs.Find(form.Once) is { } known)
        {
            return (known, null);
        }

        // What the form names must be what is there, to the column, or another thing would leave than was looked at.
        if (person is null || !query.CanBeReleased || query.Dataset!.Name != form.Dataset || query.Dataset.Version != form.Version || !form.Columns.ToHashSet(StringComparer.Ordinal).SetEquals(query.Columns)
            || form.Once.Length != 24 || !form.Once.All(char.IsAsciiHexDigitLower))
        {
            return (null, "nothing");
        }

        return Ways(query).FirstOrDefault(w => w.Key == form.Way) switch
        {
            null => (null, "nothing"),
            { Closed: { } closed } => (null, Wording.Words.Snake(closed)),
            var chosen => (worker.Ask(form.Once, new WholeRequest(query.Dataset.Name, query.Dataset.Version, query.Columns, chosen.Epsilon, query.RowsPerPerson, query.Audience, person, Signer.Today(clock))), null),
        };
    }

    private ImmutableArray<WholeWay> Ways(WholeQuery query) => query.CanBeReleased
        ? WholeWay.All(books.Of(query.Dataset!, query.Columns), query.Dataset!, budgets.Find(query.Dataset!.Name), worker.RowsClosed(query.Dataset.Name), jobs.List(), register)
        : [];
}
