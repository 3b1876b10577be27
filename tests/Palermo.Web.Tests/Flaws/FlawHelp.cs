using System.Text.RegularExpressions;

namespace Palermo.Web.Tests.Flaws;

internal static partial class FlawHelp
{
    /// <summary>The token that a person's own pages carry: without it every one of these tries would be refused for the wrong reason.</summary>
    public static string Token(Answered page) => TokenPattern().Match(page.Html) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException($"'{page.Title}' ({page.Status}) has no form");

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
