using System.Text.RegularExpressions;

namespace Palermo.Web.Localization;

/// <summary>What keeps its direction among words written from right to left, where it would be set backwards.</summary>
public static partial class LeftToRight
{
    /// <summary>Words in which figures joined by signs (2024-07-14, 225-4-1) stand apart as left to right.</summary>
    public static string Figures(string words) => JoinedFigures().Replace(words, m => Apart(m.Value));

    /// <summary>A run of characters as one from left to right.</summary>
    public static string Apart(string run) => "\u2066" + run + "\u2069";

    [GeneratedRegex(@"(?<![\u2066\d])\d+(?:[-/.]\d+)+")]
    private static partial Regex JoinedFigures();
}
