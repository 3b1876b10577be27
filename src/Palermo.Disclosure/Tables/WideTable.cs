using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Disclosure.Tables;

/// <summary>A table with one column a year (or another label) made long: one row a cell.</summary>
public static class WideTable
{
    /// <summary>The dimension that the headings of the spread columns become.</summary>
    public const string Heading = "Column";

    /// <summary>The column of counts after it.</summary>
    public const string Value = "Value";

    /// <summary>The columns of a header that are spread: those named like years, when there are at least two.</summary>
    public static ImmutableArray<string> Years(IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var years = header.Where(IsYear).ToImmutableArray();
        return years.Length >= 2 ? years : [];
    }

    /// <summary>Rows (header first) in long form: the other columns, the heading, the value.</summary>
    /// <exception cref="InvalidDataException">A spread column is not in the header.</exception>
    public static IEnumerable<string[]> Unpivot(string name, IEnumerable<string[]> rows, ImmutableArray<string> spread)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int[]? at = null;
        int[] kept = [];
        string[] header = [];
        foreach (var row in rows)
        {
            if (at is null)
            {
                header = row;
                at = [.. spread.Select(s => Array.IndexOf(header, s))];
                if (at.Contains(-1))
                {
                    throw new InvalidDataException($"{name}: there is no column '{spread[Array.IndexOf(at, -1)]}' to spread; the columns are: {string.Join(", ", header)}");
                }

                kept = [.. Enumerable.Range(0, header.Length).Except(at)];
                yield return [.. kept.Select(k => header[k]), Heading, Value];
                continue;
            }

            foreach (var column in at)
            {
                yield return [.. kept.Select(k => row[k]), header[column], row[column]];
            }
        }
    }

    private static bool IsYear(string heading)
    {
        var text = heading.AsSpan().Trim();
        return text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and <= 2100;
    }
}
