using Google.OrTools.LinearSolver;

namespace Palermo.Disclosure.Protection;

/// <summary>
/// The cheapest suppression, by one mixed-integer program (Fischetti and Salazar 2001, in its direct form): for every primary cell two
/// tables the intruder must hold possible, both agreeing with everything printed. For small tables; the yardstick of the fast method.
/// </summary>
public static class OptimalSuppression
{
    /// <summary>Primary cells times cells that the program takes on.</summary>
    public const int Largest = 1_500;

    /// <summary>The hidden cells of the cheapest protection; null when the table is too large or cannot be protected.</summary>
    public static SuppressedTable? Protect(CountTree table, PrimaryRules rules, ProtectionLevel level, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(level);
        stop.ThrowIfCancellationRequested();
        var primary = rules.Apply(table);
        var order = Enumerable.Range(0, primary.Length).Where(c => primary[c]).ToArray();
        if (order.Length * primary.Length > Largest || primary[0])
        {
            return null;
        }

        using var solver = Solver.CreateSolver("SCIP");
        var y = new Variable[primary.Length];
        var floor = rules.HideZeros ? 0 : 1;
        for (var c = 0; c < y.Length; c++)
        {
            var usable = c != 0 && (rules.HideZeros || table.Counts[c] > 0);
            y[c] = solver.MakeIntVar(primary[c] ? 1 : 0, usable ? 1 : 0, "");
            solver.Objective().SetCoefficient(y[c], primary[c] ? 0 : SecondarySuppression.Cost(table, c));
        }

        var reach = Math.Max(level.Width, level.Above);
        foreach (var p in order)
        {
            var upper = Alternative(solver, table, y, reach, floor);
            var lower = Alternative(solver, table, y, reach, floor);
            var count = table.Counts[p];
            upper[p].SetLb(level.Above);
            lower[p].SetUb(-Math.Min(level.Below, count));
            var width = solver.MakeConstraint(level.Width, double.PositiveInfinity, "");
            width.SetCoefficient(upper[p], 1);
            width.SetCoefficient(lower[p], -1);
        }

        solver.Objective().SetMinimization();
        if (solver.Solve() != Solver.ResultStatus.OPTIMAL)
        {
            return null;
        }

        var hidden = y.Select(v => v.SolutionValue() > 0.5).ToArray();
        var secondary = Enumerable.Range(0, hidden.Length).Where(c => hidden[c] && !primary[c]).ToArray();
        return new SuppressedTable(table, [.. primary], [.. hidden], secondary.Length, secondary.Sum(c => table.Counts[c])) { Protected = true };
    }

    /// <summary>The cost of what was hidden beyond the primary cells, in the measure both methods minimise.</summary>
    public static double Loss(SuppressedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Enumerable.Range(0, table.Hidden.Length).Where(c => table.Hidden[c] && !table.Primary[c]).Sum(c => SecondarySuppression.Cost(table.Table, c));
    }

    // Deviations from the true table: additive, zero where printed, never below the floor.
    private static Variable[] Alternative(Solver solver, CountTree table, Variable[] y, long reach, long floor)
    {
        // No deviation needs to be larger than what all cells together have to give way.
        double limit = reach * 4;
        var x = new Variable[y.Length];
        for (var c = 0; c < x.Length; c++)
        {
            var down = Math.Min(limit, Math.Max(0, table.Counts[c] - floor));
            x[c] = solver.MakeNumVar(-down, limit, "");
            var above = solver.MakeConstraint(double.NegativeInfinity, 0, "");
            above.SetCoefficient(x[c], 1);
            above.SetCoefficient(y[c], -limit);
            var below = solver.MakeConstraint(0, double.PositiveInfinity, "");
            below.SetCoefficient(x[c], 1);
            below.SetCoefficient(y[c], down);
        }

        foreach (var (total, parts) in table.Equations)
        {
            var row = solver.MakeConstraint(0, 0, "");
            row.SetCoefficient(x[total], -1);
            foreach (var p in parts)
            {
                row.SetCoefficient(x[p], 1);
            }
        }

        return x;
    }
}
