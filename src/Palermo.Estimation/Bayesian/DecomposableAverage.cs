using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Bayesian;

/// <summary>
/// Exact Bayesian averaging over decomposable graphs with hyper-Dirichlet priors (Madigan and York, Biometrika 84, 1997): uniform on
/// graphs, N proportional to 1/N. For a graph ln P(G, n0) is the sum over cliques less the sum over separators of Dirichlet-multinomial
/// terms; only the all-zero cell of a margin depends on n0, so one vector a subset of lists serves every graph.
/// </summary>
public static class DecomposableAverage
{
    /// <summary>Anything this far (in logs) below the highest point cannot move the last digit.</summary>
    private const double Negligible = 40;

    /// <summary>From this block on (n0 above a thousand) a smooth stretch is taken from eight points of its 64.</summary>
    private const int FirstSmooth = 16;

    /// <summary>How much higher a graph may be between two points of the first, geometric look.</summary>
    private const double Screen = 60;

    /// <summary>The prior weight that puts one individual's worth of prior on the whole table: 2^-lists.</summary>
    public static double DefaultDelta(int lists) => Math.ScaleB(1, -lists);

    /// <summary>The posterior on 1 .. 10 n missing, the convention of the R package of the same method.</summary>
    public static GraphPosterior Run(CaptureTable table, double delta, int? mostMissing = null) =>
        Compute(table, delta, mostMissing ?? (int)Math.Min(10 * table.Observed, 100_000_000 >> table.ListCount));

    /// <summary>The grid doubled until less than 1e-8 of the probability lies in its upper half, or memory says stop.</summary>
    public static GraphPosterior RunUntilTailIsNegligible(CaptureTable table, double delta)
    {
        var most = (int)Math.Max(100, Math.Min(10 * table.Observed, 1_000_000));
        var limit = Math.Max(most, Math.Min(320L * table.Observed, 300_000));
        while (true)
        {
            var posterior = Compute(table, delta, most);
            if (posterior.UpperHalfMass < 1e-8 || most >= limit)
            {
                return posterior;
            }

            most = (int)Math.Min(2L * most, limit);
        }
    }

    private static GraphPosterior Compute(CaptureTable table, double delta, int most)
    {
        var terms = new SubsetTerms(table, delta, most);
        var graphs = DecomposableGraph.All(table.ListCount);
        var (peaks, top) = Peaks(graphs, terms, most, table.ListCount);
        var blocks = (most + SubsetTerms.Block - 1) / SubsetTerms.Block;
        var edges = EdgeValues(terms, blocks, table.ListCount);
        var posterior = new double[blocks * SubsetTerms.Block];
        var weights = new GraphWeight[graphs.Length];
        var line = new double[SubsetTerms.Block];
        var heights = new double[blocks + 1];
        var nodes = new Vector512<double>[blocks];
        var total = 0.0;
        for (var g = 0; g < graphs.Length; g++)
        {
            var (mass, mean) = (0.0, 0.0);
            if (peaks[g] > top - Negligible - Screen)
            {
                Heights(graphs[g], edges, heights);
                for (var b = 0; b < blocks; b++)
                {
                    // A block is passed over when both its ends and the ends next to them are far below the top.
                    var nearby = Math.Max(Math.Max(heights[b], heights[b + 1]), Math.Max(heights[Math.Max(b - 1, 0)], heights[Math.Min(b + 2, blocks)]));
                    if (b > 0 && nearby < top - Negligible)
                    {
                        continue;
                    }

                    if (b >= FirstSmooth && terms.Length(b) == SubsetTerms.Block && b + 2 <= blocks && Smooth(heights, b))
                    {
                        var value = terms.NodesOf(0, b) - Vector512.Create(top);
                        foreach (var clique in graphs[g].Cliques)
                        {
                            value += terms.NodesOf(clique, b);
                        }

                        foreach (var separator in graphs[g].Separators)
                        {
                            value -= terms.NodesOf(separator, b);
                        }

                        value = Vector512.Exp(value);
                        nodes[b] += value;
                        var sum = Vector512.Dot(value, BlockRule.Sum);
                        mass += sum;
                        mean += Vector512.Dot(value, BlockRule.FirstMoment) + sum * (1.0 + b * SubsetTerms.Block);
                        continue;
                    }

                    Fill(line, graphs[g], terms, b);
                    Exponentiate(line, top);
                    var length = terms.Length(b);
                    for (var i = 0; i < length; i++)
                    {
                        posterior[b * SubsetTerms.Block + i] += line[i];
                        mass += line[i];
                        mean += line[i] * (b * SubsetTerms.Block + i + 1);
                    }
                }
            }

            total += mass;
            weights[g] = new GraphWeight(graphs[g], mass, mass > 0 ? table.Observed + mean / mass : double.NaN);
        }

        for (var b = 0; b < blocks; b++)
        {
            BlockRule.Spread(nodes[b], posterior.AsSpan(b * SubsetTerms.Block, SubsetTerms.Block));
        }

        return Summarise(table, delta, most, posterior, weights, total, top);
    }

    /// <summary>Whether a graph's log posterior bends little enough over a block, seen from the blocks around it.</summary>
    private static bool Smooth(double[] heights, int b) =>
        Math.Abs(heights[b - 1] - 2 * heights[b] + heights[b + 1]) < 0.3 && Math.Abs(heights[b] - 2 * heights[b + 1] + heights[b + 2]) < 0.3;

    /// <summary>The height of every graph near its peak, from a geometric grid of n0, and the highest of all.</summary>
    private static (double[] Peaks, double Top) Peaks(ImmutableArray<DecomposableGraph> graphs, SubsetTerms terms, int most, int lists)
    {
        var points = new List<double>();
        for (var at = 1.0; at < most; at = Math.Max(at + 1, Math.Floor(at * 1.1)))
        {
            points.Add(at);
        }

        points.Add(most);
        var values = new double[1 << lists][];
        for (var subset = 1; subset < values.Length; subset++)
        {
            var of = subset;
            values[subset] = [.. points.Select(p => terms.At(of, p))];
        }

        values[0] = [.. points.Select(terms.BasisAt)];
        var peaks = new double[graphs.Length];
        var line = new double[points.Count];
        for (var g = 0; g < graphs.Length; g++)
        {
            Combine(line, graphs[g], values);
            peaks[g] = line.Max();
        }

        return (peaks, peaks.Max());
    }

    /// <summary>Every subset's term, and at 0 the shared ones, at the first point of each block and the last of all.</summary>
    private static double[][] EdgeValues(SubsetTerms terms, int blocks, int lists)
    {
        var values = new double[1 << lists][];
        for (var subset = 0; subset < values.Length; subset++)
        {
            terms.Edges(subset, values[subset] = new double[blocks + 1]);
        }

        return values;
    }

    private static void Heights(DecomposableGraph graph, double[][] edges, double[] heights) => Combine(heights, graph, edges);

    private static void Combine(double[] line, DecomposableGraph graph, double[][] values)
    {
        values[0].CopyTo(line, 0);
        foreach (var clique in graph.Cliques)
        {
            Add(line, values[clique]);
        }

        foreach (var separator in graph.Separators)
        {
            Subtract(line, values[separator]);
        }
    }

    private static void Fill(double[] line, DecomposableGraph graph, SubsetTerms terms, int block)
    {
        terms.BasisBlockOf(block).CopyTo(line, 0);
        foreach (var clique in graph.Cliques)
        {
            Add(line, terms.BlockOf(clique, block));
        }

        foreach (var separator in graph.Separators)
        {
            Subtract(line, terms.BlockOf(separator, block));
        }
    }

    private static void Add(double[] to, double[] from)
    {
        var i = 0;
        for (; i + Vector512<double>.Count <= to.Length; i += Vector512<double>.Count)
        {
            (Vector512.LoadUnsafe(ref to[i]) + Vector512.LoadUnsafe(ref from[i])).StoreUnsafe(ref to[i]);
        }

        for (; i < to.Length; i++)
        {
            to[i] += from[i];
        }
    }

    private static void Subtract(double[] to, double[] from)
    {
        var i = 0;
        for (; i + Vector512<double>.Count <= to.Length; i += Vector512<double>.Count)
        {
            (Vector512.LoadUnsafe(ref to[i]) - Vector512.LoadUnsafe(ref from[i])).StoreUnsafe(ref to[i]);
        }

        for (; i < to.Length; i++)
        {
            to[i] -= from[i];
        }
    }

    private static void Exponentiate(Span<double> line, double reference)
    {
        var i = 0;
        var shift = Vector512.Create(reference);
        for (; i + Vector512<double>.Count <= line.Length; i += Vector512<double>.Count)
        {
            Vector512.Exp(Vector512.LoadUnsafe(ref line[i]) - shift).StoreUnsafe(ref line[i]);
        }

        for (; i < line.Length; i++)
        {
            line[i] = Math.Exp(line[i] - reference);
        }
    }

    private static GraphPosterior Summarise(CaptureTable table, double delta, int most, double[] posterior, GraphWeight[] weights, double total, double top)
    {
        var n = (int)table.Observed;
        var (mean, square, mode, upper, sum) = (0.0, 0.0, 0, 0.0, 0.0);
        var cumulated = new double[most];
        for (var i = 0; i < most; i++)
        {
            var p = posterior[i];
            sum += p;
            cumulated[i] = sum;
            mean += p * (i + 1);
            mode = p > posterior[mode] ? i : mode;
        }

        upper = total - (most / 2 > 0 ? cumulated[most / 2 - 1] : 0);
        mean /= total;
        for (var i = 0; i < most; i++)
        {
            square += posterior[i] * (i + 1 - mean) * (i + 1 - mean);
        }

        square /= total;
        int Quantile(double p)
        {
            var at = Array.BinarySearch(cumulated, p * total);
            at = at < 0 ? ~at : at;
            return n + Math.Min(at + 1, most);
        }

        var everything = (1 << table.ListCount) - 1;
        var ranked = weights.Select(w => w with { Probability = w.Probability / total }).OrderByDescending(w => w.Probability).ToArray();
        return new GraphPosterior
        {
            Delta = delta,
            MostMissing = most,
            LogEvidence = top + Math.Log(total),
            Mean = n + mean,
            StandardDeviation = Math.Sqrt(square),
            Median = Quantile(0.5),
            Mode = n + mode + 1,
            Interval95 = (Quantile(0.025), Quantile(0.975)),
            Interval97 = (Quantile(0.015), Quantile(0.985)),
            Interval80 = (Quantile(0.1), Quantile(0.9)),
            MassAtEnd = posterior[most - 1] / total,
            UpperHalfMass = Math.Max(0, upper / total),
            Saturated = ranked.First(w => w.Graph.Cliques is [var only] && only == everything).Probability,
            Graphs = [.. ranked.Take(20)],
        };
    }
}
