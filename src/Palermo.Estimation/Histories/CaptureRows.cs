using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Estimation.Histories;

/// <summary>
/// Turns lines into counted histories, whichever way the lists are written. All or nothing: with one problem there is no table. People
/// whose membership of a list is not recorded are never taken as absent from it: in a count table that is a problem, in person
/// records they are left out and counted in a note.
/// </summary>
public static class CaptureRows
{
    private const int MostProblems = 20;

    public static CaptureReading Read(IReadOnlyList<string> header, IEnumerable<CaptureRow> rows, CaptureLayout layout)
    {
        if (header.All(string.IsNullOrWhiteSpace))
        {
            return Refuse(new TableProblem(0, null, "the file is empty", "give a header line with one column a list and a last column 'count'"));
        }

        var problems = new List<TableProblem>();
        var columns = CaptureColumns.Of(header, layout, problems);
        if (problems.Count > 0)
        {
            return Refuse([.. problems]);
        }

        var tally = new CaptureTally();
        if (columns.ListColumn < 0)
        {
            ZeroOne(columns, rows, layout, tally, problems);
        }
        else
        {
            Named(columns, rows, layout, tally, problems);
        }

        return problems.Count > 0 ? Refuse([.. problems]) : tally.ToReading(columns);
    }

    internal static CaptureReading Refuse(params TableProblem[] problems) => new(null, [.. problems], []);

    private static void ZeroOne(CaptureColumns columns, IEnumerable<CaptureRow> rows, CaptureLayout layout, CaptureTally tally, List<TableProblem> problems)
    {
        tally.Lists = columns.ListNames;
        foreach (var row in rows)
        {
            if (problems.Count >= MostProblems)
            {
                return;
            }

            if (!columns.Fits(row, problems))
            {
                continue;
            }

            var (history, unknown) = (0, false);
            var before = problems.Count;
            for (var j = 0; j < columns.Lists.Length; j++)
            {
                switch (OnList(row.Cells[columns.Lists[j]]))
                {
                    case true:
                        history |= 1 << j;
                        break;
                    case false:
                        break;
                    case null when string.IsNullOrWhiteSpace(row.Cells[columns.Lists[j]]):
                        unknown = true;
                        if (columns.Count >= 0 && !layout.LeaveOutUnrecorded)
                        {
                            problems.Add(new TableProblem(row.Line, columns.ListNames[j], "not recorded: a list column says 0 or 1", "write 1 for seen on the list and 0 for not; a person whose membership is not known cannot be counted"));
                        }

                        break;
                    default:
                        problems.Add(new TableProblem(row.Line, columns.ListNames[j], "neither 0 nor 1", "write 1 for seen on the list and 0 for not; if the column is no list, name the lists (--lists)"));
                        break;
                }
            }

            var count = columns.Count >= 0 ? Count(row, columns, problems) : 1;
            if (problems.Count > before)
            {
                continue;
            }

            if (unknown)
            {
                tally.Unknown += count;
            }
            else if (history == 0 && layout.LeaveOutUnrecorded)
            {
                tally.Nowhere += count;
            }
            else if (history == 0 && columns.Count >= 0 && count > 0)
            {
                problems.Add(new TableProblem(row.Line, null, "the history of no list has a positive count, but nobody can be seen on no list", "remove the line: that number is what is to be estimated"));
            }
            else if (!tally.Add(history, columns.StratumOf(row), count, columns.Count >= 0))
            {
                problems.Add(new TableProblem(row.Line, "count", "the counts add up to more people than live", "check the counts"));
            }
        }
    }

    /// <summary>List names in a column: all of a person's in one line, or one line a record with the person's identity beside it.</summary>
    private static void Named(CaptureColumns columns, IEnumerable<CaptureRow> rows, CaptureLayout layout, CaptureTally tally, List<TableProblem> problems)
    {
        var lists = layout.Lists.IsEmpty ? new List<string>() : [.. layout.Lists];
        var people = new Dictionary<string, (int History, string[] Stratum)>(StringComparer.Ordinal);
        var alone = new List<(int History, string[] Stratum)>();
        foreach (var row in rows)
        {
            if (problems.Count >= MostProblems || lists.Count > CaptureTable.MostLists)
            {
                break;
            }

            if (!columns.Fits(row, problems))
            {
                continue;
            }

            var named = row.Cells[columns.ListColumn];
            var person = columns.Person >= 0 ? row.Cells[columns.Person] : null;
            if (string.IsNullOrWhiteSpace(named) || (columns.Person >= 0 && string.IsNullOrWhiteSpace(person)))
            {
                tally.Unknown++;
                continue;
            }

            var history = 0;
            foreach (var name in columns.Person >= 0 ? [named.Trim()] : named.Split(layout.Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var at = lists.IndexOf(name);
                if (at < 0 && layout.Lists.IsEmpty)
                {
                    at = lists.Count;
                    lists.Add(name);
                }

                history |= at is >= 0 and < CaptureTable.MostLists ? 1 << at : 0;
            }

            if (person is null)
            {
                alone.Add((history, columns.StratumOf(row)));
                continue;
            }

            var stratum = columns.StratumOf(row);
            people[person] = people.TryGetValue(person, out var known) ? (known.History | history, tally.Agreed(known.Stratum, stratum)) : (history, stratum);
        }

        if (lists.Count > CaptureTable.MostLists)
        {
            problems.Add(new TableProblem(0, layout.ListColumn, string.Create(CultureInfo.InvariantCulture, $"more than {CaptureTable.MostLists} different lists are named"), "name the lists to keep (--lists), or merge them"));
            return;
        }

        // Names in order, so that the order of the lines does not change what is meant by the first list.
        var order = layout.Lists.IsEmpty ? lists.Order(StringComparer.Ordinal).ToList() : lists;
        tally.Lists = [.. order];
        foreach (var (history, stratum) in people.Values.Concat(alone))
        {
            var mapped = 0;
            for (var j = 0; j < lists.Count; j++)
            {
                mapped |= ((history >> j) & 1) == 1 ? 1 << order.IndexOf(lists[j]) : 0;
            }

            tally.Add(mapped, stratum, 1, false);
        }

        if (lists.Count == 0 && problems.Count == 0)
        {
            problems.Add(new TableProblem(0, layout.ListColumn, "the column names no list", "check which column says where a person was seen"));
        }
    }

    private static bool? OnList(string? cell) => cell?.Trim().ToLowerInvariant() switch
    {
        "1" or "true" or "yes" or "y" => true,
        "0" or "false" or "no" or "n" => false,
        _ => null,
    };

    private static long Count(CaptureRow row, CaptureColumns columns, List<TableProblem> problems)
    {
        var (value, why) = WholeCount.Read(row.Cells[columns.Count]);
        if (why is not null)
        {
            problems.Add(new TableProblem(row.Line, columns.CountName, why, "give a whole number of individuals, 0 or more; a history seen by nobody has count 0"));
        }

        return value;
    }
}
