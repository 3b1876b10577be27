using Google.OrTools.LinearSolver;

namespace Palermo.Estimation.Likelihood;

/// <summary>The existence program by Google's GLOP: for tables too wide for exact arithmetic, and the check on it.</summary>
internal static class GlopExistence
{
    /// <summary>The maximal s. No positive value of these programs has been seen below 0.08, so 1e-9 separates zero from positive.</summary>
    public static double Maximum(ExistenceProblem problem)
    {
        using var solver = Solver.CreateSolver("GLOP");
        var s = solver.MakeNumVar(0, double.PositiveInfinity, "s");
        var rows = new Constraint[problem.Terms.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var (total, members) = (0L, 0);
            for (var j = 0; j < problem.Cells.Length; j++)
            {
                if (problem.Entry(i, j))
                {
                    total += problem.Counts[j];
                    members++;
                }
            }

            rows[i] = solver.MakeConstraint(total, total);
            rows[i].SetCoefficient(s, members);
        }

        for (var j = 0; j < problem.Cells.Length; j++)
        {
            var u = solver.MakeNumVar(0, double.PositiveInfinity, "");
            for (var i = 0; i < rows.Length; i++)
            {
                if (problem.Entry(i, j))
                {
                    rows[i].SetCoefficient(u, 1);
                }
            }
        }

        solver.Objective().SetCoefficient(s, 1);
        solver.Objective().SetMaximization();
        return solver.Solve() == Solver.ResultStatus.OPTIMAL
            ? solver.Objective().Value()
            : throw new InvalidOperationException("the existence program is feasible and bounded, yet the solver found no optimum");
    }
}
