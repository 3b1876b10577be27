using System.Collections.Immutable;
using Google.OrTools.LinearSolver;

namespace Palermo.Disclosure.Protection;

/// <summary>
/// Secondary suppression over hierarchies and linked tables at once. For each primary cell that is not yet safe, a linear program
/// over all cells looks for the cheapest pair of directions in which the table can move it up and down far enough (Kelly, Golden and
/// Assad 1992; Castro 2011); the cells these directions cross are hidden. A last pass prints every secondary cell that is not needed.
/// </summary>
public static class SecondarySuppression
{
    /// <summary>Protects a table; every primary cell is then attacked with the intruder's program.</summary>
    public static SuppressedTable Protect(CountTree table, PrimaryRules rules, ProtectionLevel level, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(level);
        return Protect(table, rules.Apply(table), rules.HideZeros, level, stop);
    }

    /// <summary>The optimum where the table is small enough for it, else the fast method; for a table that is made once and published.</summary>
    public static SuppressedTable Best(CountTree table, PrimaryRules rules, ProtectionLevel level, CancellationToken stop = default) =>
        OptimalSuppression.Protect(table, rules, level, stop) ?? Protect(table, rules, level, stop);

    internal static SuppressedTable Protect(CountTree table, bool[] primary, bool hideZeros, ProtectionLevel level, CancellationToken stop)
    {
        var cells = Enumerable.Range(0, primary.Length).Where(c => primary[c]).ToArray();
        if (cells.Length == 0)
        {
            return Close(table, primary, primary, true);
        }

        // Which primary is served first decides which cover the others can share: small tables are tried in several orders.
        int[][] orders = [[.. cells.OrderByDescending(c => table.Counts[c])], [.. cells.Reverse()]];
        SuppressedTable? best = null;
        foreach (var order in cells.Length * primary.Length <= Several ? orders : orders[..1])
        {
            var hidden = Attempt(table, primary, order, hideZeros, level, stop);
            using var last = new Attacker(table, hidden, hideZeros ? 0 : 1);
            var next = Close(table, primary, hidden, cells.All(c => Safe(last, table, c, level)));
            if (best is null || (next.Protected && (!best.Protected || OptimalSuppression.Loss(next) < OptimalSuppression.Loss(best))))
            {
                best = next;
            }
        }

        return best!;
    }

    /// <summary>Primary cells times cells up to which several orders are tried.</summary>
    private const int Several = 20_000;

    private static SuppressedTable Close(CountTree table, bool[] primary, bool[] hidden, bool safe)
    {
        var secondary = Enumerable.Range(0, hidden.Length).Where(c => hidden[c] && !primary[c]).ToArray();
        return new SuppressedTable(table, [.. primary], [.. hidden], secondary.Length, secondary.Sum(c => table.Counts[c])) { Protected = safe };
    }

    private static bool[] Attempt(CountTree table, bool[] primary, int[] order, bool hideZeros, ProtectionLevel level, CancellationToken stop)
    {
        var hidden = (bool[])primary.Clone();
        using var attacker = new Attacker(table, hidden, hideZeros ? 0 : 1);
        using var carrier = new Carrier(table, hidden, hideZeros);
        foreach (var cell in order)
        {
            stop.ThrowIfCancellationRequested();
            if (Safe(attacker, table, cell, level))
            {
                continue;
            }

            foreach (var opened in carrier.Protect(cell, level))
            {
                hidden[opened] = true;
                attacker.Open(opened);
            }
        }

        if (!CleanUp(table, primary, hidden, attacker, order, level, stop))
        {
            // A hidden cell that can only be one value hides nothing: printing it changes no one's range.
            foreach (var cell in Enumerable.Range(0, hidden.Length).Where(c => hidden[c] && !primary[c]).ToArray())
            {
                stop.ThrowIfCancellationRequested();
                if (attacker.Range(cell) is var (min, max) && min == max)
                {
                    hidden[cell] = false;
                    attacker.Close(cell);
                }
            }
        }

        return hidden;
    }

    /// <summary>What hiding a cell loses: one cell, and more the larger its count.</summary>
    public static double Cost(CountTree table, int cell)
    {
        ArgumentNullException.ThrowIfNull(table);
        return 1 + Math.Log(1 + table.Counts[cell]);
    }

    internal static bool Safe(Attacker attacker, CountTree table, int cell, ProtectionLevel level)
    {
        var (min, max) = attacker.Range(cell);
        var count = table.Counts[cell];
        return max - min >= level.Width && count - min >= Math.Min(level.Below, count) && max - count >= level.Above;
    }

    /// <summary>Questions the clean-up may ask; a large table keeps some cover it could do without rather than run for hours.</summary>
    private const int MaximumQuestions = 4_000;

    // Dearest first: a cell that is printed again must leave every primary safe. False when the questions ran out.
    private static bool CleanUp(CountTree table, bool[] primary, bool[] hidden, Attacker attacker, int[] order, ProtectionLevel level, CancellationToken stop)
    {
        var questions = MaximumQuestions;
        var recent = order.ToList();
        foreach (var cell in Enumerable.Range(0, hidden.Length).Where(c => hidden[c] && !primary[c]).OrderByDescending(c => Cost(table, c)).ToArray())
        {
            stop.ThrowIfCancellationRequested();
            attacker.Close(cell);
            // The primary that failed last time is asked first: most cells are needed, and one question shows it.
            var failed = recent.FindIndex(c =>
            {
                questions--;
                return !Safe(attacker, table, c, level);
            });
            if (failed > 0)
            {
                var first = recent[failed];
                recent.RemoveAt(failed);
                recent.Insert(0, first);
            }

            if (questions < 0)
            {
                attacker.Open(cell);
                return false;
            }

            if (failed < 0)
            {
                hidden[cell] = false;
            }
            else
            {
                attacker.Open(cell);
            }
        }

        return true;
    }

    /// <summary>The cheapest set of cells whose hiding lets one cell move by what is asked.</summary>
    private sealed class Carrier : IDisposable
    {
        private readonly CountTree table;
        private readonly bool[] hidden;
        private readonly Solver solver = Solver.CreateSolver("GLOP");
        private readonly Variable[] up;
        private readonly Variable[] down;

        public Carrier(CountTree table, bool[] hidden, bool hideZeros)
        {
            this.table = table;
            this.hidden = (bool[])hidden.Clone();
            up = new Variable[table.Counts.Length];
            down = new Variable[table.Counts.Length];
            for (var c = 0; c < up.Length; c++)
            {
                var usable = hideZeros || table.Counts[c] > 0 || hidden[c];
                up[c] = solver.MakeNumVar(0, usable ? double.PositiveInfinity : 0, "");
                down[c] = solver.MakeNumVar(0, usable ? Math.Max(0, table.Counts[c] - (hideZeros ? 0 : 1)) : 0, "");
                SetCost(c);
            }

            // The grand total is known already, unless it is itself too small to print.
            if (!hidden[0])
            {
                up[0].SetBounds(0, 0);
                down[0].SetBounds(0, 0);
            }

            foreach (var (total, parts) in table.Equations)
            {
                var row = solver.MakeConstraint(0, 0, "");
                row.SetCoefficient(up[total], -1);
                row.SetCoefficient(down[total], 1);
                foreach (var p in parts)
                {
                    row.SetCoefficient(up[p], 1);
                    row.SetCoefficient(down[p], -1);
                }
            }

            solver.Objective().SetMinimization();
        }

        public List<int> Protect(int cell, ProtectionLevel level)
        {
            var count = table.Counts[cell];
            var below = Math.Min(level.Below, count);
            var above = Math.Max(level.Above, level.Width - below);
            var opened = new List<int>();
            opened.AddRange(Move(cell, up[cell], down[cell], above, double.PositiveInfinity));
            if (below > 0)
            {
                opened.AddRange(Move(cell, down[cell], up[cell], below, count));
            }

            return opened;
        }

        private List<int> Move(int cell, Variable along, Variable against, long distance, double limit)
        {
            var opened = new List<int>();
            if (distance <= 0)
            {
                return opened;
            }

            var back = against.Ub();
            along.SetBounds(distance, Math.Max(distance, limit));
            against.SetUb(0);
            if (solver.Solve() == Solver.ResultStatus.OPTIMAL)
            {
                // The whole direction is read before the program is changed.
                opened.AddRange(Enumerable.Range(0, up.Length).Where(c => !hidden[c] && up[c].SolutionValue() + down[c].SolutionValue() > 1e-7));
                foreach (var c in opened)
                {
                    hidden[c] = true;
                    SetCost(c);
                }
            }

            along.SetBounds(0, double.IsInfinity(limit) ? double.PositiveInfinity : limit);
            against.SetUb(back);
            return opened;
        }

        private void SetCost(int c)
        {
            var cost = hidden[c] ? 0 : SecondarySuppression.Cost(table, c);
            solver.Objective().SetCoefficient(up[c], cost);
            solver.Objective().SetCoefficient(down[c], cost);
        }

        public void Dispose() => solver.Dispose();
    }
}
