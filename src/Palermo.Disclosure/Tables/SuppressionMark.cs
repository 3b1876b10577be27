using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Disclosure.Tables;

/// <summary>How the texts of a table's cells are read, where custom differs from publisher to publisher.</summary>
/// <param name="Maximum">The greatest count that a mark without a stated range may stand for (a public threshold minus one), or null for none.</param>
/// <param name="BlankIsHidden">Whether a blank cell hides a count; else it says nothing, and takes part in no relation.</param>
/// <param name="Missing">Marks that say "there is no such count" in this table: read as blank cells are when they are not hidden.</param>
public sealed record MarkReading(long? Maximum = null, bool BlankIsHidden = false, ImmutableArray<string> Missing = default)
{
    /// <summary>The reading when nothing is said: every known mark hides, a blank does not.</summary>
    public static MarkReading Usual { get; } = new();
}

/// <summary>Reads the text of a cell: a count, a suppression mark with the range it admits, or neither.</summary>
public static class SuppressionMark
{
    /// <summary>The upper end used when a mark states none (<c>*</c>, <c>x</c>, <c>c</c>): no bound but the table's own totals.</summary>
    public const long Unbounded = 1L << 50;

    // "Not available" (.. : . -) is taken for "withheld": an intruder does, and the audit states how often each was met.
    private static readonly HashSet<string> Marks = new(StringComparer.OrdinalIgnoreCase)
    {
        "*", "**", "***", "x", "c", "s", "d", "z", "[c]", "[x]", "[s]", "[d]", "(c)", "(x)", "(s)", "(d)", "..", "...", "\u2026", ".", ":", "..c", ":c", ": c", "c:", ".c",
        "-", "--", "\u2013", "\u2014", "#", "+", "\u2020", "\u2021", "n.p.", "np", "w", "(w)", "nd", "n.d.", "n/p",
        "suppressed", "hidden", "withheld", "confidential", "masqu\u00e9", "confidentiel", "secret", "suprimido", "confidencial", "oculto", "reservado",
        "\u0441\u043a\u0440\u044b\u0442\u043e", "\u043a\u043e\u043d\u0444\u0438\u0434\u0435\u043d\u0446\u0438\u0430\u043b\u044c\u043d\u043e", "\u0633\u0631\u064a", "\u0645\u062d\u062c\u0648\u0628", "\u4fdd\u5bc6", "\u9690\u85cf",
    };

    /// <summary>Reads one cell.</summary>
    public static (CellState State, long Low, long High) Read(ReadOnlySpan<char> text, MarkReading? reading = null)
    {
        var how = reading ?? MarkReading.Usual;
        text = text.Trim();
        if (text.IsEmpty)
        {
            return how.BlankIsHidden ? (CellState.Hidden, 0, how.Maximum ?? Unbounded) : (CellState.NotPublished, 0, 0);
        }

        if (TryCount(text, out var count))
        {
            return (CellState.Shown, count, count);
        }

        var mark = text.ToString();
        if (!how.Missing.IsDefaultOrEmpty && how.Missing.Contains(mark, StringComparer.OrdinalIgnoreCase))
        {
            return (CellState.NotPublished, 0, 0);
        }

        if (Below(mark) is { } below)
        {
            return TryCount(below.Limit, out var limit) && limit > 0
                ? (CellState.Hidden, 0, below.Inclusive ? limit : limit - 1)
                : (CellState.Unreadable, 0, 0);
        }

        var dash = text.IndexOfAny('-', '\u2013');
        if (dash > 0 && TryCount(text[..dash].Trim(), out var from) && TryCount(text[(dash + 1)..].Trim(), out var to) && to >= from)
        {
            return (CellState.Hidden, from, to);
        }

        return Marks.Contains(mark)
            ? (CellState.Hidden, 0, how.Maximum ?? Unbounded)
            : (CellState.Unreadable, 0, 0);
    }

    // "<5", "< 5", "<=5", U+2264 and U+2A7D (at most), the full-width sign, and what a page leaves of them.
    private static (string Limit, bool Inclusive)? Below(string text)
    {
        text = text.Replace("&lt;", "<", StringComparison.OrdinalIgnoreCase);
        if (text.Length == 0 || text[0] is not ('<' or '\u2264' or '\u2a7d' or '\uff1c'))
        {
            return null;
        }

        var equals = text.Length > 1 && text[1] == '=';
        return (text[(equals ? 2 : 1)..].Trim(), equals || text[0] is '\u2264' or '\u2a7d');
    }

    private static bool TryCount(ReadOnlySpan<char> text, out long count)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out count))
        {
            return Math.Abs(count) < Unbounded;
        }

        if (Spaced(text) && long.TryParse(string.Concat(text.ToString().Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            return count < Unbounded;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && Math.Abs(number) < Unbounded)
        {
            count = (long)number;
            return true;
        }

        return false;
    }

    // "1 234 567": thousands apart by spaces of any width, as French, Russian and Spanish tables write them.
    private static bool Spaced(ReadOnlySpan<char> text)
    {
        var (digits, groups) = (0, 0);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (char.IsWhiteSpace(c) && digits is > 0 and <= 3 && (groups == 0 || digits == 3))
            {
                (groups, digits) = (groups + 1, 0);
            }
            else
            {
                return false;
            }
        }

        return groups > 0 && digits == 3;
    }
}
