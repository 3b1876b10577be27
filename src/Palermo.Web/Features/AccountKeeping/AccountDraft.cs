using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Palermo.Web.Accounts;
using Palermo.Web.Security;

namespace Palermo.Web.Features.AccountKeeping;

/// <summary>An account as an administrator writes it. These fields and no others can be set.</summary>
public sealed partial record AccountDraft(string Name, string Display, string Office, ImmutableArray<string> Roles)
{
    public static AccountDraft Empty { get; } = new("", "", "", []);

    public static AccountDraft Of(IFormCollection form) =>
        new(form["name"].ToString().Trim(), form["display"].ToString().Trim(), form["office"].ToString().Trim(), [.. form["role"].OfType<string>().Distinct(StringComparer.Ordinal)]);

    public static AccountDraft Of(Account account) => new(account.UserName!, account.DisplayName, account.Office, [.. account.Roles]);

    /// <summary>The first field that cannot be used; null if all can.</summary>
    public string? Fault(RoleRights rights, bool isNew) => this switch
    {
        _ when isNew && !NamePattern().IsMatch(Name) => "name",
        { Display.Length: 0 or > 200 } => "display",
        _ when !OfficePattern().IsMatch(Office) => "office",
        _ when !Roles.All(r => rights.Roles.Contains(r)) => "roles",
        _ => null,
    };

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,58}[a-z0-9]\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-z0-9-]{0,60}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OfficePattern();
}
