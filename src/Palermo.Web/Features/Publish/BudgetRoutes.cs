using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Privacy;
using Palermo.Web.Datasets;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Publish;

/// <summary>The privacy budget: its history, a request by whoever prepares releases, and its grant by a second person.</summary>
public static class BudgetRoutes
{
    private const int LongestNote = 300;

    public static void MapBudget(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var at = "/" + language.Tag;
            routes.MapGet(at + "/publish/budget", (HttpRequest request, DatasetShelf shelf, BudgetShelf budgets) => Page(request.Query["data"].ToString(), shelf, budgets, null)).Needs(Right.PrepareRelease).SaysWhatIsBroken();
            routes.MapPost(at + "/publish/budget", (HttpContext context, DatasetShelf shelf, BudgetShelf budgets, TimeProvider clock) => AskAsync(at, context, shelf, budgets, clock)).Needs(Right.PrepareRelease).SaysWhatIsBroken();
            routes.MapGet(at + "/grant-budget", (HttpContext context, BudgetShelf budgets) => Grants(context, budgets, null)).Needs(Right.ApproveBudget).SaysWhatIsBroken();
            routes.MapPost(at + "/grant-budget", (HttpContext context, BudgetShelf budgets, TimeProvider clock) => SettleAsync(at, context, budgets, (id, person) => budgets.Grant(id, person, Signer.Today(clock)))).Needs(Right.ApproveBudget).SaysWhatIsBroken();
            routes.MapPost(at + "/decline-budget", (HttpContext context, BudgetShelf budgets, TimeProvider clock) => SettleAsync(at, context, budgets, (id, person) => budgets.Decline(id, person, Signer.Today(clock)))).Needs(Right.ApproveBudget).SaysWhatIsBroken();
        }
    }

    private static IResult Page(string data, DatasetShelf shelf, BudgetShelf budgets, string? wrong)
    {
        var all = shelf.List();
        var dataset = all.FirstOrDefault(d => d.Name == data) ?? all.FirstOrDefault();
        return PageResult.Of<BudgetPage>(wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(BudgetPage.Shelf), all), (nameof(BudgetPage.Dataset), dataset), (nameof(BudgetPage.Ledger), dataset is null ? null : budgets.Find(dataset.Name)),
            (nameof(BudgetPage.Requests), dataset is null ? [] : budgets.Asked(dataset.Name)), (nameof(BudgetPage.Wrong), wrong));
    }

    private static IResult Grants(HttpContext context, BudgetShelf budgets, string? wrong)
    {
        ImmutableArray<(BudgetRequest, BudgetLedger?, ImmutableArray<StandingRequest>)> waiting = [.. budgets.Waiting().Select(w => (w.Request, budgets.Find(w.Request.Dataset), budgets.Asked(w.Request.Dataset)))];
        return PageResult.Of<GrantPage>(wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(GrantPage.Waiting), waiting), (nameof(GrantPage.Person), Signer.Of(context)), (nameof(GrantPage.Wrong), wrong));
    }

    private static async Task<IResult> AskAsync(string at, HttpContext context, DatasetShelf shelf, BudgetShelf budgets, TimeProvider clock)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var data = form["data"].ToString();
        var epsilon = WholeWay.Epsilons.FirstOrDefault(e => e.ToString(CultureInfo.InvariantCulture) == form["epsilon"].ToString());
        var reason = Enum.GetValues<BudgetReason>().Where(r => Wording.Words.Snake(r) == form["reason"].ToString()).Cast<BudgetReason?>().FirstOrDefault();
        var note = form["note"].ToString();
        var wrong = Signer.Of(context) is null || shelf.Find(data) is null ? "nothing" : epsilon == 0 ? "much" : reason is null ? "reason" : note.Length > LongestNote ? "note" : null;
        if (wrong is null)
        {
            try
            {
                budgets.Ask(data, epsilon, reason!.Value, note, Signer.Of(context)!, Signer.Today(clock));
                return Results.LocalRedirect($"{at}/publish/budget?data={Uri.EscapeDataString(data)}");
            }
            catch (BudgetException)
            {
                wrong = "waits";
            }
        }

        return Page(data, shelf, budgets, wrong);
    }

    private static async Task<IResult> SettleAsync(string at, HttpContext context, BudgetShelf budgets, Action<string, string> settle)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Signer.Of(context) is not { } person)
        {
            return Grants(context, budgets, "nothing");
        }

        try
        {
            settle(form["id"].ToString(), person);
        }
        catch (BudgetException)
        {
            return Grants(context, budgets, budgets.Waiting().Any(w => w.Request.Id == form["id"]) ? "same_person" : "nothing");
        }

        return Results.LocalRedirect(at + "/grant-budget");
    }
}
