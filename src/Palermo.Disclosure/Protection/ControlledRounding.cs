using System.Collections.Immutable;
using Google.OrTools.LinearSolver;

namespace Palermo.Disclosure.Protection;

/// <summary>A rounded table: every cell a multiple of the base, additive, nothing missing.</summary>
/// <param name="Values">Rounded counts by cell.</param>
/// <param name="Base">The base.</param>
/// <param name="Adjacent">Whether every cell lies on a neighbouring multiple; false when some had to go one further.</param>
/// <param name="AbsoluteChange">Sum of absolute changes over all cells.</param>
public sealed record RoundedTable(ImmutableArray<long> Values, int Base, bool Adjacent, long AbsoluteChange);

/// <summary>
/// Controlled rounding: an additive table of multiples of a base, each next to its true count (Cox 1987; Salazar-Gonzalez 2006).
/// Two-way tables always have one; beyond that the program allows one multiple further where it must.
/// </summary>
public static class ControlledRounding
{
    public static RoundedTable Round(CountTree table, int @base)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(@base, 2);
        for (var further = 0; further <= 2; further++)
        {
            if (Solve(table, @base, further) is { } values)
            {
                return new RoundedTable(values, @base, further == 0, table.Counts.Select((n, c) => Math.Abs(values[c] - n)).Sum());
            }
        }

        throw new InvalidDataException("no additive rounding within three multiples was found; split the table or leave a dimension out");
    }

    private static ImmutableArray<long>? Solve(CountTree table, int @base, int further)
    {
        // In multiples of the base; SCIP with whole unknowns, whose relaxation is already whole for two-way tables.
        using var solver = Solver.CreateSolver("SCIP");
        var x = new Variable[table.Counts.Length];
        for (var c = 0; c < x.Length; c++)
        {
            var low = table.Counts[c] / @base;
            var exact = table.Counts[c] % @base == 0;
            x[c] = solver.MakeIntVar(Math.Max(0, low - (exact && further < 2 ? 0 : further)), low + (exact ? (further < 2 ? 0 : further) : 1 + further), "");
            // |x b - n| is linear between the neighbours; beyond them the slope is the base.
            var slope = exact ? 0 : @base - (2 * (table.Counts[c] % @base));
            solver.Objective().SetCoefficient(x[c], slope);
            if (further > 0)
            {
                var off = solver.MakeNumVar(0, double.PositiveInfinity, "");
                solver.Objective().SetCoefficient(off, 4 * @base);
                var above = solver.MakeConstraint(double.NegativeInfinity, low + (exact ? 0 : 1), "");
                above.SetCoefficient(x[c], 1);
                above.SetCoefficient(off, -1);
                var below = solver.MakeConstraint(low, double.PositiveInfinity, "");
                below.SetCoefficient(x[c], 1);
                below.SetCoefficient(off, 1);
            }
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

        solver.Objective().SetMinimization();
        return solver.Solve() is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE
            ? [.. x.Select(v => (long)Math.Round(v.SolutionValue()) * @base)]
            : null;
    }
}
