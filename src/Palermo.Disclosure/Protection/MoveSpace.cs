using System.Collections.Immutable;

namespace Palermo.Disclosure.Protection;

/// <summary>
/// The moves of a hierarchical table that are products over its dimensions: in each dimension either two leaves change places, or one
/// leaf changes with everything above it. All sums hold by construction (the hypercubes of Repsilber 1994, carried to hierarchies).
/// </summary>
internal sealed class MoveSpace
{
    private readonly CountTree table;
    private readonly int[] strides;
    private readonly int[][][] paths;
    private readonly int[][][] leavesUnder;
    private readonly Factor[]?[][] factors;
    private readonly bool grandTotalHidden;
    private readonly int most;

    public MoveSpace(CountTree table, bool grandTotalHidden, int most)
    {
        this.table = table;
        this.grandTotalHidden = grandTotalHidden;
        this.most = most;
        var dimensions = table.Dimensions;
        strides = new int[dimensions.Length];
        var size = 1;
        for (var d = dimensions.Length - 1; d >= 0; d--)
        {
            strides[d] = size;
            size *= dimensions[d].Nodes.Length;
        }

        factors = [.. dimensions.Select(d => new Factor[]?[d.Nodes.Length])];
        paths = [.. dimensions.Select(d => d.Nodes.Select((_, n) => Path(d, n)).ToArray())];
        leavesUnder = [.. dimensions.Select((d, i) =>
        {
            var under = d.Nodes.Select(_ => new List<int>()).ToArray();
            foreach (var leaf in d.Leaves)
            {
                foreach (var n in paths[i][leaf])
                {
                    under[n].Add(leaf);
                }
            }

            return under.Select(u => u.ToArray()).ToArray();
        })];
    }

    /// <summary>One dimension's part of a move: the offsets of its nodes that rise, then of those that fall.</summary>
    internal sealed record Factor(int[] Offsets, int Rising)
    {
        public bool IsExchange => Rising < Offsets.Length;
    }

    /// <summary>The parts that a dimension can take for a cell, shortest first. At most <c>most</c>: in a wide dimension the nearest.</summary>
    public Factor[] Factors(int cell, int dimension)
    {
        var node = cell / strides[dimension] % table.Dimensions[dimension].Nodes.Length;
        return factors[dimension][node] ??= Make(dimension, node);
    }

    private Factor[] Make(int dimension, int node)
    {
        var own = leavesUnder[dimension][node];
        var leaves = leavesUnder[dimension][0];
        var list = new List<Factor>();
        // In a wide dimension the leaves next to the cell's own are its siblings: they come first.
        foreach (var l in own.Take(most))
        {
            list.Add(Part(dimension, paths[dimension][l], []));
            var at = Array.BinarySearch(leaves, l);
            var taken = 0;
            for (var step = 1; step < leaves.Length && taken < most; step++)
            {
                foreach (var other in (ReadOnlySpan<int>)[at - step, at + step])
                {
                    if (other < 0 || other >= leaves.Length || Array.IndexOf(paths[dimension][leaves[other]], node) >= 0)
                    {
                        continue;
                    }

                    var (a, b) = (paths[dimension][l], paths[dimension][leaves[other]]);
                    var common = 0;
                    while (common < a.Length && common < b.Length && a[^(common + 1)] == b[^(common + 1)])
                    {
                        common++;
                    }

                    list.Add(Part(dimension, a.AsSpan(..^common), b.AsSpan(..^common)));
                    taken++;
                }
            }
        }

        return [.. list.OrderBy(f => f.Offsets.Length)];
    }

    /// <summary>The cells of a move as one list, the rising ones first, and how many rise.</summary>
    public static (int[] Cells, int Rising) Expand(ReadOnlySpan<Factor> factors)
    {
        var (up, down) = (new List<int> { 0 }, new List<int>());
        foreach (var f in factors)
        {
            var (nextUp, nextDown) = (new List<int>(), new List<int>());
            for (var i = 0; i < f.Offsets.Length; i++)
            {
                nextUp.AddRange((i < f.Rising ? up : down).Select(c => c + f.Offsets[i]));
                nextDown.AddRange((i < f.Rising ? down : up).Select(c => c + f.Offsets[i]));
            }

            (up, down) = (nextUp, nextDown);
        }

        return ([.. up, .. down], up.Count);
    }

    /// <summary>Whether the parts together leave the printed grand total alone.</summary>
    public bool KeepsTotal(ReadOnlySpan<Factor> factors)
    {
        foreach (var f in factors)
        {
            if (f.IsExchange)
            {
                return true;
            }
        }

        return grandTotalHidden;
    }

    private Factor Part(int dimension, ReadOnlySpan<int> up, ReadOnlySpan<int> down)
    {
        var offsets = new int[up.Length + down.Length];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = (i < up.Length ? up[i] : down[i - up.Length]) * strides[dimension];
        }

        return new Factor(offsets, up.Length);
    }

    private static int[] Path(Hierarchy dimension, int node)
    {
        var path = new List<int>();
        for (var n = node; n >= 0; n = dimension.Nodes[n].Parent)
        {
            path.Add(n);
        }

        return [.. path];
    }
}
