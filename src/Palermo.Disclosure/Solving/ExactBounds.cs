using System.Collections.Immutable;

namespace Palermo.Disclosure.Solving;

/// <summary>
/// Exact whole-number bounds of every unknown: a depth-first search with interval propagation looks for a solution at each
/// value that no solution found so far has shown. Where its budget ends, linear programs rounded inward give outer bounds,
/// and constraint programming asks for a solution at each end that none has shown.
/// </summary>
public static class ExactBounds
{
    /// <summary>Ranges up to this width are tried value by value; wider ones from both ends.</summary>
    private const int ValueByValue = 64;

    /// <summary>Bounds of <paramref name="system"/>. <paramref name="budget"/> limits the search nodes of each question asked; after <paramref name="timeOver"/> no more are asked, and what was not settled keeps outer bounds.</summary>
    public static SolutionBounds Solve(IntegerSystem system, int budget = 20_000, CancellationToken stop = default, CancellationToken timeOver = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        var n = system.Variables;
        var propagator = new Propagator(system);
        if (!propagator.All())
        {
            return Contradiction(n);
        }

        var found = new Witnesses(propagator.Low, propagator.High);
        var search = new DepthFirst(system, propagator, found);
        var first = search.Run(budget, stop, timeOver);
        if (first == Feasibility.Contradictory)
        {
            return Contradiction(n);
        }

        var min = (long[])propagator.Low.Clone();
        var max = (long[])propagator.High.Clone();
        var values = new long[n];
        var exact = new bool[n];
        if (first == Feasibility.Consistent && n <= LinearBounds.MaximumVariables)
        {
            for (var v = 0; v < n && !timeOver.IsCancellationRequested; v++)
            {
                stop.ThrowIfCancellationRequested();
                exact[v] = max[v] - min[v] < ValueByValue
                    ? EachValue(search, propagator, found, v, budget, min, max, values, stop, timeOver)
                    : Ends(search, propagator, found, v, budget, min, max, values, stop, timeOver);
            }
        }

        if (exact.Contains(false))
        {
            var relaxed = LinearBounds.Tighten(system, min, max, exact, found, stop, timeOver);
            if (relaxed == Feasibility.Contradictory)
            {
                return Contradiction(n);
            }

            for (var v = 0; v < n; v++)
            {
                exact[v] |= found.Any && found.Least[v] == min[v] && found.Greatest[v] == max[v];
            }

            if (exact.Contains(false) && !timeOver.IsCancellationRequested && WholeBounds.Tighten(system, min, max, exact, found, stop, timeOver) == Feasibility.Contradictory)
            {
                return Contradiction(n);
            }

            // A whole vertex of the program is a solution that the search did not come to.
            first = found.Any ? Feasibility.Consistent : first;
            for (var v = 0; v < n; v++)
            {
                if (values[v] == 0)
                {
                    exact[v] = found.Any && found.Least[v] == min[v] && found.Greatest[v] == max[v];
                    values[v] = max[v] - min[v] + 1;
                }
            }
        }

        return new SolutionBounds(first, [.. min], [.. max], [.. values], [.. exact]);
    }

    private static bool EachValue(DepthFirst search, Propagator propagator, Witnesses found, int v, int budget, long[] min, long[] max, long[] values, CancellationToken stop, CancellationToken timeOver)
    {
        var (low, high) = (min[v], max[v]);
        long count = 0, least = long.MaxValue, greatest = long.MinValue;
        for (var x = low; x <= high; x++)
        {
            var possible = found.Seen(v, x) ? Feasibility.Consistent : At(search, propagator, v, x, x, budget, stop, timeOver);
            if (possible == Feasibility.Undecided)
            {
                return false;
            }

            if (possible == Feasibility.Consistent)
            {
                count++;
                least = Math.Min(least, x);
                greatest = Math.Max(greatest, x);
            }
        }

        (min[v], max[v], values[v]) = (least, greatest, count);
        return true;
    }

    private static bool Ends(DepthFirst search, Propagator propagator, Witnesses found, int v, int budget, long[] min, long[] max, long[] values, CancellationToken stop, CancellationToken timeOver)
    {
        // Bisection on "is there a solution at or below x": each answer is a proof or a witness.
        var (low, high) = (min[v], found.Least[v]);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            switch (At(search, propagator, v, low, middle, budget, stop, timeOver))
            {
                case Feasibility.Consistent: high = Math.Min(middle, found.Least[v]); break;
                case Feasibility.Contradictory: low = middle + 1; break;
                default: return false;
            }
        }

        min[v] = low;
        (low, high) = (found.Greatest[v], max[v]);
        while (low < high)
        {
            var middle = high - ((high - low) / 2);
            switch (At(search, propagator, v, middle, high, budget, stop, timeOver))
            {
                case Feasibility.Consistent: low = Math.Max(middle, found.Greatest[v]); break;
                case Feasibility.Contradictory: high = middle - 1; break;
                default: return false;
            }
        }

        max[v] = high;
        values[v] = max[v] - min[v] + 1;
        return true;
    }

    private static Feasibility At(DepthFirst search, Propagator propagator, int v, long low, long high, int budget, CancellationToken stop, CancellationToken timeOver)
    {
        var mark = propagator.Mark;
        var answer = propagator.Narrow(v, low, high) ? search.Run(budget, stop, timeOver) : Feasibility.Contradictory;
        propagator.Undo(mark);
        return answer;
    }

    private static SolutionBounds Contradiction(int n) =>
        new(Feasibility.Contradictory, [.. new long[n]], [.. new long[n]], [.. new long[n]], [.. new bool[n]]);
}
