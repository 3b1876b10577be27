using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Estimation.Histories;

/// <summary>Where in the header the columns of a layout stand.</summary>
internal sealed record CaptureColumns
{
    public const string NotRecorded = "not recorded";

    public required int Width { get; init; }

    public ImmutableArray<int> Lists { get; init; } = [];

    public ImmutableArray<string> ListNames { get; init; } = [];

    /// <summary>-1 where there is none; the same for the others.</summary>
    public int Count { get; init; } = -1;

    public string? CountName { get; init; }

    public int ListColumn { get; init; } = -1;

    public int Person { get; init; } = -1;

    public ImmutableArray<int> Strata { get; init; } = [];

    public static CaptureColumns Of(IReadOnlyList<string> header, CaptureLayout layout, List<TableProblem> problems)
    {
        if (header.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(new TableProblem(1, null, "a column has no name", "name every list"));
        }

        if (header.Distinct(StringComparer.OrdinalIgnoreCase).Count() != header.Count)
        {
            problems.Add(new TableProblem(1, null, "two columns have the same name", "name every list differently"));
        }

        int Find(string name)
        {
            var at = header.ToList().FindIndex(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
            {
                problems.Add(new TableProblem(1, name, "there is no such column", "check the name against the header"));
            }

            return at;
        }

        var strata = layout.Strata.Select(Find).ToImmutableArray();
        if (layout.ListColumn is { } named)
        {
            return new CaptureColumns { Width = header.Count, ListColumn = Find(named), Person = layout.Person is { } person ? Find(person) : -1, Strata = strata };
        }

        if (layout.Person is { } alone)
        {
            problems.Add(new TableProblem(1, alone, "a person's identity was named but not the column that names the list", "name it too (--list-column)"));
        }

        var count = layout.Count is { } given ? Find(given)
            : IsCount(header[^1]) ? header.Count - 1
            : -1;
        if (count < 0 && layout.Lists.IsEmpty && header.Any(IsCount))
        {
            // As a list it would be read as people seen or not seen on it.
            problems.Add(new TableProblem(1, header.First(IsCount), "the column of counts is not the last", "move it to the end, or name it (--count)"));
        }

        var lists = layout.Lists.IsEmpty
            ? Enumerable.Range(0, header.Count).Where(c => c != count && !strata.Contains(c)).ToImmutableArray()
            : [.. layout.Lists.Select(Find)];
        if (lists.Length is 0 or > CaptureTable.MostLists)
        {
            problems.Add(new TableProblem(1, null, string.Create(CultureInfo.InvariantCulture, $"{lists.Length} list columns; 1 to {CaptureTable.MostLists} can be read"), "merge lists that report to one another, or leave some out (--lists)"));
        }

        return new CaptureColumns
        {
            Width = header.Count,
            Lists = lists,
            ListNames = [.. lists.Where(c => c >= 0).Select(c => header[c])],
            Count = count,
            CountName = count >= 0 ? header[count] : null,
            Strata = strata,
        };
    }

    private static bool IsCount(string name) => string.Equals(name, "count", StringComparison.OrdinalIgnoreCase);

    public bool Fits(CaptureRow row, List<TableProblem> problems)
    {
        if (row.Cells.Count == Width)
        {
            return true;
        }

        problems.Add(new TableProblem(row.Line, null, string.Create(CultureInfo.InvariantCulture, $"{row.Cells.Count} cells where the header has {Width}"), "give every line one cell a column"));
        return false;
    }

    public string[] StratumOf(CaptureRow row) => [.. Strata.Select(c => row.Cells[c] is { } cell && !string.IsNullOrWhiteSpace(cell) ? cell.Trim() : NotRecorded)];
}
