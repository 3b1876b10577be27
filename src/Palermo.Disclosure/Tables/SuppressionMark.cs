using System.Globalization;

namespace Palermo.Disclosure.Tables;

/// <summary>Reads the text of a cell: a count, a suppression mark with the range it admits, or neither.</summary>
public static class SuppressionMark
{
    /// <summary>The upper end used when a mark states none (<c>*</c>, <c>x</c>, <c>c</c>): no bound but the table's own totals.</summary>
    public const long Unbounded = 1L << 50;

    private static readonly HashSet<string> Marks = new(StringComparer.OrdinalIgnoreCase)
    {
        "*", "**", "x", "c", "[c]", "[x]", "(x)", "s", "[s]", "(s)", "..c", ":c", "#", "\u2020", "suppressed", "hidden",
    };

    /// <summary>Reads one cell. <paramref name="markMaximum"/> bounds a mark without a stated range (a public threshold minus one), or null.</summary>
    public static (CellState State, long Low, long High) Read(ReadOnlySpan<char> text, long? markMaximum = null)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            return (CellState.NotPublished, 0, 0);
        }

        if (TryCount(text, out var count))
        {
            return (CellState.Shown, count, count);
        }

        if (text[0] == '<' || text[0] == '\u2264')
        {
            var inclusive = text[0] == '\u2264' || (text.Length > 1 && text[1] == '=');
            var rest = text[(text.Length > 1 && text[1] == '=' ? 2 : 1)..].Trim();
            return TryCount(rest, out var limit) && limit > 0
                ? (CellState.Hidden, 0, inclusive ? limit : limit - 1)
                : (CellState.Unreadable, 0, 0);
        }

        var dash = text.IndexOfAny('-', '\u2013');
        if (dash > 0 && TryCount(text[..dash].Trim(), out var from) && TryCount(text[(dash + 1)..].Trim(), out var to) && to >= from)
        {
            return (CellState.Hidden, from, to);
        }

        return Marks.Contains(text.ToString())
            ? (CellState.Hidden, 0, markMaximum ?? Unbounded)
            : (CellState.Unreadable, 0, 0);
    }

    private static bool TryCount(ReadOnlySpan<char> text, out long count)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out count))
        {
            return Math.Abs(count) < SuppressionMark.Unbounded;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && Math.Abs(number) < Unbounded)
        {
            count = (long)number;
            return true;
        }

        return false;
    }
}
