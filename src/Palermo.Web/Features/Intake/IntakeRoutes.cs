using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Palermo.Casework.Consents;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Intake;

/// <summary>The way in: who it is about, the words and the consent, then the interview. Before the consent nothing is kept.</summary>
public static class IntakeRoutes
{
    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var path = $"/{language.Tag}/intake";
            routes.MapGet(path, () => PageResult.Of<WhoPage>()).Needs(Right.Screen);
            routes.MapPost(path, (HttpContext http, CancellationToken _) => Consent(http)).Needs(Right.Screen);
            routes.MapPost(path + "/open", (HttpContext http, [FromServices] CaseDesk desk) => Open(http, desk, language)).Needs(Right.Screen);
            routes.MapPost(path + "/notice", (HttpContext http, [FromServices] CaseDesk desk) => Notice(http, desk, language)).Needs(Right.Screen);
            routes.MapGet(path + "/notice/done", () => PageResult.Of<NoticeDonePage>()).Needs(Right.Screen);
        }
    }

    private static async Task<IResult> Consent(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return form.Text("age") is null ? PageResult.Of<WhoPage>(StatusCodes.Status422UnprocessableEntity, ("Problems", ImmutableArray.Create("AgeMissing")), ("GivenForm", form)) : Consent([], form);
    }

    private static IResult Consent(ImmutableArray<string> problems, IFormCollection form) =>
        PageResult.Of<ConsentPage>(problems.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, ("Problems", problems), ("GivenForm", form));

    private static async Task<IResult> Open(HttpContext http, CaseDesk desk, Language language)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var age = form.Code("age", AgeStatus.NotRecorded);
        if (form.Text("agrees") == "no" && age is not (AgeStatus.Child or AgeStatus.PresumedChild))
        {
            return PageResult.Of<NoticePage>(StatusCodes.Status200OK, ("GivenForm", form));
        }

        if (form.Text("agrees") is null)
        {
            return Consent(["AgreesMissing"], form);
        }

        return await DeskAnswers.Do(http, (problems, given) => Task.FromResult(Consent(problems, given)), async given =>
        {
            var opened = await desk.OpenCaseAsync(http.Actor(), http.Purpose(), Draft(given, age, desk, language), http.RequestAborted);
            return $"/{language.Tag}/case/{opened.CaseId}/interview/{opened.InterviewId}";
        });
    }

    private static CaseDraft Draft(IFormCollection form, AgeStatus age, CaseDesk desk, Language language)
    {
        ConsentDraft? consent = null;
        if (form.Text("agrees") == "yes")
        {
            consent = ConsentForm.Read(form, desk, language);
        }

        return new CaseDraft(age, form.Code("ageBasis", AgeBasis.Stated), consent, consent is null ? form.Text("basis") : null)
        {
            HeardFrom = form.Code("heardFrom", HeardFrom.ThePerson),
            InterviewLanguage = language.Tag,
            Interpreter = Known(form, "interpreter"),
            Private = Known(form, "private"),
            IsSynthetic = form.Text("synthetic") == "1",
        };
    }

    private static Task<IResult> Notice(HttpContext http, CaseDesk desk, Language language) => DeskAnswers.Do(
        http,
        (problems, given) => Task.FromResult((IResult)PageResult.Of<NoticePage>(StatusCodes.Status422UnprocessableEntity, ("Problems", problems), ("GivenForm", given))),
        async form =>
        {
            await desk.RecordNoticeAsync(http.Actor(), http.Purpose(), new NoticeDraft(form.Code("sex", RecordedSex.NotRecorded), form.Text("nationality")?.ToUpperInvariant() is { Length: 2 } country ? country : form.Text("nationality"), form.Words("facts")), http.RequestAborted);
            return $"/{language.Tag}/intake/notice/done";
        });

    private static bool? Known(IFormCollection form, string name) => form.Text(name) switch
    {
        "yes" => true,
        "no" => false,
        _ => null,
    };
}
