using Google.OrTools.Sat;

namespace Palermo.Disclosure.Solving;

/// <summary>
/// Settles what search and linear programs left open, by constraint programming over whole numbers (CP-SAT): is there a solution at or
/// below, at or above a value? Each question has a limit of work, not of time, so that the answer does not depend on the machine.
/// </summary>
internal static class WholeBounds
{
    /// <summary>Work of one question, in the solver's deterministic seconds.</summary>
    private const double Work = 0.5;

    /// <summary>Tightens the ends of every unknown that is not exact until a solution shows each, or the time is over.</summary>
    public static Feasibility Tighten(IntegerSystem system, long[] min, long[] max, bool[] exact, Witnesses found, CancellationToken stop, CancellationToken timeOver)
    {
        if (system.Variables > LinearBounds.MaximumVariables)
        {
            return Feasibility.Undecided;
        }

        var model = new CpModel();
        var x = new IntVar[system.Variables];
        for (var v = 0; v < x.Length; v++)
        {
            x[v] = model.NewIntVar(min[v], max[v], "");
        }

        foreach (var equation in system.Equations)
        {
            model.Add(LinearExpr.WeightedSum(equation.Variables.Select(v => x[v]), equation.Signs.Select(s => (long)s)) == equation.Constant);
        }

        if (!found.Any)
        {
            switch (Ask(model, x, found, stop, timeOver))
            {
                case Feasibility.Contradictory: return Feasibility.Contradictory;
                case Feasibility.Undecided: return Feasibility.Undecided;
                default: break;
            }
        }

        for (var v = 0; v < x.Length; v++)
        {
            for (var up = false; !exact[v]; up = true)
            {
                var end = up ? max[v] : min[v];
                if ((up ? found.Greatest[v] : found.Least[v]) != end)
                {
                    if (timeOver.IsCancellationRequested)
                    {
                        return Feasibility.Consistent;
                    }

                    if (up)
                    {
                        model.Maximize(x[v]);
                    }
                    else
                    {
                        model.Minimize(x[v]);
                    }

                    if (Ask(model, x, found, stop, timeOver) == Feasibility.Consistent)
                    {
                        (min[v], max[v]) = up ? (min[v], found.Greatest[v]) : (found.Least[v], max[v]);
                    }
                }

                if (up)
                {
                    break;
                }
            }
        }

        return Feasibility.Consistent;
    }

    // Consistent: solved to the end, the best solution noted. Undecided solutions are noted too: they are solutions.
    private static Feasibility Ask(CpModel model, IntVar[] x, Witnesses found, CancellationToken stop, CancellationToken timeOver)
    {
        stop.ThrowIfCancellationRequested();
        using var solver = new CpSolver();
        solver.StringParameters = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"num_workers:1 random_seed:1 max_deterministic_time:{Work}");
        using var ended = timeOver.Register(solver.StopSearch);
        var status = solver.Solve(model);
        if (status is CpSolverStatus.Optimal or CpSolverStatus.Feasible)
        {
            found.Add([.. x.Select(v => solver.Value(v))]);
        }

        return status switch
        {
            CpSolverStatus.Optimal => Feasibility.Consistent,
            CpSolverStatus.Infeasible => Feasibility.Contradictory,
            _ => Feasibility.Undecided,
        };
    }
}
