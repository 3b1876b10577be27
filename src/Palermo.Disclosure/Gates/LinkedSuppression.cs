namespace Palermo.Disclosure.Gates;

/// <summary>
/// Hides cells of linked tables until an intruder's program finds none: cells of few people, then in each line that would give one away
/// the smallest that is still printed, then, for every cell that the program over all tables together still narrows, another.
/// </summary>
internal sealed class LinkedSuppression(LinkedCells cells, bool[] primary, bool[] mustPrint, int threshold, IReadOnlySet<int>? loose = null)
{
    /// <summary>Times that the program may ask for more; each hides at least one cell.</summary>
    private const int MostRounds = 400;

    private readonly ILookup<int, LinkedRelation> relationsOf = cells.Relations.SelectMany(r => r.Parts.Append(r.Total).Distinct().Select(c => (Cell: c, r))).ToLookup(x => x.Cell, x => x.r);

    /// <summary>Which cells are hidden; null where what must be printed gives someone away whatever else is hidden.</summary>
    /// <param name="start">Cells that are hidden already.</param>
    /// <param name="known">What an intruder knows of a hidden cell from elsewhere; a cell that this leaves with one value is not safe.</param>
    /// <param name="stop">Ends it.</param>
    public bool[]? Run(bool[] start, Func<int, (long Low, long High)?>? known, CancellationToken stop)
    {
        var hidden = primary.Zip(start, (p, s) => p || s).ToArray();
        if (Enumerable.Range(0, hidden.Length).Any(c => primary[c] && mustPrint[c]))
        {
            return null;
        }

        var alone = new LinkedAttack(cells);
        var informed = known is null ? null : new LinkedAttack(cells, known);
        for (var round = 0; round < MostRounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            Close(hidden);
            var narrow = alone.TooNarrow(hidden, Width, stop);
            if (narrow.Count == 0)
            {
                narrow = informed?.TooNarrow(hidden, c => Math.Min(1, Width(c)), stop) ?? [];
            }

            if (narrow.Count == 0)
            {
                return hidden;
            }

            if (!narrow.Select(c => HideNear(c, hidden)).ToArray().Contains(true))
            {
                return null;
            }
        }

        return null;
    }

    // No group is larger than all records are, and how many those are is known: no range can be wider.
    private readonly long widest = Enumerable.Range(0, cells.Count).Where(c => cells.People[c].IsEmpty && mustPrint[c]).Select(c => cells.Counts[c]).Append(threshold).Min();

    // A zero that is found out points at nobody, nor does a large number that was only rounded.
    private long Width(int cell) => primary[cell] ? widest : cells.Counts[cell] == 0 || loose?.Contains(cell) == true ? 0 : 1;

    /// <summary>Whether an intruder finds nothing when just these cells are hidden.</summary>
    public bool Holds(bool[] hidden, Func<int, (long Low, long High)?>? known, CancellationToken stop) =>
        !Enumerable.Range(0, hidden.Length).Any(c => primary[c] && !hidden[c])
        && new LinkedAttack(cells).TooNarrow(hidden, Width, stop).Count == 0
        && (known is null || new LinkedAttack(cells, known).TooNarrow(hidden, c => Math.Min(1, Width(c)), stop).Count == 0);

    // One hidden cell of a line is the difference of the others; several whose sum is small nearly so.
    private void Close(bool[] hidden)
    {
        var lines = cells.Relations.Where(r => r.Sums == Sums.Equal).ToArray();
        for (var again = true; again;)
        {
            again = false;
            foreach (var line in lines)
            {
                var gone = line.Parts.Append(line.Total).Where(c => hidden[c]).ToArray();
                if (gone.Length == 1 || (gone.Length > 1 && gone.Sum(c => cells.Counts[c]) < threshold))
                {
                    again |= HideIn([line], hidden);
                }
            }
        }
    }

    private bool HideNear(int cell, bool[] hidden)
    {
        if (HideIn(relationsOf[cell].Where(r => r.Sums == Sums.Equal), hidden) || HideIn(relationsOf[cell], hidden))
        {
            return true;
        }

        // Its own lines have nothing left to hide: those of the hidden cells in them.
        return HideIn(relationsOf[cell].SelectMany(r => r.Parts.Append(r.Total)).Where(c => hidden[c]).Distinct().SelectMany(c => relationsOf[c]), hidden);
    }

    private bool HideIn(IEnumerable<LinkedRelation> relations, bool[] hidden)
    {
        // A zero is cover too, where it could be more than that, but the last to be taken.
        var next = relations.SelectMany(r => r.Parts.Append(r.Total)).Where(c => !hidden[c] && !mustPrint[c] && !cells.IsNobody(c))
            .OrderBy(c => cells.Counts[c] == 0).ThenBy(c => cells.Counts[c]).ThenBy(c => c).Select(c => (int?)c).FirstOrDefault();
        if (next is { } at)
        {
            hidden[at] = true;
        }

        return next is not null;
    }
}
