using System.Collections.Immutable;

namespace Palermo.Disclosure.Graphical;

/// <summary>A noisy marginal: columns, counts in the order of a <see cref="Factor"/>, and the standard deviation of their noise.</summary>
internal sealed record NoisyMarginal(ImmutableArray<int> Columns, double[] Counts, double Sigma);

/// <summary>
/// The distribution of greatest entropy that fits noisy marginals best: entropic mirror descent over the marginals of a junction tree,
/// with belief propagation in logarithms (McKenna, Sheldon and Miklau, Private-PGM, 2019). Post-processing: costs no privacy.
/// </summary>
internal sealed class GraphicalModel
{
    private readonly ImmutableArray<int> sizes;
    private readonly JunctionTree tree;
    private readonly Factor[] shapes;
    private readonly (int[] ToChild, int[] ToParent, int Size)[] separators;
    private readonly ImmutableArray<NoisyMarginal> measured;
    private readonly (int Clique, int[] Map)[] place;
    private readonly double[][] potentials;
    private double[][] beliefs;

    private GraphicalModel(ImmutableArray<int> sizes, double total, ImmutableArray<NoisyMarginal> measured, GraphicalModel? warm)
    {
        (this.sizes, Total, this.measured) = (sizes, total, measured);
        tree = JunctionTree.Over(sizes, measured.Select(m => m.Columns));
        shapes = [.. tree.Cliques.Select(Shape)];
        separators = [.. tree.Edges.Select(e => (shapes[e.Child].MapTo(e.Separator), shapes[e.Parent].MapTo(e.Separator), e.Separator.Aggregate(1, (p, c) => p * sizes[c])))];
        place = [.. measured.Select(m =>
        {
            var clique = Enumerable.Range(0, shapes.Length).Where(c => m.Columns.All(shapes[c].Columns.Contains)).MinBy(c => shapes[c].Values.Length);
            return (clique, shapes[clique].MapTo(m.Columns));
        })];
        // A warm start keeps what earlier rounds learnt of the marginals that are still there.
        potentials = [.. measured.Select((m, i) => warm is not null && i < warm.potentials.Length && warm.measured[i].Columns.SequenceEqual(m.Columns) ? (double[])warm.potentials[i].Clone() : new double[m.Counts.Length])];
        beliefs = Propagate(potentials);
    }

    public double Total { get; }

    /// <summary>Fits marginals; an earlier fit of a prefix of them makes it quicker.</summary>
    public static GraphicalModel Fit(ImmutableArray<int> sizes, double total, ImmutableArray<NoisyMarginal> measured, int iterations, GraphicalModel? warm = null, CancellationToken stop = default)
    {
        var model = new GraphicalModel(sizes, Math.Max(1, total), measured, warm);
        model.Descend(iterations, stop);
        return model;
    }

    /// <summary>Expected counts over columns that lie in one clique, or the product over cliques' tables where they do not.</summary>
    public double[] Marginal(ImmutableArray<int> columns)
    {
        var clique = Enumerable.Range(0, shapes.Length).Where(c => columns.All(shapes[c].Columns.Contains)).Order(Comparer<int>.Create((a, b) => shapes[a].Values.Length.CompareTo(shapes[b].Values.Length))).Cast<int?>().FirstOrDefault();
        if (clique is { } at)
        {
            return Sum(beliefs[at], shapes[at].MapTo(columns), columns.Aggregate(1, (p, c) => p * sizes[c]));
        }

        return Walk(columns);
    }

    /// <summary>Rows from the model, whole counts at every step: groups are divided by largest parts with one random offset.</summary>
    public ushort[] Sample(int rows, Noise.BitSource bits)
    {
        var width = sizes.Length;
        var codes = new ushort[rows * width];
        var order = Enumerable.Range(0, rows).ToArray();
        Divide(order, beliefs[0], shapes[0], Enumerable.Range(0, beliefs[0].Length).ToArray());
        for (var e = 0; e < tree.Edges.Length; e++)
        {
            var edge = tree.Edges[e];
            var shape = shapes[edge.Child];
            var toChild = separators[e].ToChild;
            var cellsOf = Enumerable.Range(0, shape.Values.Length).ToLookup(c => toChild[c]);
            foreach (var group in order.GroupBy(r => edge.Separator.Aggregate(0, (at, c) => (at * sizes[c]) + codes[(r * width) + c])).ToArray())
            {
                Divide([.. group], beliefs[edge.Child], shape, [.. cellsOf[group.Key]]);
            }
        }

        return codes;

        void Divide(int[] members, double[] belief, Factor shape, int[] cells)
        {
            for (var i = members.Length - 1; i > 0; i--)
            {
                var j = (int)bits.Below((UInt128)(i + 1));
                (members[i], members[j]) = (members[j], members[i]);
            }

            var weight = cells.Sum(c => belief[c]);
            var offset = (bits.Next() >> 11) * (1.0 / (1UL << 53));
            double sum = 0;
            var given = 0;
            foreach (var cell in cells)
            {
                sum += weight > 0 ? belief[cell] / weight * members.Length : (double)members.Length / cells.Length;
                var upTo = cell == cells[^1] ? members.Length : Math.Min(members.Length, (int)Math.Floor(sum + offset));
                for (; given < upTo; given++)
                {
                    var rest = cell;
                    for (var d = shape.Columns.Length - 1; d >= 0; d--)
                    {
                        codes[(members[given] * width) + shape.Columns[d]] = (ushort)(rest % shape.Sizes[d]);
                        rest /= shape.Sizes[d];
                    }
                }
            }
        }
    }

    private Factor Shape(ImmutableArray<int> columns) => new(columns, [.. columns.Select(c => sizes[c])]);

    private void Descend(int iterations, CancellationToken stop)
    {
        var alpha = 1.0 / (Total * Total) * measured.Min(m => m.Sigma * m.Sigma);
        var (loss, gradient) = Loss(beliefs);
        for (var i = 0; i < iterations; i++)
        {
            stop.ThrowIfCancellationRequested();
            alpha *= 2;
            var moved = false;
            for (var tries = 0; tries < 25; tries++, alpha /= 2)
            {
                var next = potentials.Select((p, m) => p.Zip(gradient[m], (a, g) => a - (alpha * g)).ToArray()).ToArray();
                var nextBeliefs = Propagate(next);
                var (nextLoss, nextGradient) = Loss(nextBeliefs);
                if (loss - nextLoss >= 0 && !double.IsNaN(nextLoss))
                {
                    moved = loss - nextLoss > 1e-9 * loss;
                    for (var m = 0; m < next.Length; m++)
                    {
                        potentials[m] = next[m];
                    }

                    (beliefs, loss, gradient) = (nextBeliefs, nextLoss, nextGradient);
                    break;
                }
            }

            if (!moved)
            {
                return;
            }
        }
    }

    private (double Loss, double[][] Gradient) Loss(double[][] at)
    {
        double loss = 0;
        var gradient = new double[measured.Length][];
        for (var m = 0; m < measured.Length; m++)
        {
            var (clique, map) = place[m];
            var counts = Sum(at[clique], map, measured[m].Counts.Length);
            var precision = 1 / (measured[m].Sigma * measured[m].Sigma);
            for (var c = 0; c < counts.Length; c++)
            {
                var off = counts[c] - measured[m].Counts[c];
                loss += 0.5 * precision * off * off;
                counts[c] = precision * off;
            }

            gradient[m] = counts;
        }

        return (loss, gradient);
    }

    // Two passes over the tree; every clique then holds its expected counts.
    private double[][] Propagate(double[][] of)
    {
        var cliques = shapes.Select(s => new double[s.Values.Length]).ToArray();
        for (var m = 0; m < of.Length; m++)
        {
            var (clique, map) = place[m];
            for (var i = 0; i < map.Length; i++)
            {
                cliques[clique][i] += of[m][map[i]];
            }
        }

        var messages = new double[tree.Edges.Length][];
        for (var e = tree.Edges.Length - 1; e >= 0; e--)
        {
            messages[e] = Factor.LogSum(cliques[tree.Edges[e].Child], separators[e].ToChild, separators[e].Size);
            AddTo(cliques[tree.Edges[e].Parent], separators[e].ToParent, messages[e], null);
        }

        for (var e = 0; e < tree.Edges.Length; e++)
        {
            var down = Factor.LogSum(cliques[tree.Edges[e].Parent], separators[e].ToParent, separators[e].Size);
            AddTo(cliques[tree.Edges[e].Child], separators[e].ToChild, down, messages[e]);
        }

        var log = Math.Log(Total) - Factor.LogSum(cliques[0]);
        foreach (var clique in cliques)
        {
            for (var i = 0; i < clique.Length; i++)
            {
                clique[i] = Math.Exp(clique[i] + log);
            }
        }

        return cliques;
    }

    private static void AddTo(double[] clique, int[] map, double[] message, double[]? less)
    {
        for (var i = 0; i < clique.Length; i++)
        {
            var back = less?[map[i]] ?? 0;
            clique[i] += double.IsNegativeInfinity(back) ? double.NegativeInfinity : message[map[i]] - back;
        }
    }

    // Columns in several cliques: eliminate along the tree, keeping the columns asked for and the separators on the way.
    private double[] Walk(ImmutableArray<int> columns)
    {
        var kept = new Dictionary<int, Factor>();
        for (var c = 0; c < shapes.Length; c++)
        {
            kept[c] = new Factor(shapes[c].Columns, shapes[c].Sizes, beliefs[c]);
        }

        for (var e = tree.Edges.Length - 1; e >= 0; e--)
        {
            var (edge, child) = (tree.Edges[e], kept[tree.Edges[e].Child]);
            var wanted = child.Columns.Where(c => columns.Contains(c) || edge.Separator.Contains(c)).ToImmutableArray();
            if (!wanted.Any(c => columns.Contains(c) && !edge.Separator.Contains(c)))
            {
                continue;
            }

            var conditional = Reduce(child, wanted);
            var margin = Sum(conditional.Values, conditional.MapTo(edge.Separator), edge.Separator.Aggregate(1, (p, c) => p * sizes[c]));
            var parent = kept[edge.Parent];
            parent = Reduce(parent, [.. parent.Columns.Where(c => columns.Contains(c) || edge.Separator.Contains(c) || tree.Edges.Take(e).Any(o => (o.Child == edge.Parent || o.Parent == edge.Parent) && o.Separator.Contains(c)))]);
            ImmutableArray<int> joint = [.. parent.Columns.Union(wanted).Order()];
            var product = new Factor(joint, [.. joint.Select(c => sizes[c])]);
            var (toParent, toChild, toSeparator) = (product.MapTo(parent.Columns), product.MapTo(wanted), product.MapTo(edge.Separator));
            for (var i = 0; i < product.Values.Length; i++)
            {
                var below = margin[toSeparator[i]];
                product.Values[i] = below > 0 ? parent.Values[toParent[i]] * conditional.Values[toChild[i]] / below : 0;
            }

            kept[edge.Parent] = product;
        }

        return Sum(kept[0].Values, kept[0].MapTo(columns), columns.Aggregate(1, (p, c) => p * sizes[c]));
    }

    private Factor Reduce(Factor factor, ImmutableArray<int> columns)
    {
        var shape = Shape(columns);
        return new Factor(columns, shape.Sizes, Sum(factor.Values, factor.MapTo(columns), shape.Values.Length));
    }

    private static double[] Sum(double[] values, int[] map, int size)
    {
        var sum = new double[size];
        for (var i = 0; i < values.Length; i++)
        {
            sum[map[i]] += values[i];
        }

        return sum;
    }
}
