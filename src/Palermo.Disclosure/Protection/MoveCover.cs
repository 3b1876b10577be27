using System.Collections.Immutable;

namespace Palermo.Disclosure.Protection;

/// <summary>
/// A cheap set of cells whose moves protect every primary cell: each primary takes the cheapest move given what is hidden already; then
/// primaries are rerouted, and covers taken out, while the price falls. Linear in the number of primary cells, so it has no largest table.
/// </summary>
internal sealed class MoveCover
{
    private readonly CountTree table;
    private readonly bool[] primary;
    private readonly ProtectionLevel level;
    private readonly MoveSearch search;
    private readonly MoveSpace space;
    private readonly double[] price;
    private readonly int[] uses;
    private readonly Dictionary<int, MoveSearch.Found[]> moves = [];
    private readonly Dictionary<int, int[]> cellsOf = [];
    private readonly Dictionary<int, HashSet<int>> users = [];
    private readonly Func<int, double> cost;
    private readonly long effort;

    /// <param name="table">The table.</param>
    /// <param name="primary">Cells that must be protected.</param>
    /// <param name="hideZeros">Whether zeros may be cover.</param>
    /// <param name="level">How wide.</param>
    /// <param name="cost">What hiding a cell costs.</param>
    /// <param name="choices">Leaves looked at in a dimension; fewer for a large table.</param>
    /// <param name="effort">Moves looked at in the improvement; a count, so that the answer does not depend on the machine; 0 for none.</param>
    public MoveCover(CountTree table, bool[] primary, bool hideZeros, ProtectionLevel level, Func<int, double> cost, int choices, long effort)
    {
        (this.table, this.primary, this.level, this.cost, this.effort) = (table, primary, level, cost, effort);
        space = new MoveSpace(table, primary[0], choices);
        search = new MoveSearch(table, space, hideZeros ? 0 : 1);
        uses = new int[primary.Length];
        price = new double[primary.Length];
        for (var c = 0; c < price.Length; c++)
        {
            price[c] = primary[c] ? 0 : c == 0 || (!hideZeros && table.Counts[c] == 0) ? double.PositiveInfinity : cost(c);
        }
    }

    /// <summary>Primary cells that had no turn before the time was over.</summary>
    public int Unreached { get; private set; }

    /// <summary>Price of what is hidden beyond the primary cells.</summary>
    public double Total { get; private set; }

    /// <summary>Protects in the given order, then improves until the time is over. False where some cell has no move at all: then only those are left open.</summary>
    public bool Run(IReadOnlyList<int> order, CancellationToken stop, CancellationToken timeOver)
    {
        var complete = true;
        for (var i = 0; i < order.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            if (timeOver.IsCancellationRequested)
            {
                Unreached = order.Count - i;
                return false;
            }

            complete &= Route(order[i]);
        }

        if (effort == 0)
        {
            return complete;
        }

        double before;
        do
        {
            before = Total;
            Reroute(order, stop, timeOver);
            DropCovers(stop, timeOver);
        }
        while (Total < before - 1e-9 && search.Looked < effort && !timeOver.IsCancellationRequested);

        return complete;
    }

    public bool[] Hidden => [.. primary.Select((p, c) => p || uses[c] > 0)];

    public ProtectionProof Proof() => new([.. moves.OrderBy(m => m.Key).Select(m => new CellProof(m.Key, [.. m.Value.SelectMany(Alternatives)]))]);

    private static IEnumerable<Alternative> Alternatives(MoveSearch.Found move)
    {
        var (cells, rising) = MoveSpace.Expand(move.Factors);
        foreach (var by in (long[])[move.Up, -move.Down])
        {
            if (by != 0)
            {
                yield return new Alternative([.. cells.Select((c, i) => (c, i < rising ? by : -by))]);
            }
        }
    }

    private void Reroute(IReadOnlyList<int> order, CancellationToken stop, CancellationToken timeOver)
    {
        for (var i = order.Count - 1; i >= 0 && search.Looked < effort && !timeOver.IsCancellationRequested; i--)
        {
            stop.ThrowIfCancellationRequested();
            if (moves.TryGetValue(order[i], out var old))
            {
                var was = Total;
                TakeOff(order[i]);
                if (!Route(order[i]) || Total > was + 1e-9)
                {
                    TakeOff(order[i]);
                    Put(order[i], old);
                }
            }
        }
    }

    // Dearest first: without one cover, can its users go elsewhere for less than it saves?
    private void DropCovers(CancellationToken stop, CancellationToken timeOver)
    {
        foreach (var cover in users.Where(u => u.Value.Count > 0).Select(u => u.Key).OrderByDescending(cost).ThenBy(c => c).ToArray())
        {
            stop.ThrowIfCancellationRequested();
            if (search.Looked >= effort || timeOver.IsCancellationRequested)
            {
                return;
            }

            if (uses[cover] == 0)
            {
                continue;
            }

            var was = Total;
            var moved = users[cover].Order().Select(p => (Cell: p, Old: moves[p])).ToArray();
            foreach (var (cell, _) in moved)
            {
                TakeOff(cell);
            }

            var old = price[cover];
            price[cover] = double.PositiveInfinity;
            var routed = moved.All(m => Total < was - 1e-9 && Route(m.Cell)) && Total < was - 1e-9;
            price[cover] = old;
            if (!routed)
            {
                foreach (var (cell, _) in moved)
                {
                    TakeOff(cell);
                }

                foreach (var (cell, before) in moved)
                {
                    Put(cell, before);
                }
            }
        }
    }

    private bool Route(int cell)
    {
        var factors = Enumerable.Range(0, table.Dimensions.Length).Select(d => space.Factors(cell, d)).ToArray();
        var below = Math.Min(level.Below, table.Counts[cell]);
        var one = search.Cheapest(cell, factors, price, level.Above, below, level.Width);
        MoveSearch.Found[]? best = one is null ? null : [one];
        // Two moves, one up and one down, where one alone does not reach or costs more than a share.
        if (one is null)
        {
            var cheapest = double.PositiveInfinity;
            for (var up = level.Above; up <= level.Width; up++)
            {
                if (search.Cheapest(cell, factors, price, up, 0, 0) is { } rise && search.Cheapest(cell, factors, price, 0, Math.Max(below, level.Width - up), 0) is { } fall && rise.Price + fall.Price < cheapest)
                {
                    (best, cheapest) = ([rise, fall], rise.Price + fall.Price);
                }
            }
        }

        if (best is null)
        {
            return false;
        }

        Put(cell, best);
        return true;
    }

    private void Put(int cell, MoveSearch.Found[] found)
    {
        moves[cell] = found;
        var cells = found.SelectMany(f => MoveSpace.Expand(f.Factors).Cells).Distinct().Where(c => !primary[c]).ToArray();
        cellsOf[cell] = cells;
        foreach (var c in cells)
        {
            if (uses[c]++ == 0)
            {
                Total += price[c];
                price[c] = 0;
            }

            if (effort > 0)
            {
                (users.TryGetValue(c, out var set) ? set : users[c] = []).Add(cell);
            }
        }
    }

    private void TakeOff(int cell)
    {
        if (!moves.Remove(cell))
        {
            return;
        }

        foreach (var c in cellsOf[cell])
        {
            users[c].Remove(cell);
            if (--uses[c] == 0)
            {
                price[c] = cost(c);
                Total -= price[c];
            }
        }

        cellsOf.Remove(cell);
    }
}
