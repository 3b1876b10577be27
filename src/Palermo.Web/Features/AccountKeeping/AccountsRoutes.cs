using Microsoft.EntityFrameworkCore;
using Palermo.Web.Accounts;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.AccountKeeping;

/// <summary>Keeping the accounts. The right to do it comes with no right to any case.</summary>
public static class AccountsRoutes
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var at = $"/{language.Tag}/accounts";
            routes.MapGet(at, All).Needs(Right.ManageAccounts);
            foreach (var (path, kind) in new[] { ("/new", AccountKind.Person), ("/new-client", AccountKind.Client) })
            {
                routes.MapGet(at + path, () => PageResult.Of<NewAccountPage>(StatusCodes.Status200OK, ("Kind", kind))).Needs(Right.ManageAccounts).AfterStepUp();
                routes.MapPost(at + path, (HttpContext context, AccountKeeper keeper) => Create(context, keeper, kind)).Needs(Right.ManageAccounts).AfterStepUp();
            }

            routes.MapGet(at + "/{id:guid}", (Guid id, HttpContext context, AccountsContext accounts) => One(id, context, accounts, null, null, false)).Needs(Right.ManageAccounts).AfterStepUp();
            routes.MapPost(at + "/{id:guid}", Change).Needs(Right.ManageAccounts).AfterStepUp();
            routes.MapPost(at + "/{id:guid}/disable", (Guid id, HttpContext context, AccountKeeper keeper) => SetDisabled(id, context, keeper, true)).Needs(Right.ManageAccounts).AfterStepUp();
            routes.MapPost(at + "/{id:guid}/enable", (Guid id, HttpContext context, AccountKeeper keeper) => SetDisabled(id, context, keeper, false)).Needs(Right.ManageAccounts).AfterStepUp();
            routes.MapPost(at + "/{id:guid}/invite", Invite).Needs(Right.ManageAccounts).AfterStepUp();
            routes.MapPost(at + "/{id:guid}/secret", NewSecret).Needs(Right.ManageAccounts).AfterStepUp();
            routes.MapPost(at + "/{id:guid}/recover", AskRecovery).Needs(Right.ManageAccounts).AfterStepUp();
            routes.MapPost(at + "/{id:guid}/recover/confirm", ConfirmRecovery).Needs(Right.ManageAccounts).AfterStepUp();
        }
    }

    private static async Task<IResult> All(AccountsContext accounts, CancellationToken cancel) =>
        PageResult.Of<AccountsPage>(StatusCodes.Status200OK, ("All", await accounts.Users.AsNoTracking().OrderBy(a => a.NormalizedUserName).ToListAsync(cancel)));

    private static async Task<IResult> One(Guid id, HttpContext context, AccountsContext accounts, AccountDraft? draft, string? fault, bool saved)
    {
        var (cancel, now) = (context.RequestAborted, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        if (await accounts.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } account)
        {
            return Results.NotFound();
        }

        var asked = await accounts.Invitations.AsNoTracking().Where(i => i.AccountId == id && i.IsRecovery && i.ConfirmedBy == null && i.ExpiresAt > now).Select(i => (Guid?)i.AskedBy).FirstOrDefaultAsync(cancel);
        return PageResult.Of<OneAccountPage>(
            fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            ("Account", account), ("Draft", draft ?? AccountDraft.Of(account)), ("Fault", fault), ("IsSaved", saved), ("RecoveryAskedBy", asked), ("Viewer", context.User.AccountId()));
    }

    private static async Task<IResult> Create(HttpContext context, AccountKeeper keeper, AccountKind kind)
    {
        var draft = AccountDraft.Of(context.Request.Form);
        var (account, fault) = await keeper.Create(context, draft, kind);
        if (account is null)
        {
            return PageResult.Of<NewAccountPage>(StatusCodes.Status400BadRequest, ("Draft", draft), ("Kind", kind), ("Fault", fault));
        }

        return kind == AccountKind.Client
            ? PageResult.Of<HandOverPage>(StatusCodes.Status200OK, ("ClientId", account.Id.ToString()), ("Secret", await keeper.NewSecret(context, account)))
            : PageResult.Of<HandOverPage>(StatusCodes.Status200OK, ("Secret", await keeper.Invite(context, account)));
    }

    private static async Task<IResult> Change(Guid id, HttpContext context, AccountsContext accounts, AccountKeeper keeper)
    {
        var draft = AccountDraft.Of(context.Request.Form);
        if (await accounts.Users.FindAsync([id], context.RequestAborted) is not { } account)
        {
            return Results.NotFound();
        }

        var fault = await keeper.Change(context, account, draft);
        return await One(id, context, accounts, fault is null ? null : draft, fault, fault is null);
    }

    private static async Task<IResult> SetDisabled(Guid id, HttpContext context, AccountKeeper keeper, bool disabled)
    {
        var accounts = context.RequestServices.GetRequiredService<AccountsContext>();
        if (await accounts.Users.FindAsync([id], context.RequestAborted) is not { } account)
        {
            return Results.NotFound();
        }

        var fault = await keeper.SetDisabled(context, account, disabled);
        return await One(id, context, accounts, null, fault, fault is null);
    }

    private static async Task<IResult> Invite(Guid id, HttpContext context, AccountsContext accounts, AccountKeeper keeper) =>
        await accounts.Users.FindAsync([id], context.RequestAborted) is { Kind: AccountKind.Person, HasSecondFactor: false, Disabled: false } account
            ? PageResult.Of<HandOverPage>(StatusCodes.Status200OK, ("Secret", await keeper.Invite(context, account)))
            : Results.NotFound();

    private static async Task<IResult> NewSecret(Guid id, HttpContext context, AccountsContext accounts, AccountKeeper keeper) =>
        await accounts.Users.FindAsync([id], context.RequestAborted) is { Kind: AccountKind.Client, Disabled: false } account
            ? PageResult.Of<HandOverPage>(StatusCodes.Status200OK, ("ClientId", account.Id.ToString()), ("Secret", await keeper.NewSecret(context, account)))
            : Results.NotFound();

    private static async Task<IResult> AskRecovery(Guid id, HttpContext context, AccountsContext accounts, AccountKeeper keeper)
    {
        if (await accounts.Users.FindAsync([id], context.RequestAborted) is not { Kind: AccountKind.Person, Disabled: false } account)
        {
            return Results.NotFound();
        }

        var fault = await keeper.AskRecovery(context, account);
        return await One(id, context, accounts, null, fault, false);
    }

    private static async Task<IResult> ConfirmRecovery(Guid id, HttpContext context, AccountKeeper keeper) =>
        await keeper.ConfirmRecovery(context, id) is { } code ? PageResult.Of<HandOverPage>(StatusCodes.Status200OK, ("Secret", code)) : Results.NotFound();
}
