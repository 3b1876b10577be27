using System.Security.Claims;
using Palermo.Casework.Access;
using Palermo.Casework.Desks;
using Palermo.Web.Security;

namespace Palermo.Web.House;

/// <summary>What a request brings to the desk of the case files: who acts, and why.</summary>
public static class AtTheDesk
{
    /// <summary>Field of a form and of an address that names the purpose, where it is another than the role's own.</summary>
    public const string PurposeField = "purpose";

    public static Actor Actor(this HttpContext context) => Actor(context.User);

    public static Actor Actor(this ClaimsPrincipal user) => new(user.AccountId() ?? Guid.Empty, user.Roles(), user.OfficeOf(), user.SteppedUpAt());

    /// <summary>The purpose that the request names if the policy knows it, otherwise that of the person's first role. The policy then decides whether it opens anything.</summary>
    public static Purpose Purpose(this HttpContext context)
    {
        var services = context.RequestServices;
        var named = context.Request.HasFormContentType && context.Request.Form.TryGetValue(PurposeField, out var field) ? field.ToString() : context.Request.Query[PurposeField].ToString();
        var own = context.User.Roles().Select(services.GetRequiredService<RoleRights>().PurposeOf).FirstOrDefault(p => p is not null);
        var known = services.GetRequiredService<CaseHouse>().Setting.Policy.Purposes;
        return known.FirstOrDefault(p => p.Key == named) ?? known.FirstOrDefault(p => p.Key == own) ?? Casework.Access.Purpose.SystemMaintenance;
    }

    public static void AddDesk(this IServiceCollection services)
    {
        services.AddSingleton<CaseHouse>();
        services.AddScoped(s => new CaseDesk(s.GetRequiredService<CaseHouse>().Setting, s.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http ? RequestId(http) : ""));
    }

    /// <summary>Names the request in the audit trail, in its letters.</summary>
    public static string RequestId(HttpContext context) => new([.. context.TraceIdentifier.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').Take(64)]);
}
