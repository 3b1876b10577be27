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

    /// <summary>Guesses, rightly or not, that nobody is of some kinds.</summary>
    public void RuleOut(Func<string[], bool> whom)
    {
        for (var k = 0; k < kinds.Length; k++)
        {
            if (whom(kinds[k]))
            {
                people[k].SetUb(0);
            }
        }
    }

    /// <summary>Of several groups of people those for whom one whole number alone is possible.</summary>
    public List<int> Pinned(IReadOnlyList<Func<string[], bool>> groups)
    {
        var members = groups.Select(g => Enumerable.Range(0, kinds.Length).Where(k => g(kinds[k])).ToArray()).ToArray();
        var least = Enumerable.Repeat(double.PositiveInfinity, members.Length).ToArray();
        var greatest = Enumerable.Repeat(double.NegativeInfinity, members.Length).ToArray();
        var waiting = Enumerable.Range(0, members.Length).ToHashSet();
        var mixing = new Random(7);
        // Many groups are cleared by one aim; what is left is asked one by one.
        for (var round = 0; round < 12 && waiting.Count > 0; round++)
        {
            Ask([.. waiting.SelectMany(g => mixing.Next(2) == 0 ? members[g] : [])], round % 2 == 0);
        }

        foreach (var group in waiting.ToArray())
        {
            Ask(members[group], false);
            Ask(members[group], true);
        }

        return [.. waiting.Order()];

        void Ask(int[] aim, bool up)
        {
            solver.Objective().Clear();
            foreach (var k in aim.Distinct())
            {
                solver.Objective().SetCoefficient(people[k], 1);
            }

            solver.Objective().SetOptimizationDirection(up);
            Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve());
            foreach (var group in waiting.ToArray())
            {
                var value = members[group].Sum(k => people[k].SolutionValue());
                (least[group], greatest[group]) = (Math.Min(least[group], value), Math.Max(greatest[group], value));
                if (Math.Floor(greatest[group] + 1e-6) > Math.Ceiling(least[group] - 1e-6))
                {
                    waiting.Remove(group);
                }
            }
        }
    }

    public void Dispose() => solver.Dispose();
}
