using Google.OrTools.Sat;
using Palermo.Disclosure.Protection;

namespace Palermo.Tests.Disclosure.Protection;

/// <summary>
/// The cheapest protection of a small table by one whole-number program: which cells to hide, and for every primary cell two tables, one
/// above it and one below, that an intruder must hold possible. It shares neither method nor solver with the protection.
/// </summary>
internal static class WholeProgram
{
    /// <summary>How far above itself a hidden grand total may lie; the protection gives the intruder the same.</summary>
    private const long SmallTotal = 1_000;

    private const double Scale = 1e6;

    /// <param name="Loss">The proven optimum; null where there is none, or none was proven.</param>
    /// <param name="IsImpossible">Proven: no choice of cells protects the table.</param>
    public sealed record Answer(double? Loss, bool IsImpossible);

    /// <param name="table">The table.</param>
    /// <param name="primary">Cells that must be protected.</param>
    /// <param name="level">How wide.</param>
    /// <param name="hidesTotal">Whether the grand total may be cover.</param>
    /// <param name="work">Deterministic work the solver may do.</param>
    public static Answer Cheapest(CountTree table, bool[] primary, ProtectionLevel level, bool hidesTotal, double work)
    {
        var model = new CpModel();
        var counts = table.Counts;
        var most = counts[0] + (hidesTotal ? SmallTotal : 0);
        var hides = counts.Select((_, c) => primary[c] || (c == 0 && !hidesTotal) ? null : model.NewBoolVar("")).ToArray();
        foreach (var p in Enumerable.Range(0, primary.Length).Where(c => primary[c]))
        {
            var (up, down) = (Alternative(), Alternative());
            model.Add(up[p] >= level.Above);
            model.Add(down[p] <= -Math.Min(level.Below, counts[p]));
            model.Add(up[p] - down[p] >= level.Width);
        }

        model.Minimize(LinearExpr.WeightedSum(hides.OfType<BoolVar>(), hides.Select((h, c) => (h, c)).Where(x => x.h is not null).Select(x => (long)Math.Round(SecondarySuppression.Cost(table, x.c) * Scale))));
        var solver = new CpSolver { StringParameters = FormattableString.Invariant($"num_search_workers:1,max_deterministic_time:{work},random_seed:1") };
        var status = solver.Solve(model);
        return new Answer(status == CpSolverStatus.Optimal ? solver.ObjectiveValue / Scale : null, status == CpSolverStatus.Infeasible);

        IntVar[] Alternative()
        {
            var moves = counts.Select((n, c) => primary[c] || hides[c] is not null ? model.NewIntVar(-n, most - n, "") : model.NewConstant(0)).ToArray();
            for (var c = 0; c < moves.Length; c++)
            {
                if (hides[c] is { } h)
                {
                    model.Add(moves[c] <= (most - counts[c]) * h);
                    model.Add(moves[c] >= -counts[c] * h);
                }
            }

            foreach (var (total, parts) in table.Equations)
            {
                model.Add(LinearExpr.Sum(parts.Select(c => moves[c])) == moves[total]);
            }

            return moves;
        }
    }
}
