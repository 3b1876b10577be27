using Google.OrTools.LinearSolver;

namespace Palermo.Disclosure.Gates;

/// <summary>
/// What an intruder who holds every printed figure, and perhaps ranges of hidden ones from elsewhere, can say of the hidden ones: a
/// linear program over each connected set of them, rounded inward to whole numbers.
/// </summary>
/// <remarks>
/// Most cells are cleared together: a few programs with mixed aims show values far enough apart. Only what is left gets two programs of
/// its own. A linear program may find a range that whole numbers do not fill; a brute-force enumerator holds it to account in the tests.
/// </remarks>
internal sealed class LinkedAttack(LinkedCells cells, Func<int, (long Low, long High)?>? known = null)
{
    private const int Mixed = 12;
    private const double Slack = 1e-6;

    /// <summary>The hidden cells whose range is narrower than they need.</summary>
    /// <param name="hidden">Which cells are not printed.</param>
    /// <param name="width">The width that each hidden cell's range must have at least.</param>
    /// <param name="stop">Ends it.</param>
    public List<int> TooNarrow(bool[] hidden, Func<int, long> width, CancellationToken stop)
    {
        var root = Enumerable.Range(0, cells.Count).ToArray();
        int Root(int v)
        {
            while (root[v] != v)
            {
                v = root[v] = root[root[v]];
            }

            return v;
        }

        var binding = cells.Relations.Where(r => hidden[r.Total] || r.Parts.Any(p => hidden[p])).ToArray();
        foreach (var relation in binding)
        {
            var open = relation.Parts.Append(relation.Total).Where(c => hidden[c]).ToArray();
            foreach (var other in open)
            {
                var (a, b) = (Root(open[0]), Root(other));
                root[Math.Max(a, b)] = Math.Min(a, b);
            }
        }

        var relationsOf = binding.ToLookup(r => Root(r.Parts.Append(r.Total).First(c => hidden[c])));
        var narrow = new List<int>();
        foreach (var component in Enumerable.Range(0, cells.Count).Where(c => hidden[c]).GroupBy(Root))
        {
            stop.ThrowIfCancellationRequested();
            Solve([.. component], [.. relationsOf[component.Key]], hidden, width, narrow, stop);
        }

        return narrow;
    }

    private void Solve(int[] open, LinkedRelation[] relations, bool[] hidden, Func<int, long> width, List<int> narrow, CancellationToken stop)
    {
        using var solver = Solver.CreateSolver("GLOP");
        var most = (2.0 * open.Concat(relations.Select(r => r.Total)).Max(c => cells.Counts[c])) + 1_000;
        var x = new Dictionary<int, Variable>();
        foreach (var cell in open)
        {
            var (low, high) = known?.Invoke(cell) ?? (0, (long)most);
            x[cell] = solver.MakeNumVar(low, high, "");
        }

        foreach (var relation in relations)
        {
            double constant = hidden[relation.Total] ? 0 : cells.Counts[relation.Total];
            var fixedParts = relation.Parts.Where(p => !hidden[p]).Sum(p => cells.Counts[p]);
            var right = constant - fixedParts;
            var row = relation.Sums switch
            {
                Sums.Equal => solver.MakeConstraint(right, right, ""),
                Sums.AtMost => solver.MakeConstraint(double.NegativeInfinity, right, ""),
                _ => solver.MakeConstraint(right, double.PositiveInfinity, ""),
            };
            foreach (var part in relation.Parts.Where(p => hidden[p]))
            {
                row.SetCoefficient(x[part], row.GetCoefficient(x[part]) + 1);
            }

            if (hidden[relation.Total])
            {
                row.SetCoefficient(x[relation.Total], row.GetCoefficient(x[relation.Total]) - 1);
            }
        }

        var least = open.ToDictionary(c => c, c => (double)cells.Counts[c]);
        var greatest = open.ToDictionary(c => c, c => (double)cells.Counts[c]);
        var waiting = open.ToHashSet();
        for (var round = 0; round < Mixed && waiting.Count > 2; round++)
        {
            stop.ThrowIfCancellationRequested();
            solver.Objective().Clear();
            foreach (var cell in waiting)
            {
                solver.Objective().SetCoefficient(x[cell], Sign(cell, round));
            }

            solver.Objective().SetMaximization();
            Note(solver.Solve());
        }

        foreach (var cell in waiting.ToArray())
        {
            stop.ThrowIfCancellationRequested();
            for (var sense = 0; sense < 2 && waiting.Contains(cell); sense++)
            {
                solver.Objective().Clear();
                solver.Objective().SetCoefficient(x[cell], 1);
                solver.Objective().SetOptimizationDirection(sense == 1);
                Note(solver.Solve());
            }
        }

        narrow.AddRange(waiting);

        void Note(Solver.ResultStatus status)
        {
            if (status != Solver.ResultStatus.OPTIMAL)
            {
                // The true counts are a solution; without one the relations are wrong, and nothing may be believed of them.
                throw new InvalidOperationException($"the figures of the report contradict their relations ({status})");
            }

            foreach (var cell in open)
            {
                var value = x[cell].SolutionValue();
                least[cell] = Math.Min(least[cell], value);
                greatest[cell] = Math.Max(greatest[cell], value);
                if (Math.Floor(greatest[cell] + Slack) - Math.Ceiling(least[cell] - Slack) >= width(cell))
                {
                    waiting.Remove(cell);
                }
            }
        }
    }

    // Plus and minus by a fixed mixing of the cell and the round: the same answer every time.
    private static int Sign(int cell, int round) => round < 2 ? (round == 0 ? 1 : -1) : ((((uint)cell * 2654435761u) >> (round + 3)) & 1) == 0 ? 1 : -1;
}
