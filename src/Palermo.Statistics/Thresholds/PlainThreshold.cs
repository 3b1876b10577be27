using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Thresholds;

/// <summary>
/// A plain threshold with a secondary check, and no more than that: counts below the threshold are suppressed, and further
/// cells until no line of the table (parts and their total) gives a suppressed cell, or a group of them smaller than the
/// threshold, by subtraction. It does not look at what else was published, nor at bounds; a release that leaves the house is audited first
/// ('palermo audit'). Every table it touches says so.
/// </summary>
public static class PlainThreshold
{
    /// <summary>The threshold where nobody set another.</summary>
    public const int Usual = 5;

    /// <summary>What the notes say.</summary>
    public static string Label(int threshold) => string.Create(CultureInfo.InvariantCulture,
        $"Counts under {threshold} are not shown, nor further cells from which they would follow by subtraction (plain threshold with secondary check). Other tables of the same people were not considered: audit before publishing.");

    /// <summary>
    /// Leaves out the values of which a protected table shows no count: a line of withheld cells would say that somebody has the
    /// value, and a value that few people have is not to be told from one that nobody has. The codes of a closed list stay: they stand
    /// there whoever has them.
    /// </summary>
    public static StatTable NameFewNowhere(StatTable table)
    {
        bool Has(int axis, string code, CellState state) => table.Observations.Any(o => o.Codes[axis] == code && o.Cell.State == state);
        var axes = table.Axes.Select((axis, i) => axis with
        {
            Codes = [.. axis.Codes.Where(c => axis.IsClosed || c is Axis.Total or Axis.NotRecorded || Has(i, c, CellState.Value) || !Has(i, c, CellState.Suppressed))],
        }).ToImmutableArray();
        return table with { Axes = axes, Observations = [.. table.Observations.Where(o => o.Codes.Select((c, i) => axes[i].Codes.Contains(c)).All(kept => kept))] };
    }

    /// <summary>Protects a table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is under 2: nothing would be protected.</exception>
    public static StatTable Protect(StatTable table, int threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 2);
        if (table.Notes.Contains(Label(threshold), StringComparer.Ordinal))
        {
            return table;
        }

        var counted = table.Observations.Select(o => o.Cell).ToArray();
        var hidden = new bool[counted.Length];
        for (var i = 0; i < counted.Length; i++)
        {
            hidden[i] = counted[i].State == CellState.Value && counted[i].Count < threshold;
        }

        var lines = Lines(table);
        for (var again = true; again;)
        {
            again = false;
            foreach (var line in lines)
            {
                again |= Close(line, counted, hidden, threshold);
            }
        }

        return table.Hide(hidden) with { Notes = table.Notes.Add(Label(threshold)) };
    }

    /// <summary>The lines that add up: parts, "not recorded" and their total. Overlapping axes and lines without a number add nothing.</summary>
    private static ImmutableArray<ImmutableArray<int>> Lines(StatTable table)
    {
        var places = table.Observations.Select((o, i) => (o.Codes, i)).ToDictionary(x => string.Join('\u001f', x.Codes), x => x.i, StringComparer.Ordinal);
        var lines = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        for (var axis = 0; axis < table.Axes.Length; axis++)
        {
            foreach (var observation in table.Observations.Where(o => o.Codes[axis] == Axis.Total))
            {
                ImmutableArray<int> line = [.. table.Axes[axis].Codes.Select(c => places.GetValueOrDefault(string.Join('\u001f', observation.Codes.SetItem(axis, c)), -1)).Where(p => p >= 0)];
                var numbers = line.Where(p => table.Observations[p].Cell.IsNumber).ToArray();
                var total = places[string.Join('\u001f', observation.Codes)];
                if (numbers.Length > 1 && numbers.Contains(total) && numbers.Where(p => p != total).Sum(p => table.Observations[p].Cell.Count) == table.Observations[total].Cell.Count)
                {
                    lines.Add([.. numbers]);
                }
            }
        }

        return lines.ToImmutable();
    }

    /// <summary>Hides the smallest further cell of a line from which hidden ones could be told; whether it did.</summary>
    private static bool Close(ImmutableArray<int> line, Cell[] cells, bool[] hidden, int threshold)
    {
        var gone = line.Where(p => hidden[p]).ToArray();

        // With one hidden it is the difference of the others; with several whose sum is small it is nearly so.
        var tells = gone.Length == 1 || (gone.Length > 1 && gone.Sum(p => cells[p].Count) < threshold);
        var next = line.Where(p => !hidden[p] && cells[p].Count > 0).OrderBy(p => cells[p].Count).ThenBy(p => p).Select(p => (int?)p).FirstOrDefault();
        if (!tells || next is not { } at)
        {
            return false;
        }

        hidden[at] = true;
        return true;
    }
}
