using Google.OrTools.LinearSolver;

namespace Palermo.Disclosure.Protection;

/// <summary>What an intruder's program found for one cell and direction.</summary>
/// <param name="Reach">How far the cell can move from its count, as a real number.</param>
/// <param name="Cut">For each cell what opening it fully adds to the reach at most: the dual of the program.</param>
internal readonly record struct Attack(double Reach, double[] Cut);

/// <summary>
/// The intruder's linear program over a suppressed table, in distances from the true counts: additivity, printed cells at zero, no cell
/// below its least count. Cells may be open in part, which is what cuts are made from. Kept between questions.
/// </summary>
internal sealed class Attacker : IDisposable
{
    private readonly Solver solver = Solver.CreateSolver("GLOP");
    private readonly MPSolverParameters parameters = new();
    private readonly Variable[] z;
    private readonly double[] rise;
    private readonly double[] fall;

    /// <summary>How far above itself a hidden grand total may lie, as far as the intruder knows.</summary>
    private const long SmallTotal = 1_000;

    /// <summary>The intruder knows that a hidden cell holds at least <paramref name="floor"/>.</summary>
    public Attacker(CountTree table, bool grandTotalHidden, long floor)
    {
        // A question differs from the one before by its objective or a few bounds: the last basis is a good start.
        parameters.SetIntegerParam(MPSolverParameters.IntegerParam.PRESOLVE, (int)MPSolverParameters.PresolveValues.PRESOLVE_OFF);
        var counts = table.Counts;
        var ceiling = grandTotalHidden ? counts[0] + SmallTotal : counts[0];
        z = new Variable[counts.Length];
        rise = new double[counts.Length];
        fall = new double[counts.Length];
        for (var c = 0; c < z.Length; c++)
        {
            z[c] = solver.MakeNumVar(0, 0, "");
            rise[c] = ceiling - counts[c];
            fall[c] = Math.Max(0, counts[c] - floor);
        }

        foreach (var (total, parts) in table.Equations)
        {
            var row = solver.MakeConstraint(0, 0, "");
            row.SetCoefficient(z[total], -1);
            foreach (var p in parts)
            {
                row.SetCoefficient(z[p], 1);
            }
        }
    }

    /// <summary>Opens a cell by a share: 1 hides it, 0 prints it.</summary>
    public void Open(int cell, double share) => z[cell].SetBounds(-fall[cell] * share, rise[cell] * share);

    /// <summary>How far a cell can be taken up or down.</summary>
    public Attack Reach(int cell, bool up)
    {
        solver.Objective().Clear();
        solver.Objective().SetCoefficient(z[cell], up ? 1 : -1);
        solver.Objective().SetMaximization();
        if (solver.Solve(parameters) != Solver.ResultStatus.OPTIMAL)
        {
            return new Attack(0, []);
        }

        var cut = new double[z.Length];
        for (var c = 0; c < cut.Length; c++)
        {
            var worth = z[c].ReducedCost();
            cut[c] = worth > 1e-9 ? worth * rise[c] : worth < -1e-9 ? -worth * fall[c] : 0;
        }

        return new Attack(solver.Objective().Value(), cut);
    }

    /// <summary>A whole table that takes a cell as far as it can, at most <paramref name="far"/>; null where the program's answer is not whole.</summary>
    public Alternative? Table(int cell, bool up, long far, double whole)
    {
        var (low, high) = (z[cell].Lb(), z[cell].Ub());
        z[cell].SetBounds(up ? 0 : Math.Max(low, -far), up ? Math.Min(high, far) : 0);
        solver.Objective().Clear();
        solver.Objective().SetCoefficient(z[cell], up ? 1 : -1);
        solver.Objective().SetMaximization();
        var solved = solver.Solve(parameters) == Solver.ResultStatus.OPTIMAL;
        var changes = new List<(int, long)>();
        for (var c = 0; solved && c < z.Length; c++)
        {
            var value = z[c].SolutionValue();
            var by = (long)Math.Round(value);
            solved = Math.Abs(value - by) <= whole;
            if (by != 0)
            {
                changes.Add((c, by));
            }
        }

        z[cell].SetBounds(low, high);
        return solved ? new Alternative([.. changes]) : null;
    }

    public void Dispose()
    {
        parameters.Dispose();
        solver.Dispose();
    }
}
