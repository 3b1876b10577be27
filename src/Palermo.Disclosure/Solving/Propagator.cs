using System.Runtime.InteropServices;

namespace Palermo.Disclosure.Solving;

/// <summary>Interval propagation over a system, with a trail to undo it.</summary>
internal sealed class Propagator
{
    private readonly IntegerSystem system;
    private readonly int[][] equationsOf;
    private readonly Stack<(int Variable, long Low, long High)> trail = new();
    private readonly Queue<int> queue = new();
    private readonly bool[] queued;

    public Propagator(IntegerSystem system)
    {
        this.system = system;
        Low = [.. system.Low];
        High = [.. system.High];
        queued = new bool[system.Equations.Length];
        var lists = new List<int>[system.Variables];
        for (var v = 0; v < lists.Length; v++)
        {
            lists[v] = [];
        }

        for (var e = 0; e < system.Equations.Length; e++)
        {
            foreach (var v in system.Equations[e].Variables)
            {
                lists[v].Add(e);
            }
        }

        equationsOf = [.. lists.Select(l => l.ToArray())];
    }

    public long[] Low { get; }

    public long[] High { get; }

    public int Mark => trail.Count;

    public void Undo(int mark)
    {
        while (trail.Count > mark)
        {
            var (v, low, high) = trail.Pop();
            Low[v] = low;
            High[v] = high;
        }
    }

    /// <summary>Propagates every equation; false when a range empties.</summary>
    public bool All()
    {
        for (var v = 0; v < Low.Length; v++)
        {
            if (Low[v] > High[v])
            {
                return false;
            }
        }

        for (var e = 0; e < queued.Length; e++)
        {
            Enqueue(e);
        }

        return Run();
    }

    /// <summary>Narrows one unknown and propagates; false when a range empties.</summary>
    public bool Narrow(int variable, long low, long high) => Set(variable, Math.Max(low, Low[variable]), Math.Min(high, High[variable])) && Run();

    private void Enqueue(int equation)
    {
        if (!queued[equation])
        {
            queued[equation] = true;
            queue.Enqueue(equation);
        }
    }

    private bool Run()
    {
        // A slow creep of wide ranges is cut off: bounds stay sound, only less tight.
        var steps = 64 + (queued.Length * 64L);
        var alive = true;
        while (queue.TryDequeue(out var e))
        {
            queued[e] = false;
            alive = alive && --steps >= 0 ? Apply(system.Equations[e]) : alive;
        }

        return alive;
    }

    private bool Apply(Equation equation)
    {
        var variables = ImmutableCollectionsMarshal.AsArray(equation.Variables)!;
        var signs = ImmutableCollectionsMarshal.AsArray(equation.Signs)!;
        long min = 0, max = 0;
        for (var i = 0; i < variables.Length; i++)
        {
            var (low, high) = (Low[variables[i]], High[variables[i]]);
            min += signs[i] > 0 ? low : -high;
            max += signs[i] > 0 ? high : -low;
        }

        if (min > equation.Constant || max < equation.Constant)
        {
            return false;
        }

        for (var i = 0; i < variables.Length; i++)
        {
            var v = variables[i];
            long low, high;
            if (signs[i] > 0)
            {
                low = equation.Constant - (max - High[v]);
                high = equation.Constant - (min - Low[v]);
            }
            else
            {
                low = (min + High[v]) - equation.Constant;
                high = (max + Low[v]) - equation.Constant;
            }

            if (low > Low[v] || high < High[v])
            {
                var (oldLow, oldHigh) = (Low[v], High[v]);
                if (!Set(v, Math.Max(low, oldLow), Math.Min(high, oldHigh)))
                {
                    return false;
                }

                min += signs[i] > 0 ? Low[v] - oldLow : oldHigh - High[v];
                max += signs[i] > 0 ? High[v] - oldHigh : oldLow - Low[v];
            }
        }

        return true;
    }

    private bool Set(int variable, long low, long high)
    {
        if (low > high)
        {
            return false;
        }

        if (low != Low[variable] || high != High[variable])
        {
            trail.Push((variable, Low[variable], High[variable]));
            Low[variable] = low;
            High[variable] = high;
            foreach (var e in equationsOf[variable])
            {
                Enqueue(e);
            }
        }

        return true;
    }
}
