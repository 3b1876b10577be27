using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;

namespace Palermo.Estimation.Likelihood;

/// <summary>
/// The linear program of Fienberg and Rinaldo (Ann. Statist. 40, 2012, 996-1023) for one table and model:
/// maximise s subject to A'x = A'n, x >= s, s >= 0 over the histories kept. The estimate exists exactly when the maximum is positive.
/// Terms nobody was seen on are at minus infinity and their histories are dropped (Chan, Silverman and Vincent, JASA 116, 2021).
/// </summary>
internal sealed class ExistenceProblem
{
    public required int[] Terms { get; init; }

    public required int[] Dropped { get; init; }

    public required int[] Cells { get; init; }

    public required long[] Counts { get; init; }

    public static ExistenceProblem Of(CaptureTable table, HierarchicalModel model)
    {
        var (terms, dropped) = Split(table, model);
        int[] cells = [.. Enumerable.Range(1, table.CellCount - 1).Where(c => !dropped.Any(t => (c & t) == t))];
        return new ExistenceProblem { Terms = terms, Dropped = dropped, Cells = cells, Counts = [.. cells.Select(c => table[c])] };
    }

    /// <summary>The terms of a model with somebody seen on all their lists, and those without.</summary>
    public static (int[] Kept, int[] Dropped) Split(CaptureTable table, HierarchicalModel model)
    {
        var kept = new List<int>();
        var dropped = new List<int>();
        foreach (var term in model.Terms)
        {
            (table.SeenOnAll(term) == 0 ? dropped : kept).Add(term);
        }

        return ([.. kept], [.. dropped]);
    }

    /// <summary>The same problem for the zero pattern alone: existence does not depend on how positive a count is.</summary>
    public ExistenceProblem Pattern() => new() { Terms = Terms, Dropped = Dropped, Cells = Cells, Counts = Array.ConvertAll(Counts, c => c > 0 ? 1L : 0L) };

    public bool Entry(int term, int cell) => (Cells[cell] & Terms[term]) == Terms[term];
}
