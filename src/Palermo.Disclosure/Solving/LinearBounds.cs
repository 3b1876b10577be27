using Google.OrTools.LinearSolver;

namespace Palermo.Disclosure.Solving;

/// <summary>Outer bounds by linear programs (GLOP), each rounded inward to whole numbers.</summary>
internal static class LinearBounds
{
    /// <summary>Beyond this many unknowns the propagated ranges stand as they are.</summary>
    public const int MaximumVariables = 4_000;

    private const double Slack = 1e-6;

    /// <summary>Tightens <paramref name="min"/> and <paramref name="max"/> where not yet exact. Vertices that are whole become witnesses.</summary>
    public static Feasibility Tighten(IntegerSystem system, long[] min, long[] max, bool[] exact, Witnesses found, CancellationToken stop, CancellationToken timeOver)
    {
        if (system.Variables > MaximumVariables || timeOver.IsCancellationRequested)
        {
            return Feasibility.Undecided;
        }

        using var solver = Solver.CreateSolver("GLOP");
        var x = new Variable[system.Variables];
        for (var v = 0; v < x.Length; v++)
        {
            x[v] = solver.MakeNumVar(min[v], max[v], "");
        }

        foreach (var equation in system.Equations)
        {
            var row = solver.MakeConstraint(equation.Constant, equation.Constant, "");
            for (var i = 0; i < equation.Variables.Length; i++)
            {
                row.SetCoefficient(x[equation.Variables[i]], equation.Signs[i]);
            }
        }

        var vertex = new long[x.Length];
        for (var v = 0; v < x.Length; v++)
        {
            if (exact[v])
            {
                continue;
            }

            stop.ThrowIfCancellationRequested();
            if (timeOver.IsCancellationRequested)
            {
                return Feasibility.Undecided;
            }

            for (var sense = 0; sense < 2; sense++)
            {
                solver.Objective().Clear();
                solver.Objective().SetCoefficient(x[v], 1);
                solver.Objective().SetOptimizationDirection(sense == 1);
                var status = solver.Solve();
                if (status == Solver.ResultStatus.INFEASIBLE)
                {
                    return Feasibility.Contradictory;
                }

                if (status != Solver.ResultStatus.OPTIMAL)
                {
                    continue;
                }

                var value = solver.Objective().Value();
                if (sense == 0)
                {
                    min[v] = Math.Max(min[v], (long)Math.Ceiling(value - Slack - (Math.Abs(value) * 1e-12)));
                }
                else
                {
                    max[v] = Math.Min(max[v], (long)Math.Floor(value + Slack + (Math.Abs(value) * 1e-12)));
                }

                if (Whole(x, vertex) && Satisfies(system, vertex))
                {
                    found.Add(vertex);
                }
            }
        }

        return Feasibility.Undecided;
    }

    private static bool Whole(Variable[] x, long[] vertex)
    {
        for (var v = 0; v < x.Length; v++)
        {
            var value = x[v].SolutionValue();
            vertex[v] = (long)Math.Round(value);
            if (Math.Abs(value - vertex[v]) > Slack)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Satisfies(IntegerSystem system, long[] vertex)
    {
        for (var v = 0; v < vertex.Length; v++)
        {
            if (vertex[v] < system.Low[v] || vertex[v] > system.High[v])
            {
                return false;
            }
        }

        return system.Equations.All(e => e.Variables.Select((v, i) => e.Signs[i] * vertex[v]).Sum() == e.Constant);
    }
}
