using Google.OrTools.LinearSolver;

namespace Palermo.Tests.Disclosure.Gates;

/// <summary>
/// An intruder who keeps every answer ever given about one register: the unknowns are the people of each possible kind, every answer is
/// a row over them. It knows nothing of tables, totals or traits and shares no code with the gate.
/// </summary>
internal sealed class JointIntruder : IDisposable
{
    private readonly Solver solver = Solver.CreateSolver("GLOP");
    private readonly string[][] kinds;
    private readonly Variable[] people;
    private readonly HashSet<string> rows = new(StringComparer.Ordinal);

    public JointIntruder(string[][] kinds, long most)
    {
        this.kinds = kinds;
        people = [.. kinds.Select(_ => solver.MakeNumVar(0, most, ""))];
    }

    /// <summary>People of some kinds are between two numbers.</summary>
    public void Learn(Func<string[], bool> whom, long low, long high)
    {
        var who = Enumerable.Range(0, kinds.Length).Where(k => whom(kinds[k])).ToArray();
        if (!rows.Add($"{low} {high} {string.Join(',', who)}"))
        {
            return;
        }

        var row = solver.MakeConstraint(low, high, "");
        foreach (var k in who)
        {
            row.SetCoefficient(people[k], 1);
        }
    }

    /// <summary>The whole numbers that are possible for the people of some kinds.</summary>
    public (long Low, long High) Range(Func<string[], bool> whom)
    {
        var ends = new double[2];
        for (var sense = 0; sense < 2; sense++)
        {
            solver.Objective().Clear();
            for (var k = 0; k < kinds.Length; k++)
            {
                if (whom(kinds[k]))
                {
                    solver.Objective().SetCoefficient(people[k], 1);
                }
            }

            solver.Objective().SetOptimizationDirection(sense == 1);
            Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve());
            ends[sense] = solver.Objective().Value();
        }

        return ((long)Math.Ceiling(ends[0] - 1e-6), (long)Math.Floor(ends[1] + 1e-6));
    }

    public void Dispose() => solver.Dispose();
}
