using Google.OrTools.Sat;
using Palermo.Disclosure.Protection;

namespace Palermo.Tests.Disclosure.Protection;

/// <summary>
/// The cheapest suppression by one whole-number program, written from the definition alone: for every primary cell a table that goes far
/// enough up and one that goes far enough down, both whole, both adding up, both agreeing with what is printed. No cuts, no duals, no code
/// of the protection; for small tables.
/// </summary>
internal static class ExactSuppression
{
    // Costs are real; the program counts in whole numbers.
    private const double Scale = 10_000;

    /// <summary>The least cost of secondary cells with the grand total printed; null: no choice protects the table.</summary>
    public static double? LeastLoss(CountTree table, bool[] primary, ProtectionLevel level)
    {
        var counts = table.Counts;
        var model = new CpModel();
        var hidden = Enumerable.Range(0, counts.Length).Select(c => model.NewBoolVar($"hidden {c}")).ToArray();
        for (var c = 0; c < counts.Length; c++)
        {
            if (primary[c] || c == 0)
            {
                model.Add(hidden[c] == (primary[c] ? 1 : 0));
            }
        }

        foreach (var p in Enumerable.Range(0, counts.Length).Where(c => primary[c]))
        {
            var (up, down) = (Other(model, table, hidden), Other(model, table, hidden));
            model.Add(up[p] >= counts[p] + level.Above);
            model.Add(down[p] <= counts[p] - level.Below);
            model.Add(up[p] - down[p] >= level.Width);
        }

        var cost = Enumerable.Range(0, counts.Length).Select(c => primary[c] ? 0 : (long)Math.Round(Scale * (1 + Math.Log(1 + counts[c])))).ToArray();
        model.Minimize(LinearExpr.WeightedSum(hidden, cost));
        var solver = new CpSolver { StringParameters = "num_workers:1,random_seed:1" };
        return solver.Solve(model) switch
        {
            CpSolverStatus.Optimal => solver.ObjectiveValue / Scale,
            CpSolverStatus.Infeasible => null,
            var status => throw new InvalidOperationException($"the program ended {status}"),
        };
    }

    /// <summary>A table that an intruder holds possible: whole counts that add up and are the printed ones where one is printed.</summary>
    private static IntVar[] Other(CpModel model, CountTree table, BoolVar[] hidden)
    {
        var most = table.Counts[0];
        var cells = table.Counts.Select((_, c) => model.NewIntVar(0, most, $"cell {c}")).ToArray();
        for (var c = 0; c < cells.Length; c++)
        {
            model.Add(cells[c] == table.Counts[c]).OnlyEnforceIf(hidden[c].Not());
        }

        foreach (var (total, parts) in table.Equations)
        {
            model.Add(cells[total] == LinearExpr.Sum(parts.Select(p => cells[p])));
        }

        return cells;
    }
}
