using System.Collections.Immutable;
using System.Globalization;
using Google.OrTools.LinearSolver;

namespace Palermo.Disclosure.Protection;

/// <summary>A suppression with what is known of the optimum.</summary>
/// <param name="Table">The protected table.</param>
/// <param name="LowerBound">No protection costs less than this.</param>
public sealed record BoundedSuppression(SuppressedTable Table, double LowerBound)
{
    /// <summary>Loss over the lower bound: 1 is the optimum, proven.</summary>
    public double Ratio => LowerBound <= 0 ? 1 : OptimalSuppression.Loss(Table) / LowerBound;
}

/// <summary>
/// The cheapest suppression by cut generation (Fischetti and Salazar 2001): a master program chooses what to hide; the intruder's programs
/// look for a primary cell that is not protected and answer with the inequality that every safe choice meets. First with parts of cells
/// (linear), then with whole ones (SCIP, with a limit on nodes and none on time).
/// </summary>
public static class OptimalSuppression
{
    /// <summary>Primary cells times cells up to which the optimum is looked for.</summary>
    public const int Largest = 30_000;

    private const double Epsilon = 1e-6;

    /// <summary>Losses this near to each other are one: a thousandth of the least cost of a cell.</summary>
    private const double Close = 1e-3;

    private const int LinearRounds = 120;
    private const int Nodes = 3_000;
    private const int Small = 1_500;
    private const int MostCuts = 40;
    private const int WholeRounds = 200;

    private sealed record Inequality(int[] Cells, double[] Worth, double AtLeast);

    /// <summary>The cheapest protection, starting from a good one; proven where <c>Ratio</c> is 1. After <paramref name="timeOver"/> the best so far.</summary>
    public static BoundedSuppression Improve(SuppressedTable start, bool hideZeros, ProtectionLevel level, CancellationToken stop = default, CancellationToken timeOver = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(level);
        var table = start.Table;
        var cost = Enumerable.Range(0, table.Counts.Length).Select(c => start.Primary[c] ? 0 : SecondarySuppression.Cost(table, c)).ToArray();
        var usable = Enumerable.Range(0, table.Counts.Length).Select(c => start.Primary[c] || (c != 0 && (hideZeros || table.Counts[c] > 0))).ToArray();
        var order = Enumerable.Range(0, table.Counts.Length).Where(c => start.Primary[c]).ToList();
        using var attacker = new Attacker(table, start.Primary[0], hideZeros ? 0 : 1);
        var cuts = new List<Inequality>();
        foreach (var (total, parts) in table.Equations)
        {
            // No primary cell may be the only hidden one of a sum.
            var members = parts.Append(total).ToArray();
            if (members.Count(c => start.Primary[c]) == 1)
            {
                var others = members.Where(c => !start.Primary[c] && usable[c]).ToArray();
                cuts.Add(new Inequality(others, [.. others.Select(_ => 1.0)], 1));
            }
        }

        var best = start;
        var bound = Linear(table, start.Primary, usable, cost, order, level, attacker, cuts, start.Protected ? Loss(start) : double.PositiveInfinity, stop, timeOver);
        for (var round = 0; round < WholeRounds && !timeOver.IsCancellationRequested; round++)
        {
            stop.ThrowIfCancellationRequested();
            var loss = best.Protected ? Loss(best) : double.PositiveInfinity;
            if (loss <= bound + Close)
            {
                return new BoundedSuppression(best, loss);
            }

            var (chosen, proven, impossible) = Master(best, usable, cost, cuts);
            bound = Math.Max(bound, proven);
            if (impossible)
            {
                // No choice protects every primary cell: the table has too few people.
                return new BoundedSuppression(best, double.PositiveInfinity);
            }

            if (chosen is null)
            {
                break;
            }

            // Large tables end before the proof does: what the master would hide leads the local search to a better table.
            if (order.Count * cost.Length > Small && SecondarySuppression.Guided(start, chosen, hideZeros, level, stop) is { Protected: true } led && (!best.Protected || Loss(led) < Loss(best) - Close))
            {
                best = led;
            }

            var before = cuts.Count;
            Separate(chosen, start.Primary, usable, order, table, level, attacker, cuts, whole: true);
            if (cuts.Count == before)
            {
                var hidden = chosen.Select(c => c > 0.5).ToArray();
                var candidate = SecondarySuppression.Close(table, [.. start.Primary], hidden, true, null);
                // The programs speak of real numbers; the auditor has the last word on whole ones.
                if (Publication.MayBeWritten(candidate, level, hideZeros, stop))
                {
                    if (Loss(candidate) >= loss - Close)
                    {
                        // The master found nothing cheaper and nothing to cut off: its own gap is what is left.
                        break;
                    }

                    best = candidate;
                }
                else
                {
                    var outside = Enumerable.Range(0, hidden.Length).Where(c => !hidden[c] && usable[c]).ToArray();
                    cuts.Add(new Inequality(outside, [.. outside.Select(_ => 1.0)], 1));
                }
            }
        }

        return new BoundedSuppression(best, Math.Min(bound, best.Protected ? Loss(best) : bound));
    }

    /// <summary>The proven optimum; null when the table is too large for it or cannot be protected.</summary>
    public static SuppressedTable? Protect(CountTree table, PrimaryRules rules, ProtectionLevel level, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var start = SecondarySuppression.Fast(table, rules.Apply(table), rules.HideZeros, level, stop);
        if (start.Primary.Count(p => p) * start.Primary.Length > Largest)
        {
            return null;
        }

        var improved = Improve(start, rules.HideZeros, level, stop);
        return improved.Table.Protected && improved.Ratio <= 1 + Epsilon ? improved.Table : null;
    }

    /// <summary>The cost of what was hidden beyond the primary cells, in the measure both methods minimise.</summary>
    public static double Loss(SuppressedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Enumerable.Range(0, table.Hidden.Length).Where(c => table.Hidden[c] && !table.Primary[c]).Sum(c => SecondarySuppression.Cost(table.Table, c));
    }

    // The linear relaxation, cut by cut: its value is a lower bound, and its cuts are where the whole program starts.
    private static double Linear(CountTree table, ImmutableArray<bool> isPrimary, bool[] usable, double[] cost, List<int> order, ProtectionLevel level, Attacker attacker, List<Inequality> cuts, double enough, CancellationToken stop, CancellationToken timeOver)
    {
        using var solver = Solver.CreateSolver("GLOP");
        var y = new Variable[cost.Length];
        for (var c = 0; c < y.Length; c++)
        {
            y[c] = solver.MakeNumVar(isPrimary[c] ? 1 : 0, usable[c] ? 1 : 0, "");
            solver.Objective().SetCoefficient(y[c], cost[c]);
        }

        solver.Objective().SetMinimization();
        var given = 0;
        var bound = 0.0;
        for (var round = 0; round < LinearRounds && !timeOver.IsCancellationRequested; round++)
        {
            stop.ThrowIfCancellationRequested();
            for (; given < cuts.Count; given++)
            {
                var row = solver.MakeConstraint(cuts[given].AtLeast, double.PositiveInfinity, "");
                for (var i = 0; i < cuts[given].Cells.Length; i++)
                {
                    row.SetCoefficient(y[cuts[given].Cells[i]], cuts[given].Worth[i]);
                }
            }

            if (solver.Solve() != Solver.ResultStatus.OPTIMAL)
            {
                return bound;
            }

            bound = Math.Max(bound, solver.Objective().Value());
            if (bound >= enough - Close)
            {
                return bound;
            }

            Separate([.. y.Select(v => Math.Clamp(v.SolutionValue(), 0, 1))], isPrimary, usable, order, table, level, attacker, cuts, whole: false);
            if (cuts.Count == given)
            {
                return bound;
            }
        }

        return bound;
    }

    // Every primary cell that does not reach far enough gives a cut.
    private static void Separate(double[] share, ImmutableArray<bool> isPrimary, bool[] usable, List<int> order, CountTree table, ProtectionLevel level, Attacker attacker, List<Inequality> cuts, bool whole)
    {
        for (var c = 0; c < share.Length; c++)
        {
            attacker.Open(c, isPrimary[c] ? 1 : usable[c] ? share[c] : 0);
        }

        // Cells that failed last time first; a few cuts a round teach the master as much as all of them.
        var added = 0;
        foreach (var p in order.ToArray())
        {
            if (added >= (whole ? 5 * MostCuts : MostCuts))
            {
                return;
            }

            var had = cuts.Count;
            var (up, down) = (attacker.Reach(p, up: true), attacker.Reach(p, up: false));
            var (reach, depth) = (up.Reach, down.Reach);
            if (whole)
            {
                // Rounded inward: whole tables reach no further.
                (reach, depth) = (Math.Floor(reach + Epsilon), Math.Floor(depth + Epsilon));
            }

            Add(up.Cut, null, level.Above, reach);
            Add(down.Cut, null, Math.Min(level.Below, table.Counts[p]), depth);
            Add(up.Cut, down.Cut, level.Width, reach + depth);
            if (cuts.Count > had)
            {
                added += cuts.Count - had;
                order.Remove(p);
                order.Insert(0, p);
            }
        }

        void Add(double[] first, double[]? second, double needed, double reached)
        {
            if (reached >= needed - 1e-4 || first.Length == 0)
            {
                return;
            }

            var (cells, worth) = (new List<int>(), new List<double>());
            double already = 0, now = 0;
            for (var c = 0; c < first.Length; c++)
            {
                var w = Math.Min(needed, first[c] + (second?[c] ?? 0));
                if (w <= 1e-9 || !usable[c])
                {
                    continue;
                }

                if (isPrimary[c])
                {
                    already += w;
                }
                else
                {
                    cells.Add(c);
                    worth.Add(w);
                    now += w * share[c];
                }
            }

            var least = needed - already;
            for (var i = 0; i < worth.Count; i++)
            {
                worth[i] = Math.Min(worth[i], least);
            }

            if (least > 1e-9 && worth.Zip(cells, (w, c) => w * share[c]).Sum() < least - 1e-6)
            {
                cuts.Add(new Inequality([.. cells], [.. worth], least));
            }
            else if (whole)
            {
                // The cut is met in real numbers, the cell is not safe in whole ones: something more has to be hidden.
                var outside = Enumerable.Range(0, share.Length).Where(c => share[c] < 0.5 && usable[c] && !isPrimary[c]).ToArray();
                cuts.Add(new Inequality(outside, [.. outside.Select(_ => 1.0)], 1));
            }
        }
    }

    private static (double[]? Chosen, double Bound, bool Impossible) Master(SuppressedTable incumbent, bool[] usable, double[] cost, List<Inequality> cuts)
    {
        using var solver = Solver.CreateSolver("SCIP");
        var y = new Variable[cost.Length];
        for (var c = 0; c < y.Length; c++)
        {
            y[c] = solver.MakeIntVar(incumbent.Primary[c] ? 1 : 0, usable[c] ? 1 : 0, "");
            solver.Objective().SetCoefficient(y[c], cost[c]);
        }

        foreach (var cut in cuts)
        {
            var row = solver.MakeConstraint(cut.AtLeast - Epsilon, double.PositiveInfinity, "");
            for (var i = 0; i < cut.Cells.Length; i++)
            {
                row.SetCoefficient(y[cut.Cells[i]], cut.Worth[i]);
            }
        }

        if (incumbent.Protected)
        {
            solver.SetHint(y, [.. incumbent.Hidden.Select(h => h ? 1.0 : 0.0)]);
        }

        solver.Objective().SetMinimization();
        solver.SetSolverSpecificParametersAsString(string.Create(CultureInfo.InvariantCulture, $"limits/nodes = {Nodes}\nrandomization/randomseedshift = 1\n"));
        var status = solver.Solve();
        return status switch
        {
            Solver.ResultStatus.INFEASIBLE => (null, double.PositiveInfinity, true),
            Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE => ([.. y.Select(v => v.SolutionValue() > 0.5 ? 1.0 : 0.0)], solver.Objective().BestBound() - Epsilon, false),
            _ => (null, 0, false),
        };
    }
}
