using System.Collections.Immutable;

namespace Palermo.Disclosure.Protection;

/// <summary>A label of a dimension and the label it is summed into; the root has none.</summary>
/// <param name="Label">The printed label.</param>
/// <param name="Parent">Index of the parent in the dimension, or -1 for the root.</param>
public sealed record HierarchyNode(string Label, int Parent);

/// <summary>A dimension as a tree: node 0 is the root (the total), every parent stands before its children.</summary>
public sealed record Hierarchy(string Name, ImmutableArray<HierarchyNode> Nodes)
{
    /// <summary>Nodes without children.</summary>
    public ImmutableArray<int> Leaves
    {
        get
        {
            var parents = Nodes.Select(n => n.Parent).ToHashSet();
            return [.. Enumerable.Range(0, Nodes.Length).Where(n => !parents.Contains(n))];
        }
    }

    /// <summary>The children of each node.</summary>
    internal int[][] Children
    {
        get
        {
            var children = Enumerable.Range(0, Nodes.Length).ToLookup(n => Nodes[n].Parent);
            return [.. Enumerable.Range(0, Nodes.Length).Select(n => children[n].ToArray())];
        }
    }

    /// <summary>A flat dimension under its total.</summary>
    public static Hierarchy Flat(string name, IEnumerable<string> labels, string total = "Total") =>
        new(name, [new HierarchyNode(total, -1), .. labels.Select(l => new HierarchyNode(l, 0))]);

    /// <summary>Checks the tree.</summary>
    /// <exception cref="InvalidDataException">A cycle, a missing parent, or a root that is not first. Names the dimension.</exception>
    public void Validate()
    {
        for (var n = 0; n < Nodes.Length; n++)
        {
            if (n == 0 ? Nodes[0].Parent != -1 : Nodes[n].Parent < 0 || Nodes[n].Parent >= n)
            {
                throw new InvalidDataException($"dimension '{Name}': '{Nodes[n].Label}' has no parent before it; list the total first and every label after the label it adds into (a cycle is no hierarchy)");
            }
        }
    }
}

/// <summary>A full hierarchical table of counts: every combination of nodes, sums in place. Linked tables share dimensions and are laid into one.</summary>
public sealed class CountTree
{
    private readonly int[] strides;
    private readonly int[][][] childrenOf;
    private ImmutableArray<(int Total, ImmutableArray<int> Parts)> equations;

    private CountTree(ImmutableArray<Hierarchy> dimensions, int[] strides, long[] counts)
    {
        Dimensions = dimensions;
        this.strides = strides;
        Counts = System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(counts);
        childrenOf = [.. dimensions.Select(d => d.Children)];
    }

    /// <summary>The most cells that are protected together.</summary>
    public const int MostCells = 20_000_000;

    public ImmutableArray<Hierarchy> Dimensions { get; }

    /// <summary>Count of every cell.</summary>
    public ImmutableArray<long> Counts { get; }

    /// <summary>Total cell and its parts, for every internal node of every dimension and every combination of the others.</summary>
    public ImmutableArray<(int Total, ImmutableArray<int> Parts)> Equations => equations.IsDefault ? equations = [.. Relations()] : equations;

    /// <summary>Builds from leaf counts; <paramref name="leaf"/> gives the count of a combination of leaf nodes.</summary>
    public static CountTree Build(ImmutableArray<Hierarchy> dimensions, Func<int[], long> leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        var steps = new int[dimensions.Length];
        long size = 1;
        for (var d = dimensions.Length - 1; d >= 0; d--)
        {
            dimensions[d].Validate();
            steps[d] = (int)size;
            size *= dimensions[d].Nodes.Length;
            if (size > MostCells)
            {
                var all = dimensions.Aggregate(1.0, (product, dimension) => product * dimension.Nodes.Length);
                throw new InvalidDataException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the table would have {all:N0} cells; at most {MostCells:N0} are protected together: leave a dimension out or split the table"));
            }
        }

        var counts = new long[size];
        var at = new int[dimensions.Length];
        var leaves = dimensions.Select(d => d.Children.Select(c => c.Length == 0).ToArray()).ToArray();
        for (var cell = 0; cell < size; cell++)
        {
            for (var d = 0; d < at.Length; d++)
            {
                at[d] = cell / steps[d] % dimensions[d].Nodes.Length;
            }

            var inner = false;
            for (var d = 0; d < at.Length; d++)
            {
                inner |= !leaves[d][at[d]];
            }

            if (!inner)
            {
                counts[cell] = leaf(at);
                if (counts[cell] < 0)
                {
                    throw new InvalidDataException("a count is negative; no count can be");
                }
            }
        }

        // Children stand after their parents, so a walk backwards along each dimension sums them in.
        for (var d = 0; d < dimensions.Length; d++)
        {
            for (var cell = (int)size - 1; cell >= 0; cell--)
            {
                var node = cell / steps[d] % dimensions[d].Nodes.Length;
                var parent = dimensions[d].Nodes[node].Parent;
                if (parent >= 0)
                {
                    counts[cell + ((parent - node) * steps[d])] += counts[cell];
                }
            }
        }

        return new CountTree(dimensions, steps, counts);
    }

    /// <summary>Whether changes keep every sum. The work grows with the changes alone, however many parts a sum has.</summary>
    internal bool Adds(ImmutableArray<(int Cell, long By)> changes)
    {
        // What each cell changes by, and what the parts of each sum change by together: they must be the same wherever either is not zero.
        var by = new Dictionary<int, long>(changes.Length);
        foreach (var (cell, change) in changes)
        {
            by[cell] = by.GetValueOrDefault(cell) + change;
        }

        var parts = new Dictionary<(int Dimension, int Total), long>();
        foreach (var (cell, change) in by)
        {
            for (var d = 0; d < Dimensions.Length; d++)
            {
                var node = cell / strides[d] % Dimensions[d].Nodes.Length;
                if (Dimensions[d].Nodes[node].Parent is >= 0 and var parent)
                {
                    var sum = (d, cell + ((parent - node) * strides[d]));
                    parts[sum] = parts.GetValueOrDefault(sum) + change;
                }

                if (childrenOf[d][node].Length > 0)
                {
                    parts.TryAdd((d, cell), 0);
                }
            }
        }

        return parts.All(p => p.Value == by.GetValueOrDefault(p.Key.Total));
    }

    /// <summary>The nodes of a cell, one a dimension.</summary>
    public int[] Nodes(int cell) => [.. Dimensions.Select((d, i) => cell / strides[i] % d.Nodes.Length)];

    /// <summary>The labels of a cell.</summary>
    public string[] Labels(int cell) => [.. Nodes(cell).Select((n, d) => Dimensions[d].Nodes[n].Label)];

    private IEnumerable<(int Total, ImmutableArray<int> Parts)> Relations()
    {
        for (var d = 0; d < Dimensions.Length; d++)
        {
            var children = childrenOf[d];
            for (var cell = 0; cell < Counts.Length; cell++)
            {
                var node = cell / strides[d] % Dimensions[d].Nodes.Length;
                if (children[node].Length > 0)
                {
                    var (at, stride) = (cell, strides[d]);
                    yield return (cell, [.. children[node].Select(c => at + ((c - node) * stride))]);
                }
            }
        }
    }
}
