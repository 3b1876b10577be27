using System.Numerics;
using System.Runtime.Intrinsics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>
/// Exact Bayesian averaging over decomposable graphs with hyper-Dirichlet priors (Madigan and York, Biometrika 84, 1997): uniform on
/// graphs, N proportional to 1/N. For a graph ln P(G, n0) is the sum over cliques less the sum over separators of Dirichlet-multinomial
/// terms; only the all-zero cell of a margin depends on n0, so one vector a subset of lists serves every graph.
/// </summary>
public static class DecomposableAverage
{
    /// <summary>Anything this far (in logs) below the highest point cannot move the last digit.</summary>
    private const double Negligible = 50;

    private const int Stride = 64;

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
        var k = table.ListCount;
        var subsets = Vectors(table, delta, most, out var basis);
        var graphs = DecomposableGraph.All(k);
        var coarse = Coarse(most);
        var peaks = new double[graphs.Length];
        var top = double.NegativeInfinity;
        var heights = new double[graphs.Length][];
        for (var g = 0; g < graphs.Length; g++)
        {
            var at = heights[g] = new double[coarse.Length];
            peaks[g] = double.NegativeInfinity;
            for (var i = 0; i < coarse.Length; i++)
            {
                at[i] = Height(graphs[g], subsets, basis, coarse[i]);
                peaks[g] = Math.Max(peaks[g], at[i]);
            }

            top = Math.Max(top, peaks[g]);
        }

        var posterior = new double[most];
        var weights = new GraphWeight[graphs.Length];
        var line = new double[Stride];
        var total = 0.0;
        for (var g = 0; g < graphs.Length; g++)
        {
            var (mass, mean) = peaks[g] > top - Negligible ? Accumulate(graphs[g], heights[g], coarse, top) : (0.0, 0.0);
            total += mass;
            weights[g] = new GraphWeight(graphs[g], mass, mass > 0 ? table.Observed + mean / mass : double.NaN);
        }

        (double, double) Accumulate(DecomposableGraph graph, double[] height, int[] points, double reference)
        {
            var (mass, mean) = (0.0, 0.0);
            for (var b = 0; b < points.Length; b++)
            {
                var from = points[b];
                var to = b + 1 < points.Length ? points[b + 1] : most;
                var nearby = Math.Max(height[b], Math.Max(b > 0 ? height[b - 1] : double.NegativeInfinity, b + 1 < points.Length ? height[b + 1] : double.NegativeInfinity));
                if (nearby < reference - Negligible)
                {
                    continue;
                }

                var part = line.AsSpan(0, to - from);
                basis.AsSpan(from, part.Length).CopyTo(part);
                foreach (var clique in graph.Cliques)
                {
                    Add(part, subsets[clique].AsSpan(from, part.Length), 1);
                }

                foreach (var separator in graph.Separators)
                {
                    Add(part, subsets[separator].AsSpan(from, part.Length), -1);
                }

                Exponentiate(part, reference);
                for (var i = 0; i < part.Length; i++)
                {
                    posterior[from + i] += part[i];
                    mass += part[i];
                    mean += part[i] * (from + i + 1);
                }
            }

            return (mass, mean);
        }

        return Summarise(table, delta, most, posterior, weights, total, top);
    }

    /// <summary>For every subset its Dirichlet-multinomial term over n0 = 1 .. most, and the terms all graphs share.</summary>
    private static double[][] Vectors(CaptureTable table, double delta, int most, out double[] basis)
    {
        var k = table.ListCount;
        double n = table.Observed, whole = Math.ScaleB(delta, k);
        var normaliser = new double[most];
        basis = new double[most];
        var constant = 0.0;
        foreach (var count in table.Counts)
        {
            constant -= LogGamma.Factorial(count);
        }

        for (var i = 0; i < most; i++)
        {
            double missing = i + 1, total = n + missing;
            normaliser[i] = LogGamma.Of(whole) - LogGamma.Of(total + whole);
            basis[i] = LogGamma.Of(total + 1) - LogGamma.Of(missing + 1) + constant - Math.Log(total);
        }

        var vectors = new double[1 << k][];
        for (var subset = 1; subset < vectors.Length; subset++)
        {
            var size = BitOperations.PopCount((uint)subset);
            var prior = Math.ScaleB(delta, k - size);
            var cells = new double[1 << k];
            for (var h = 1; h < table.CellCount; h++)
            {
                cells[h & subset] += table[h];
            }

            var fixedPart = -Math.ScaleB(LogGamma.Of(prior), size);
            for (var cell = subset; cell != 0; cell = (cell - 1) & subset)
            {
                fixedPart += LogGamma.Of(cells[cell] + prior);
            }

            var vector = vectors[subset] = new double[most];
            var none = cells[0] + prior;
            for (var i = 0; i < most; i++)
            {
                vector[i] = fixedPart + LogGamma.Of(none + i + 1) + normaliser[i];
            }
        }

        return vectors;
    }

    /// <summary>Grid indices 0, 1, 2, 4, ... 64, then every 64th: the height of a graph is smooth in between.</summary>
    private static int[] Coarse(int most)
    {
        var points = new List<int> { 0 };
        for (var i = 1; i < Stride && i < most; i *= 2)
        {
            points.Add(i);
        }

        for (var i = Stride; i < most; i += Stride)
        {
            points.Add(i);
        }

        return [.. points];
    }

    private static double Height(DecomposableGraph graph, double[][] subsets, double[] basis, int i)
    {
        var sum = basis[i];
        foreach (var clique in graph.Cliques)
        {
            sum += subsets[clique][i];
        }

        foreach (var separator in graph.Separators)
        {
            sum -= subsets[separator][i];
        }

        return sum;
    }

    private static void Add(Span<double> to, ReadOnlySpan<double> from, double sign)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += sign * from[i];
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
        var (mean, square, mode, upper) = (0.0, 0.0, 0, 0.0);
        for (var i = 0; i < most; i++)
        {
            posterior[i] /= total;
            mean += posterior[i] * (i + 1);
            mode = posterior[i] > posterior[mode] ? i : mode;
            upper += i >= most / 2 ? posterior[i] : 0;
        }

        for (var i = 0; i < most; i++)
        {
            square += posterior[i] * (i + 1 - mean) * (i + 1 - mean);
        }

        int Quantile(double p)
        {
            var sum = 0.0;
            for (var i = 0; i < most; i++)
            {
                sum += posterior[i];
                if (sum >= p)
                {
                    return n + i + 1;
                }
            }

            return n + most;
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
            Interval80 = (Quantile(0.1), Quantile(0.9)),
            MassAtEnd = posterior[^1],
            UpperHalfMass = upper,
            Saturated = ranked.First(w => w.Graph.Cliques is [var only] && only == everything).Probability,
            Graphs = [.. ranked.Take(20)],
        };
    }
}
