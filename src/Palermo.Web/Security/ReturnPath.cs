using Palermo.Web.Localization;

namespace Palermo.Web.Security;

/// <summary>Where to go after signing in or proving one's identity: a page of this house and no other.</summary>
public static class ReturnPath
{
    /// <summary>The path if it is one of ours, otherwise the first page of staff. Never an address elsewhere.</summary>
    public static string Of(string? to, Language language) =>
        to is { Length: > 1 and < 300 } && to[0] == '/' && to[1] is not ('/' or '\\') && to.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
            && Language.All.Any(l => to.StartsWith($"/{l.Tag}/", StringComparison.Ordinal))
            ? to
            : $"/{language.Tag}/work";
}
