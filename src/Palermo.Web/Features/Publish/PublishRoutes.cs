using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Release;
using Palermo.Statistics.Counts;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Errors;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Outgoing;
using Palermo.Web.Printing;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Publish;

public static class PublishRoutes
{
    public static void MapPublish(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var at = "/" + language.Tag;
            routes.MapGet(at + "/publish", Choose).Needs(Right.PrepareRelease);
            routes.MapPost(at + "/publish", Prepare).Needs(Right.PrepareRelease);
            routes.MapGet(at + "/sign-off", (ReleaseRegister register, HttpContext context) => PageResult.Of<SignOffPage>(StatusCodes.Status200OK,
                (nameof(SignOffPage.Releases), register.List()), (nameof(SignOffPage.FileOf), (Func<string, string, byte[]?>)register.PreparedFileOf), (nameof(SignOffPage.Person), Signer.Of(context)))).Needs(Right.SignOffRelease);
            routes.MapPost(at + "/sign-off", (HttpContext context, ReleaseRegister register, Gate gate, TimeProvider clock) => Change(context, register, clock, language, (r, id, person, _, day) => SignOffAsync(gate, r, id, person, day, context.RequestAborted))).Needs(Right.SignOffRelease);
            routes.MapPost(at + "/withdraw", (HttpContext context, ReleaseRegister register, TimeProvider clock) => Change(context, register, clock, language, (r, id, person, reason, day) => Task.FromResult(r.Withdraw(id, person, reason, day)))).Needs(Right.SignOffRelease);
            foreach (var shelf in ReleaseShelf.All)
            {
                shelf.Guard(routes.MapGet($"{at}/{shelf.Path}", (ReleaseRegister register) => PageResult.Of<ReleasesPage>(StatusCodes.Status200OK,
                    (nameof(ReleasesPage.Shelf), shelf), (nameof(ReleasesPage.Releases), shelf.Of(register)))));
                shelf.Guard(routes.MapGet($"{at}/{shelf.Path}/{{id}}", (string id, ReleaseRegister register) => shelf.Find(register, id) is { } release
                    ? PageResult.Of<ReleasePage>(StatusCodes.Status200OK, (nameof(ReleasePage.Shelf), shelf), (nameof(ReleasePage.Release), release))
                    : ErrorPage.Of(StatusCodes.Status404NotFound, "404")));
            }
        }

        routes.MapWhole();
        routes.MapBudget();
        foreach (var shelf in ReleaseShelf.All)
        {
            shelf.Guard(routes.MapGet($"/{shelf.Path}/{{id}}/{{file}}", (string id, string file, ReleaseRegister register, CancellationToken cancel) => File(shelf, id, file, register, cancel)));
        }
    }

    private static IResult Choose(HttpRequest request, DatasetShelf shelf, ReleaseDesk desk, CancellationToken cancel)
    {
        var all = shelf.List();
        var asked = PublishQuery.Of(request.Query, all);
        var (options, problem) = Ways(asked, desk, cancel);
        return PageResult.Of<PublishPage>(problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(PublishPage.Shelf), all), (nameof(PublishPage.Query), asked), (nameof(PublishPage.Options), options), (nameof(PublishPage.Problem), problem));
    }

    private static (ImmutableArray<ReleaseOption> Options, string? Problem) Ways(PublishQuery query, ReleaseDesk desk, CancellationToken cancel)
    {
        if (query.ToQuestion() is not { } question)
        {
            return ([], null);
        }

        try
        {
            return (desk.Options(question, query.Audience, cancel), null);
        }
        catch (CountsException e)
        {
            return ([], Wording.Words.Snake(e.Error.Code));
        }
    }

    private static async Task<IResult> Prepare(HttpContext context, DatasetShelf shelf, ReleaseDesk desk, ReleaseRegister register, TimeProvider clock, CancellationToken cancel)
    {
        var form = await context.Request.ReadFormAsync(cancel);
        var query = PublishQuery.Of(form, shelf.List());
        var (options, problem) = Ways(query, desk, cancel);
        if (problem is not null || Signer.Of(context) is not { } person || options.FirstOrDefault(o => Wording.Words.Snake(o.Safeguard) == form["way"])?.Table is not { } table)
        {
            return ErrorPage.Bad(new("publish.nothing"));
        }

        try
        {
            await desk.AdmitAsync(table, cancel);
            register.Prepare(TableRelease.Make(table, Signer.Today(clock)), person, Signer.Today(clock));
        }
        catch (Exception e) when (e is RegisterException or GateRefusal)
        {
            return ErrorPage.Bad(new("publish.refused", [e.Message]));
        }

        return Results.Redirect($"/{Language.OfPath(context.Request.Path).Tag}/publish?prepared=1");
    }

    private static async Task<IResult> Change(HttpContext context, ReleaseRegister register, TimeProvider clock, Language language, Func<ReleaseRegister, string, string, string, DateOnly, Task> change)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Signer.Of(context) is not { } person)
        {
            return ErrorPage.Bad(new("publish.nothing"));
        }

        try
        {
            await change(register, form["id"].ToString(), person, form["reason"].ToString(), Signer.Today(clock));
        }
        catch (Exception e) when (e is RegisterException or GateRefusal)
        {
            return ErrorPage.Bad(new("publish.refused", [e.Message]));
        }

        return Results.Redirect($"/{language.Tag}/sign-off");
    }

    // Since the rows were made a report may have left that withholds what they tell.
    private static Task SignOffAsync(Gate gate, ReleaseRegister register, string id, string person, DateOnly day, CancellationToken stop)
    {
        if (register.Find(id) is { Manifest: { Protection: ProtectionKind.KAnonymousSynthesis } manifest })
        {
            return gate.PublishRowsAsync(manifest.Dataset, () => register.SignOff(id, person, day), stop);
        }

        register.SignOff(id, person, day);
        return Task.CompletedTask;
    }

    private static async Task<IResult> File(ReleaseShelf shelf, string id, string file, ReleaseRegister register, CancellationToken cancel)
    {
        if (shelf.Find(register, id) is null)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        if (file.EndsWith(".pdf", StringComparison.Ordinal) && register.FileOf(id, Path.ChangeExtension(file, ".html")) is { } html)
        {
            return HeadlessBrowser.Find() is { } browser
                ? Results.File(await browser.PrintAsync(System.Text.Encoding.UTF8.GetString(html), cancel), "application/pdf", file)
                : ErrorPage.Of(StatusCodes.Status501NotImplemented, "no_browser");
        }

        return register.FileOf(id, file) is { } bytes
            ? Results.File(bytes, Path.GetExtension(file) switch { ".csv" => "text/csv; charset=utf-8", ".json" => "application/json; charset=utf-8", ".html" => "text/html; charset=utf-8", _ => "application/octet-stream" }, id + "-" + file)
            : ErrorPage.Of(StatusCodes.Status404NotFound, "404");
    }

}
