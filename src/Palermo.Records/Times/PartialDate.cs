using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Palermo.Records.Times;

/// <summary>
/// A date as far as it is known, in the Extended Date/Time Format of ISO 8601-2 (EDTF, levels 0 and 1): <c>2019</c>,
/// <c>2019-06</c>, <c>2019-06-24</c>, <c>201X</c>, <c>2019-XX-24</c>, <c>2019?</c> uncertain, <c>2019~</c> approximate,
/// <c>2019%</c> both, intervals <c>2018/2019-06</c>, <c>2018/..</c> open, <c>2018/</c> end unknown. Every reading is a
/// pair of bounds; nothing between them is preferred.
/// </summary>
/// <param name="Earliest">The first day it may be; null when there is no bound.</param>
/// <param name="Latest">The last day it may be; null when there is no bound.</param>
/// <param name="IsUncertain">Marked as uncertain or approximate: even the bounds are not sure.</param>
/// <param name="IsInterval">A span of time, not one day within the bounds.</param>
public sealed record PartialDate(DateOnly? Earliest, DateOnly? Latest, bool IsUncertain, bool IsInterval)
{
    /// <summary>Whether the day itself is known for sure.</summary>
    public bool IsExact => !IsUncertain && !IsInterval && Earliest is not null && Earliest == Latest;

    public static PartialDate Of(DateOnly day) => new(day, day, false, false);

    /// <summary>Reads EDTF; false for anything else, an impossible day included.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PartialDate? date)
    {
        date = null;
        text = text.Trim();
        var slash = text.IndexOf('/');
        if (slash < 0)
        {
            return One(text, out date);
        }

        if (!End(text[..slash], out var start) || !End(text[(slash + 1)..], out var end) || (start is null && end is null))
        {
            return false;
        }

        if (start?.Earliest is { } from && end?.Latest is { } until && from > until)
        {
            return false;
        }

        date = new PartialDate(start?.Earliest, end?.Latest, start?.IsUncertain == true || end?.IsUncertain == true, IsInterval: true);
        return true;
    }

    /// <summary>The date written again as EDTF; an interval of bounds where no shorter form says the same.</summary>
    public override string ToString()
    {
        var mark = IsUncertain ? "%" : "";
        if (Earliest is not { } from || Latest is not { } until)
        {
            return (Earliest is { } e ? Day(e) : "..") + "/" + (Latest is { } l ? Day(l) : "..");
        }

        if (IsInterval)
        {
            return Day(from) + mark + "/" + Day(until) + mark;
        }

        return from == until ? Day(from) + mark
            : from is { Day: 1 } && until == from.AddMonths(1).AddDays(-1) ? from.ToString("yyyy-MM", CultureInfo.InvariantCulture) + mark
            : from is { Day: 1, Month: 1 } && until == from.AddYears(1).AddDays(-1) ? from.ToString("yyyy", CultureInfo.InvariantCulture) + mark
            : Day(from) + mark + "/" + Day(until) + mark;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // ".." is an open end, an empty side an unknown one: neither bounds.
    private static bool End(ReadOnlySpan<char> text, out PartialDate? date)
    {
        date = null;
        return text.IsEmpty || text is ".." || One(text, out date);
    }

    private static bool One(ReadOnlySpan<char> text, out PartialDate? date)
    {
        date = null;
        var uncertain = !text.IsEmpty && text[^1] is '?' or '~' or '%';
        if (uncertain)
        {
            text = text[..^1];
        }

        if (text.Length is not (4 or 7 or 10) || (text.Length > 4 && text[4] != '-') || (text.Length > 7 && text[7] != '-'))
        {
            return false;
        }

        var year = text[..4];
        var month = text.Length >= 7 ? text[5..7] : "XX";
        var day = text.Length == 10 ? text[8..10] : "XX";
        if (year.ContainsAnyExcept(Digits) || month.ContainsAnyExcept(Digits) || day.ContainsAnyExcept(Digits)
            || First(year, month, day) is not { } first || Last(year, month, day) is not { } last)
        {
            return false;
        }

        date = new PartialDate(first, last, uncertain, IsInterval: false);
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789X");

    private static DateOnly? First(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day)
    {
        for (var y = Math.Max(Year(year, '0'), 1); y <= Year(year, '9'); y++)
        {
            for (var m = 1; m <= 12 && Matches(y, year); m++)
            {
                for (var d = 1; d <= DateTime.DaysInMonth(y, m) && Matches(m, month); d++)
                {
                    if (Matches(d, day))
                    {
                        return new DateOnly(y, m, d);
                    }
                }
            }
        }

        return null;
    }

    private static DateOnly? Last(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day)
    {
        for (var y = Year(year, '9'); y >= Math.Max(Year(year, '0'), 1); y--)
        {
            for (var m = 12; m >= 1 && Matches(y, year); m--)
            {
                for (var d = DateTime.DaysInMonth(y, m); d >= 1 && Matches(m, month); d--)
                {
                    if (Matches(d, day))
                    {
                        return new DateOnly(y, m, d);
                    }
                }
            }
        }

        return null;
    }

    private static int Year(ReadOnlySpan<char> digits, char unknown)
    {
        var year = 0;
        foreach (var c in digits)
        {
            year = (year * 10) + (c == 'X' ? unknown : c) - '0';
        }

        return year;
    }

    /// <summary>Whether a number, written with leading zeros, fits digits of which X may be any.</summary>
    private static bool Matches(int number, ReadOnlySpan<char> digits)
    {
        for (var i = digits.Length - 1; i >= 0; i--, number /= 10)
        {
            if (digits[i] != 'X' && digits[i] - '0' != number % 10)
            {
                return false;
            }
        }

        return true;
    }
}
