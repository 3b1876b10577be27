namespace Palermo.Disclosure.Solving;

/// <summary>Depth-first search for one solution, smallest range first, with a limit on nodes.</summary>
internal sealed class DepthFirst(IntegerSystem system, Propagator propagator, Witnesses found)
{
    private long nodes;

    /// <summary>Searches below the propagator's present ranges and leaves them as they were. Undecided when the budget or the time is over.</summary>
    public Feasibility Run(int budget, CancellationToken stop, CancellationToken timeOver)
    {
        nodes = budget;
        var mark = propagator.Mark;
        var answer = Descend(stop, timeOver);
        propagator.Undo(mark);
        return answer;
    }

    private Feasibility Descend(CancellationToken stop, CancellationToken timeOver)
    {
        // An explicit stack of decisions: a component may hold more unknowns than the call stack has frames.
        var decisions = new Stack<(int Mark, int Variable, long Low, long High)>();
        while (true)
        {
            if (--nodes < 0)
            {
                return Feasibility.Undecided;
            }

            if ((nodes & 1023) == 0)
            {
                stop.ThrowIfCancellationRequested();
                if (timeOver.IsCancellationRequested)
                {
                    return Feasibility.Undecided;
                }
            }

            var v = Choose();
            if (v < 0)
            {
                found.Add(propagator.Low);
                return Feasibility.Consistent;
            }

            var (low, high) = (propagator.Low[v], propagator.High[v]);
            decisions.Push((propagator.Mark, v, low + 1, high));
            var alive = propagator.Narrow(v, low, low);
            while (!alive)
            {
                if (--nodes < 0)
                {
                    return Feasibility.Undecided;
                }

                if (!decisions.TryPop(out var last))
                {
                    return Feasibility.Contradictory;
                }

                propagator.Undo(last.Mark);
                alive = propagator.Narrow(last.Variable, last.Low, last.High);
            }
        }
    }

    private int Choose()
    {
        var best = -1;
        var width = long.MaxValue;
        for (var v = 0; v < system.Variables; v++)
        {
            var w = propagator.High[v] - propagator.Low[v];
            if (w > 0 && w < width)
            {
                (best, width) = (v, w);
                if (w == 1)
                {
                    break;
                }
            }
        }

        return best;
    }
}
