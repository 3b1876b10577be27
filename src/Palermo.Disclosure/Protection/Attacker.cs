using Google.OrTools.LinearSolver;

namespace Palermo.Disclosure.Protection;

/// <summary>
/// The intruder's linear program over a suppressed table: additivity, printed counts, no negative counts. Kept between questions,
/// so that each is a warm start. Ranges are of real numbers, rounded inward: an intruder never knows less than whole numbers allow.
/// </summary>
internal sealed class Attacker : IDisposable
{
    private readonly Solver solver = Solver.CreateSolver("GLOP");
    private readonly Variable[] x;
    private readonly long[] counts;
    private readonly long ceiling;
    private readonly long floor;

    /// <summary>How far above itself a hidden grand total may lie, as far as the intruder knows.</summary>
    private const long SmallTotal = 1_000;

    /// <summary>The intruder knows that a hidden cell holds at least <paramref name="floor"/>.</summary>
    public Attacker(CountTree table, IReadOnlyList<bool> hidden, long floor)
    {
        counts = [.. table.Counts];
        this.floor = floor;
        ceiling = hidden[0] ? counts[0] + SmallTotal : counts[0];
        x = new Variable[counts.Length];
        for (var c = 0; c < x.Length; c++)
        {
            x[c] = solver.MakeNumVar(counts[c], counts[c], "");
            if (hidden[c])
            {
                Open(c);
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
    }

    /// <summary>Hides a cell from now on.</summary>
    public void Open(int cell) => x[cell].SetBounds(Math.Min(floor, counts[cell]), ceiling);

    /// <summary>Prints a cell from now on.</summary>
    public void Close(int cell) => x[cell].SetBounds(counts[cell], counts[cell]);

    public (long Min, long Max) Range(int cell) => (Extreme(cell, maximize: false), Extreme(cell, maximize: true));

    /// <summary>The extreme of a cell; at the optimum <see cref="Value"/> gives the table that reaches it.</summary>
    public long Extreme(int cell, bool maximize)
    {
        solver.Objective().Clear();
        solver.Objective().SetCoefficient(x[cell], 1);
        solver.Objective().SetOptimizationDirection(maximize);
        if (solver.Solve() != Solver.ResultStatus.OPTIMAL)
        {
            return counts[cell];
        }

        var value = solver.Objective().Value();
        return maximize ? (long)Math.Floor(value + 1e-6) : (long)Math.Ceiling(value - 1e-6);
    }

    public double Value(int cell) => x[cell].SolutionValue();

    public void Dispose() => solver.Dispose();
}
