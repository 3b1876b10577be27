using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Solving;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>Adds up what the groups say.</summary>
internal sealed class Tally
{
    public List<CellBounds> Bounds { get; } = [];

    public List<SubtractionStep> Steps { get; } = [];

    public List<int> Recovered { get; } = [];

    public Dictionary<long, int> NarrowedTo { get; } = [];

    public int Contradictory { get; private set; }

    public int HiddenInContradictory { get; private set; }

    public int Consistent { get; private set; }

    public int ContradictoryShown { get; set; }

    public int Undecided { get; private set; }

    public int BySubtraction { get; private set; }

    public int ByArithmetic { get; private set; }

    public int Disagreements { get; private set; }

    public void Group(PublishedTable table, BoundRelations bound, List<int> relations, List<int> hidden, GroupSolution? solution)
    {
        if (solution is null)
        {
            Contradictory++;
            HiddenInContradictory += hidden.Count;
            return;
        }

        if (solution.Feasibility == Feasibility.Consistent)
        {
            Consistent++;
            Undecided += solution.Cells.Count(c => !c.Exact);
        }
        else
        {
            Undecided += hidden.Count;
        }

        var forced = new Dictionary<int, long>();
        foreach (var cell in solution.Cells)
        {
            Bounds.Add(cell);
            if (cell.Min == cell.Max)
            {
                // A mark that admits one value hides nothing; it is recovered all the same.
                Recovered.Add(cell.Cell);
                forced[cell.Cell] = cell.Min;
            }
            else if (cell.PossibleValues < table.High(cell.Cell) - table.Low(cell.Cell) + 1 && table.High(cell.Cell) < SuppressionMark.Unbounded)
            {
                NarrowedTo[cell.PossibleValues] = NarrowedTo.GetValueOrDefault(cell.PossibleValues) + 1;
            }
        }

        var known = new Dictionary<int, long>();
        Subtraction.Run(table, bound, relations, known, addition: false);
        BySubtraction += known.Count(k => forced.TryGetValue(k.Key, out var value) && value == k.Value);
        known.Clear();
        Steps.AddRange(Subtraction.Run(table, bound, relations, known, addition: true));
        foreach (var (cell, value) in known)
        {
            if (forced.TryGetValue(cell, out var exact) && exact == value)
            {
                ByArithmetic++;
            }
            else
            {
                Disagreements++;
            }
        }
    }
}
