using System.Collections.Immutable;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Protection;

/// <summary>A table of true counts out of a file, and what was taken for granted in it.</summary>
/// <param name="Tree">The full crossing.</param>
/// <param name="AbsentLeaves">Combinations that the file does not list; a list of counts lists who is there, so they are zero.</param>
/// <param name="ComputedTotals">Whether some dimension had no total and got one.</param>
public sealed record ReadTree(CountTree Tree, int AbsentLeaves, bool ComputedTotals);

/// <summary>Lays a file's true counts into a full hierarchical table. Refuses, with the reason and never a count, what is no table of counts.</summary>
public static class CountTreeReader
{
    /// <param name="table">The counts as read, long form.</param>
    /// <param name="hierarchies">Label and parent pairs for dimensions that are not flat, by the dimension's name; parents need not come first.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="InvalidDataException">Blank, hidden, negative or unreadable cells, cells twice, totals that are not the sum of their parts, a cycle.</exception>
    public static ReadTree Read(PublishedTable table, IReadOnlyDictionary<string, ImmutableArray<(string Label, string Parent)>> hierarchies, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(hierarchies);
        if (table.AmbiguousCells > 0)
        {
            throw new InvalidDataException($"{table.Name}: cells that occur more than once: {table.AmbiguousCells}; leave one of each. Nothing was written");
        }

        Refuse(c => table.State(c) == CellState.NotPublished, "without a count", "a blank is no zero: write 0 where there is nobody, or leave the row out");
        Refuse(c => table.State(c) == CellState.Hidden, "that hide their count behind a mark", "protection needs the true counts");
        Refuse(c => table.State(c) == CellState.Unreadable, "that hold neither a count nor a known mark", "write whole numbers");
        Refuse(c => table.State(c) == CellState.Shown && table.Low(c) < 0, "that hold a negative count", "no count can be negative");
        void Refuse(Func<int, bool> isWrong, string what, string toDo)
        {
            int[] found = [.. Enumerable.Range(0, table.Cells).Where(isWrong)];
            if (found.Length > 0)
            {
                throw new InvalidDataException($"{table.Name}: cells {what}: {found.Length}, the first '{table.Describe(found[0])}'; {toDo}. Nothing was written");
            }
        }

        foreach (var unknown in hierarchies.Keys.Where(k => !table.Dimensions.Any(d => d.Name == k)))
        {
            throw new InvalidDataException($"{table.Name}: there is no column '{unknown}' to give a hierarchy to; the columns are: {string.Join(", ", table.Dimensions.Select(d => d.Name))}");
        }

        var dimensions = table.Dimensions.Select(d => hierarchies.TryGetValue(d.Name, out var pairs) ? Ordered(d.Name, pairs) : FlatOf(table.Name, d)).ToImmutableArray();
        var nodeOf = dimensions.Select((h, d) => NodeOf(table.Name, h, table.Dimensions[d])).ToArray();
        var strides = new long[dimensions.Length];
        long size = 1;
        for (var d = dimensions.Length - 1; d >= 0; d--)
        {
            strides[d] = size;
            size = Math.Min(size * dimensions[d].Nodes.Length, long.MaxValue / 1_000_000);
        }

        if (size > CountTree.MostCells)
        {
            CountTree.Build(dimensions, _ => 0);
        }

        var listed = new long[size];
        Array.Fill(listed, -1);
        for (var c = 0; c < table.Cells; c++)
        {
            if ((c & 0xffff) == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            if (table.State(c) == CellState.Shown)
            {
                long at = 0;
                for (var d = 0; d < dimensions.Length; d++)
                {
                    at += strides[d] * nodeOf[d][table.Codes(c)[d]];
                }

                listed[at] = table.Low(c);
            }
        }

        var absent = 0;
        var tree = CountTree.Build(dimensions, at =>
        {
            long cell = 0;
            for (var d = 0; d < at.Length; d++)
            {
                cell += strides[d] * at[d];
            }

            absent += listed[cell] < 0 ? 1 : 0;
            return Math.Max(0, listed[cell]);
        });
        stop.ThrowIfCancellationRequested();
        var wrong = Enumerable.Range(0, listed.Length).Count(c => listed[c] >= 0 && listed[c] != tree.Counts[c]);
        return wrong > 0
            ? throw new InvalidDataException($"{table.Name}: {wrong} totals are not the sum of their parts (after combinations that are not listed were taken as zero); mend the table or leave the totals out, they are computed")
            : new ReadTree(tree, absent, table.Dimensions.Any(d => !d.Labels.Any(RelationFinder.IsTotal)));
    }

    private static Hierarchy FlatOf(string file, Dimension dimension)
    {
        var totals = dimension.Labels.Where(RelationFinder.IsTotal).ToArray();
        return totals.Length > 1
            ? throw new InvalidDataException($"{file}: column '{dimension.Name}' has {totals.Length} labels that read as its total; give its hierarchy with --hierarchy")
            : Hierarchy.Flat(dimension.Name, dimension.Labels.Where(l => !RelationFinder.IsTotal(l)), totals.FirstOrDefault() ?? "Total");
    }

    // Parents before children, from pairs in any order; what never gets its turn hangs on a cycle or on a parent that is not there.
    private static Hierarchy Ordered(string name, ImmutableArray<(string Label, string Parent)> pairs)
    {
        var roots = pairs.Select(p => p.Parent).Distinct(StringComparer.Ordinal).Except(pairs.Select(p => p.Label), StringComparer.Ordinal).ToArray();
        if (roots.Length != 1 || pairs.Select(p => p.Label).Distinct(StringComparer.Ordinal).Count() != pairs.Length)
        {
            throw new InvalidDataException($"the hierarchy of '{name}' has {roots.Length} labels without a parent, and must have one, the total, with every other label once: a label with two parents or a cycle is no hierarchy");
        }

        var childrenOf = pairs.ToLookup(p => p.Parent, p => p.Label, StringComparer.Ordinal);
        var nodes = ImmutableArray.CreateBuilder<HierarchyNode>();
        nodes.Add(new HierarchyNode(roots[0], -1));
        for (var n = 0; n < nodes.Count; n++)
        {
            foreach (var child in childrenOf[nodes[n].Label])
            {
                nodes.Add(new HierarchyNode(child, n));
            }
        }

        return nodes.Count == pairs.Length + 1
            ? new Hierarchy(name, nodes.ToImmutable())
            : throw new InvalidDataException($"the hierarchy of '{name}' has a cycle: {pairs.Length + 1 - nodes.Count} labels add into each other and never into '{roots[0]}'");
    }

    private static int[] NodeOf(string file, Hierarchy hierarchy, Dimension dimension)
    {
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var n = 0; n < hierarchy.Nodes.Length; n++)
        {
            at[hierarchy.Nodes[n].Label] = n;
        }

        var missing = dimension.Labels.Count(l => !at.ContainsKey(l));
        return missing > 0
            ? throw new InvalidDataException($"{file}: {missing} labels of column '{dimension.Name}' are not in its hierarchy; add them with their parent")
            : [.. dimension.Labels.Select(l => at[l])];
    }
}
