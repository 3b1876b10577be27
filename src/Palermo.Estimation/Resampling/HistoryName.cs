using System.Collections.Immutable;

namespace Palermo.Estimation.Resampling;

/// <summary>A capture history as files name it: 101 (one 0 or 1 a list, in the order of the lists), or the lists it is on, such as LA:NG.</summary>
internal static class HistoryName
{
    private static readonly char[] Between = [':', '&', '+', '|', '/', '.', '-', '_', ' '];

    /// <summary>The history as a mask; null when the name is none.</summary>
    /// <param name="name">What stands in the file; an X before the digits (as R writes it) is passed over.</param>
    /// <param name="lists">The lists, in order.</param>
    /// <param name="shortened">A spreadsheet took leading zeros for nothing: 10 is 010.</param>
    public static int? Read(string name, ImmutableArray<string> lists, bool shortened = false)
    {
        var digits = name.Length > 1 && name[0] is 'X' or 'x' or '\'' ? name[1..] : name;
        if (digits.Length > 0 && digits.All(c => c is '0' or '1'))
        {
            return digits.Length == lists.Length || (shortened && digits.Length < lists.Length) ? Mask(digits.PadLeft(lists.Length, '0')) : null;
        }

        return Named([name], lists) ?? Between.Select(b => Named(name.Split(b, StringSplitOptions.TrimEntries), lists)).FirstOrDefault(h => h is not null);
    }

    /// <summary>A header of histories, null for every column that is none; null when the line is none.</summary>
    public static int?[]? Header(IReadOnlyList<string> names, ImmutableArray<string> lists)
    {
        int?[] exact = [.. names.Select(n => Read(n, lists))];
        if (exact.All(h => h is null))
        {
            return null;
        }

        int?[] lenient = [.. names.Select(n => Read(n, lists, shortened: true))];
        return lenient.All(h => h is > 0) && lenient.Distinct().Count() == lenient.Length ? lenient
            // A line of counts may hold a 100 that is no history.
            : exact.Contains(null) && names.All(n => n.All(char.IsAsciiDigit)) ? null
            : exact;
    }

    private static int Mask(string digits) => Enumerable.Range(0, digits.Length).Sum(j => digits[j] == '1' ? 1 << j : 0);

    private static int? Named(string[] parts, ImmutableArray<string> lists)
    {
        var mask = 0;
        foreach (var part in parts)
        {
            var at = lists.FindIndex(part);
            if (at < 0)
            {
                return null;
            }

            mask |= 1 << at;
        }

        return mask;
    }

    internal static int FindIndex(this ImmutableArray<string> lists, string name) =>
        Enumerable.Range(0, lists.Length).FirstOrDefault(j => string.Equals(lists[j], name, StringComparison.OrdinalIgnoreCase), -1);
}
