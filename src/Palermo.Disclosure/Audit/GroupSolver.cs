using System.Collections.Immutable;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Solving;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>What the solutions of one consistent group say about its hidden cells.</summary>
internal sealed record GroupSolution(Feasibility Feasibility, List<CellBounds> Cells);

/// <summary>Turns a group's relations into whole-number systems, one a connected set of hidden cells, and solves them.</summary>
internal static class GroupSolver
{
    /// <summary>Whether a relation without a hidden cell does not hold.</summary>
    public static bool ShownContradiction(PublishedTable table, BoundRelations bound, List<int> relations)
    {
        foreach (var r in relations)
        {
            var relation = bound.Relations[r];
            if (table.State(relation.Total) == CellState.Shown && relation.Parts.All(p => table.State(p) == CellState.Shown)
                && relation.Parts.Sum(p => table.Low(p)) != table.Low(relation.Total))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The bounds of the group's hidden cells, or null when it has no whole-number solution.</summary>
    public static GroupSolution? Solve(PublishedTable table, BoundRelations bound, List<int> relations, List<int> hidden, CancellationToken stop, CancellationToken timeOver)
    {
        var local = new Dictionary<int, int>();
        foreach (var c in hidden)
        {
            local[c] = local.Count;
        }

        var component = Enumerable.Range(0, hidden.Count).ToArray();
        int Root(int v)
        {
            while (component[v] != v)
            {
                v = component[v] = component[component[v]];
            }

            return v;
        }

        var equations = new List<(List<int> Cells, List<sbyte> Signs, long Constant)>();
        foreach (var r in relations)
        {
            var relation = bound.Relations[r];
            var cells = new List<int>();
            var signs = new List<sbyte>();
            long constant = 0;
            void Add(int cell, sbyte sign)
            {
                if (table.State(cell) == CellState.Hidden)
                {
                    cells.Add(local[cell]);
                    signs.Add(sign);
                }
                else
                {
                    constant -= sign * table.Low(cell);
                }
            }

            foreach (var part in relation.Parts)
            {
                Add(part, 1);
            }

            Add(relation.Total, -1);
            if (cells.Count == 0)
            {
                continue;
            }

            equations.Add((cells, signs, constant));
            foreach (var v in cells)
            {
                var (a, b) = (Root(cells[0]), Root(v));
                component[Math.Max(a, b)] = Math.Min(a, b);
            }
        }

        var members = new Dictionary<int, List<int>>();
        for (var v = 0; v < hidden.Count; v++)
        {
            var root = Root(v);
            (members.TryGetValue(root, out var list) ? list : members[root] = []).Add(v);
        }

        var equationsOf = equations.ToLookup(e => Root(e.Cells[0]));
        var answer = new List<CellBounds>(hidden.Count);
        var feasibility = Feasibility.Consistent;
        foreach (var (root, variables) in members.OrderBy(m => m.Key))
        {
            var number = new Dictionary<int, int>();
            foreach (var v in variables)
            {
                number[v] = number.Count;
            }

            // So many marks without an upper end may stand in one sum that their ends together pass a long: each is cut to its part of one.
            var ceiling = (1L << 60) / Math.Max(1 << 10, equationsOf[root].Select(e => e.Cells.Count).DefaultIfEmpty(1).Max());
            var system = new IntegerSystem(
                [.. variables.Select(v => table.Low(hidden[v]))],
                [.. variables.Select(v => Math.Max(table.Low(hidden[v]), Math.Min(table.High(hidden[v]), ceiling)))],
                [.. equationsOf[root].Select(e => new Equation([.. e.Cells.Select(v => number[v])], [.. e.Signs], e.Constant))]);
            var bounds = system.Equations.IsEmpty ? Free(system) : ExactBounds.Solve(system, Budget(variables.Count), stop, timeOver);
            if (bounds.Feasibility == Feasibility.Contradictory)
            {
                return null;
            }

            if (bounds.Feasibility == Feasibility.Undecided)
            {
                feasibility = Feasibility.Undecided;
            }

            for (var i = 0; i < variables.Count; i++)
            {
                answer.Add(new CellBounds(hidden[variables[i]], bounds.Min[i], bounds.Max[i], bounds.PossibleValues[i], bounds.Exact[i]));
            }
        }

        return new GroupSolution(feasibility, answer);
    }

    // Small components get a proof; large ones go to the linear program after a short try.
    private static int Budget(int variables) => variables <= 40 ? 50_000 : variables <= 400 ? 2_000 : 200;

    private static SolutionBounds Free(IntegerSystem system) =>
        new(Feasibility.Consistent, system.Low, system.High, [.. system.Low.Zip(system.High, (l, h) => h - l + 1)], [.. system.Low.Select(_ => true)]);
}
