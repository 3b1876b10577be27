using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Web.Charts;

/// <summary>Small things that the pictures share: numbers as SVG writes them, and lines of words.</summary>
public static class Svg
{
    /// <summary>A number with at most two decimals, in the invariant culture.</summary>
    public static string N(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A share of the width, 0 to 100, counted from the side where reading begins.</summary>
    public static string Across(double percent, bool mirrored) => N(mirrored ? 100 - percent : percent) + "%";

    /// <summary>
    /// Words broken into lines of at most <paramref name="width"/> columns, an ideograph taking two. A word longer than a
    /// line is broken within. Nothing is left out: SVG clips what does not fit, so the lines are made to fit.
    /// </summary>
    public static ImmutableArray<string> Lines(string words, int width)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var line = "";
        foreach (var word in Pieces(words, width))
        {
            var joined = line.Length == 0 ? word.TrimStart() : line + word;
            if (line.Length > 0 && Columns(joined) > width)
            {
                lines.Add(line);
                line = word.TrimStart();
            }
            else
            {
                line = joined;
            }
        }

        lines.Add(line);
        return lines.ToImmutable();
    }

    /// <summary>How many columns some words take, an ideograph counting as two.</summary>
    public static int Columns(string words) => words.Sum(c => IsWide(c) ? 2 : 1);

    // Words keep the space before them; ideographs stand alone, since a line may break between any two.
    private static IEnumerable<string> Pieces(string words, int width)
    {
        var start = 0;
        for (var i = 1; i <= words.Length; i++)
        {
            if (i == words.Length || words[i] == ' ' || IsWide(words[i]) || IsWide(words[i - 1]) || i - start >= width)
            {
                yield return words[start..i];
                start = i;
            }
        }
    }

    private static bool IsWide(char c) => c is >= '\u2E80' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\uFF00' and <= '\uFF60';
}
