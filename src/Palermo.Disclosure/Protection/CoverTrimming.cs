namespace Palermo.Disclosure.Protection;

/// <summary>
/// Takes out covers that the table can do without, dearest first. A cover is asked for only by the primary cells whose alternatives
/// use it; those look for other alternatives with the intruder's program. Work is limited by a count of cells looked at.
/// </summary>
internal sealed class CoverTrimming(CountTree table, bool[] primary, bool hideZeros, ProtectionLevel level)
{
    private const double Whole = 1e-6;

    private readonly Dictionary<int, List<Alternative>> alternatives = [];
    private readonly Dictionary<int, HashSet<int>> users = [];

    public (bool[] Hidden, ProtectionProof Proof) Run(bool[] start, ProtectionProof proof, long work, CancellationToken stop, CancellationToken timeOver)
    {
        var hidden = (bool[])start.Clone();
        foreach (var cell in proof.Cells)
        {
            Take(cell.Cell, [.. cell.Alternatives]);
        }

        using var attacker = new Attacker(table, primary[0], hideZeros ? 0 : 1);
        for (var c = 0; c < hidden.Length; c++)
        {
            attacker.Open(c, hidden[c] ? 1 : 0);
        }

        foreach (var cover in Enumerable.Range(0, hidden.Length).Where(c => hidden[c] && !primary[c]).OrderByDescending(c => SecondarySuppression.Cost(table, c)).ToArray())
        {
            stop.ThrowIfCancellationRequested();
            if (work < 0 || timeOver.IsCancellationRequested)
            {
                break;
            }

            attacker.Open(cover, 0);
            var found = new List<(int Cell, List<Alternative> Alternatives)>();
            var asked = users.TryGetValue(cover, out var set) ? set.Order().ToArray() : [];
            foreach (var user in asked)
            {
                work -= 2 * hidden.Length;
                if (Ask(attacker, user) is not { } other)
                {
                    found.Clear();
                    break;
                }

                found.Add((user, other));
            }

            if (found.Count == asked.Length)
            {
                hidden[cover] = false;
                foreach (var (cell, other) in found)
                {
                    Take(cell, other);
                }
            }
            else
            {
                attacker.Open(cover, 1);
            }
        }

        // What no alternative uses any more stands still: it hides nothing, and printing it changes no alternative.
        for (var c = 0; c < hidden.Length; c++)
        {
            hidden[c] &= primary[c] || (users.TryGetValue(c, out var set) && set.Count > 0);
        }

        return (hidden, new ProtectionProof([.. alternatives.OrderBy(a => a.Key).Select(a => new CellProof(a.Key, [.. a.Value]))]));
    }

    private List<Alternative>? Ask(Attacker attacker, int cell)
    {
        var below = Math.Min(level.Below, table.Counts[cell]);
        var list = new List<Alternative>();
        long up = 0, down = 0;
        if (attacker.Table(cell, true, level.Width, Whole) is { } higher)
        {
            list.Add(higher);
            up = higher.Changes.Where(c => c.Cell == cell).Sum(c => c.By);
        }

        if (up < level.Above)
        {
            return null;
        }

        if ((up < level.Width || below > 0) && attacker.Table(cell, false, Math.Max(below, level.Width - up), Whole) is { } lower)
        {
            list.Add(lower);
            down = -lower.Changes.Where(c => c.Cell == cell).Sum(c => c.By);
        }

        return up + down >= level.Width && down >= below ? list : null;
    }

    private void Take(int cell, List<Alternative> list)
    {
        if (alternatives.TryGetValue(cell, out var old))
        {
            foreach (var c in old.SelectMany(a => a.Changes))
            {
                users[c.Cell].Remove(cell);
            }
        }

        alternatives[cell] = list;
        foreach (var c in list.SelectMany(a => a.Changes))
        {
            (users.TryGetValue(c.Cell, out var set) ? set : users[c.Cell] = []).Add(cell);
        }
    }
}
