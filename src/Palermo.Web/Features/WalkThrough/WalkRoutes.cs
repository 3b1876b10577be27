using System.Text;
using Palermo.Law.Instruments;
using Palermo.Web.Features.Errors;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.WalkThrough;

public static class WalkRoutes
{
    /// <summary>Bytes of a case file that may be opened.</summary>
    private const int LargestFile = 256 * 1024;

    public static void MapWalkThrough(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var path = $"/{language.Tag}/walk-through";
            routes.MapGet(path, () => PageResult.Of<BeforePage>()).Public();
            routes.MapPost(path, Step).Public();
            routes.MapPost(path + "/file", File).Public();
            routes.MapPost(path + "/open", Open).Public();
        }
    }

    private static async Task<IResult> Step(HttpRequest request, InstrumentLibrary library, Interview interview, CancellationToken cancel)
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

        var go = form["go"] is [.., { } last] ? last : form["at"] is [.., { } at] ? at : "next";
        return go switch
        {
            "start" or "next" => Show(walk, interview),
            "more" => Show(walk with { Beyond = true }, interview),
            "result" => Result(walk, interview),
            "back" => Back(walk, interview),
            "answer" => Answer(walk, form, interview, library),
            "each" when Interview.ListElement(form["question"].ToString()) is { } list =>
                Show(walk with { OneByOne = [.. walk.OneByOne.Where(e => e != list), list] }, interview),
            _ when go.StartsWith("ask:", StringComparison.Ordinal) && interview.Find(go["ask:".Length..]) is { } asked =>
                Ask(walk, asked, interview, whole: true),
            _ => ErrorPage.Bad(new("bad.state")),
        };
    }

    private static IResult Show(Walk walk, Interview interview) =>
        interview.Next(walk) is var next && next is Finish ? Result(walk, interview) : Ask(walk, next, interview, whole: false);

    private static IResult Ask(Walk walk, Step step, Interview interview, bool whole) =>
        PageResult.Of<QuestionPage>(StatusCodes.Status200OK, ("Walk", walk), ("Step", step), ("Interview", interview), ("Whole", whole));

    private static IResult Result(Walk walk, Interview interview) =>
        PageResult.Of<ResultPage>(StatusCodes.Status200OK, ("Walk", walk), ("Interview", interview), ("Next", interview.Next(walk)));

    private static IResult Back(Walk walk, Interview interview)
    {
        if (walk.Trail is not [.. var before, var last])
        {
            return PageResult.Of<BeforePage>();
        }

        return interview.Find(last) is { } step ? Ask(walk with { Trail = [.. before] }, step, interview, whole: true) : ErrorPage.Bad(new("bad.state"));
    }

    private static IResult Answer(Walk walk, IFormCollection form, Interview interview, InstrumentLibrary library)
    {
        var id = form["question"].ToString();
        var whole = form["whole"] == "1";
        var step = whole ? interview.Find(id) : interview.FindFresh(walk, id);
        var reply = new Reply([.. form["pick"].OfType<string>()], [.. form["answer"].OfType<string>()], form["reason"] is [{ Length: > 0 } reason] ? reason.Trim() : null);
        if (step is null || reply.Reason?.Length > Reply.LongestReason
            || !reply.Picked.All(p => step is ListQuestion list && list.Atoms.Contains(p)))
        {
            return ErrorPage.Bad(new("bad.state"));
        }

        var (next, error) = reply.To(walk, step, library);
        return next is not null
            ? Show(next, interview)
            : PageResult.Of<QuestionPage>(StatusCodes.Status422UnprocessableEntity, ("Walk", walk), ("Step", step), ("Interview", interview), ("Whole", whole), ("Given", reply), ("Error", error));
    }

    private static async Task<IResult> File(HttpRequest request, InstrumentLibrary library, CancellationToken cancel)
    {
        var (form, problem) = await WalkForm.ReadForm(request, cancel);
        if (form is null)
        {
            return ErrorPage.Bad(problem!);
        }

        var (walk, broken) = WalkForm.Read(form, library);
        return walk is null ? ErrorPage.Bad(broken!) : Results.File(walk.File, "application/json; charset=utf-8", "palermo-case.json");
    }

    private static async Task<IResult> Open(HttpRequest request, InstrumentLibrary library, Interview interview, CancellationToken cancel)
    {
        var (form, problem) = await WalkForm.ReadForm(request, cancel);
        if (form is null)
        {
            return ErrorPage.Bad(problem!);
        }

        if (form.Files["file"] is not { Length: > 0 } file)
        {
            return ErrorPage.Bad(new("bad.no_file"));
        }

        if (file.Length > LargestFile)
        {
            return ErrorPage.Bad(new("bad.large_file"));
        }

        string json;
        try
        {
            using var reader = new StreamReader(file.OpenReadStream(), new UTF8Encoding(false, throwOnInvalidBytes: true));
            json = await reader.ReadToEndAsync(cancel);
        }
        catch (DecoderFallbackException)
        {
            return ErrorPage.Bad(new("bad.encoding"));
        }

        var (facts, unreadable) = WalkForm.ReadCase(json, library);
        return facts is null ? ErrorPage.Bad(unreadable!) : Result(Walk.Of(facts), interview);
    }
}
