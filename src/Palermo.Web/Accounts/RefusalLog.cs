using Palermo.Web.Security;

namespace Palermo.Web.Accounts;

/// <summary>Puts on record whom the gate refused, before they are told.</summary>
public static class RefusalLog
{
    public static void UseRefusalLog(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Features.Get<Refusal>() is { } refusal && context.User.AccountId() is { } account)
        {
            await context.RequestServices.GetRequiredService<SecurityLog>().Refused(context, account, refusal.Right.ToString(), context.RequestAborted);
        }
    });
}
