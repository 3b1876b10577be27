using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Estimation.Histories;

/// <summary>Something the reader of a file must look at: where, why, and what to do. Never a cell's value.</summary>
/// <remarks>Row is the 1-based line of the file, 0 when the whole file is meant; Column a column's name, or null.</remarks>
public sealed record TableProblem(int Row, string? Column, string Why, string WhatToDo)
{
    public override string ToString() =>
        (Row > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Row}") : "file")
        + (Column is null ? "" : $", column '{Column}'") + ": " + Why + "; " + WhatToDo;
}

/// <summary>A table read, or the problems why not; notes say what was done to the rows (repeated histories added up).</summary>
public sealed record CaptureReading(CaptureTable? Table, ImmutableArray<TableProblem> Problems, ImmutableArray<string> Notes);

/// <summary>
/// Reads capture histories from comma-separated text: one 0/1 column a list and, last, a column <c>count</c>.
/// Without a count column every line is one individual. All or nothing: with one problem there is no table.
/// </summary>
public static class CaptureCsv
{
    private const int MostProblems = 20;

    public static CaptureReading Read(TextReader text)
    {
        var problems = new List<TableProblem>();
        var notes = new List<string>();
        var header = Split(text.ReadLine());
        if (header.Length == 0 || (header.Length == 1 && header[0].Length == 0))
        {
            return Refuse(new TableProblem(0, null, "the file is empty", "give a header line with one column a list and a last column 'count'"));
        }

        var counted = string.Equals(header[^1], "count", StringComparison.OrdinalIgnoreCase);
        var lists = counted ? header[..^1] : header;
        CheckHeader(header, lists, problems);
        if (problems.Count > 0)
        {
            return Refuse([.. problems]);
        }

        var counts = new long[1 << lists.Length];
        var given = new bool[counts.Length];
        var (line, repeated, unobservable) = (1, 0, 0);
        while (text.ReadLine() is { } raw && problems.Count < MostProblems)
        {
            line++;
            if (string.IsNullOrWhiteSpace(raw))
            {
                continue;
            }

            var cells = Split(raw);
            if (cells.Length != header.Length)
            {
                problems.Add(new TableProblem(line, null, string.Create(CultureInfo.InvariantCulture, $"{cells.Length} cells where the header has {header.Length}"), "give every line one cell a column"));
                continue;
            }

            var history = History(cells, lists, line, problems);
            var count = counted ? Count(cells[^1], line, problems) : 1;
            if (history is not { } h || count is not { } c)
            {
                continue;
            }

            if (h == 0)
            {
                if (c > 0)
                {
                    problems.Add(new TableProblem(line, null, "the history of no list has a positive count, but nobody can be seen on no list", "remove the line: that number is what is to be estimated"));
                }

                unobservable++;
                continue;
            }

            repeated += given[h] ? 1 : 0;
            given[h] = true;
            try
            {
                counts[h] = checked(counts[h] + c);
            }
            catch (OverflowException)
            {
                problems.Add(new TableProblem(line, "count", "the counts of this history add up to more than can be held", "check the counts"));
            }
        }

        if (problems.Count > 0)
        {
            return Refuse([.. problems]);
        }

        if (counted && repeated > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{repeated} lines repeat a history given before; their counts were added"));
        }

        if (unobservable > 0)
        {
            notes.Add("the line of no list (count 0) was left out: it cannot be observed");
        }

        return new CaptureReading(CaptureTable.Create(lists, counts), [], [.. notes]);
    }

    private static void CheckHeader(string[] header, string[] lists, List<TableProblem> problems)
    {
        if (lists.Length is 0 or > CaptureTable.MostLists)
        {
            problems.Add(new TableProblem(1, null, string.Create(CultureInfo.InvariantCulture, $"{lists.Length} list columns; 1 to {CaptureTable.MostLists} can be read"), "merge lists that report to one another, or leave some out"));
        }

        if (header.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(new TableProblem(1, null, "a column has no name", "name every list"));
        }

        if (header.Distinct(StringComparer.OrdinalIgnoreCase).Count() != header.Length)
        {
            problems.Add(new TableProblem(1, null, "two columns have the same name", "name every list differently"));
        }
    }

    private static int? History(string[] cells, string[] lists, int line, List<TableProblem> problems)
    {
        var history = 0;
        for (var j = 0; j < lists.Length; j++)
        {
            switch (cells[j])
            {
                case "1":
                    history |= 1 << j;
                    break;
                case "0":
                    break;
                default:
                    problems.Add(new TableProblem(line, lists[j], cells[j].Length == 0 ? "not recorded: a list column says 0 or 1" : "neither 0 nor 1", "write 1 for seen on the list and 0 for not; a person whose membership is not known cannot be counted"));
                    return null;
            }
        }

        return history;
    }

    private static long? Count(string cell, int line, List<TableProblem> problems)
    {
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            problems.Add(new TableProblem(line, "count", cell.Length == 0 ? "the count is not recorded" : "the count is not a number", "give a whole number of individuals; a history seen by nobody has count 0"));
            return null;
        }

        if (value < 0)
        {
            problems.Add(new TableProblem(line, "count", "the count is negative", "counts of individuals are 0 or more"));
            return null;
        }

        if (value != Math.Floor(value) || value > 1e15)
        {
            problems.Add(new TableProblem(line, "count", value > 1e15 ? "the count is too large" : "the count is fractional (weights or percentages?)", "give whole numbers of individuals"));
            return null;
        }

        return (long)value;
    }

    private static CaptureReading Refuse(params TableProblem[] problems) => new(null, [.. problems], []);

    private static string[] Split(string? line) =>
        line is null ? [] : [.. line.TrimStart('\uFEFF').Split(',').Select(c => c.Trim().Trim('"').Trim())];
}
