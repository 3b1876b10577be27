using System.Collections.Immutable;
using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>Posterior of N after interactions that do not stand out have been left out.</summary>
/// <param name="Median">Median of N.</param>
/// <param name="Low">2.5 % point.</param>
/// <param name="High">97.5 % point.</param>
/// <param name="Model">The model of the interactions kept.</param>
/// <param name="Ratios">|mean| / sd of every interaction tried.</param>
/// <param name="Acceptance">Share of proposals accepted in the final run.</param>
public sealed record ThresholdPosterior(double Median, double Low, double High, HierarchicalModel Model, ImmutableSortedDictionary<int, double> Ratios, double Acceptance);

/// <summary>
/// Bayesian thresholding (Silverman, JRSS-A 183, 2020, section 6): flat priors on intercept and main effects, N(0, 1) on interactions;
/// interactions with |mean| / sd of at least 2 are kept and the model is run again. Triples are tried only where all their pairs were kept.
/// Random-walk Metropolis with the covariance of the mode.
/// </summary>
public static class Thresholding
{
    private const ulong StreamTask = 0x7437;
    private const double Threshold = 2;

    public static ThresholdPosterior Run(CaptureTable table, int maxOrder, int burnIn, int draws, ulong seed, CancellationToken stop = default)
    {
        var k = table.ListCount;
        var ratios = ImmutableSortedDictionary.CreateBuilder<int, double>();
        var model = HierarchicalModel.AllOfOrder(k, 2);
        var (values, _) = Sample(table, model, burnIn, draws, new SeededRandom(seed, StreamTask, 0), stop);
        var kept = Kept(model, values, ratios);
        if (maxOrder >= 3)
        {
            var triples = Enumerable.Range(1, (1 << k) - 1).Where(t => BitOperations.PopCount((uint)t) == 3 && Facets(t).All(kept.Contains)).ToArray();
            if (triples.Length > 0)
            {
                model = HierarchicalModel.WithInteractions(k, kept.Concat(triples));
                (values, _) = Sample(table, model, burnIn, draws, new SeededRandom(seed, StreamTask, 1), stop);
                var again = Kept(model, values, ratios);
                kept = [.. kept, .. triples.Where(again.Contains)];
            }
        }

        model = HierarchicalModel.WithInteractions(k, kept);
        var (final, acceptance) = Sample(table, model, burnIn, draws, new SeededRandom(seed, StreamTask, 2), stop);
        var totals = final.Select(b => table.Observed + Math.Exp(b[0])).Order().ToArray();
        return new ThresholdPosterior(Quantiles.Type8(totals, 0.5), Quantiles.Type8(totals, 0.025), Quantiles.Type8(totals, 0.975), model, ratios.ToImmutable(), acceptance);
    }

    private static IEnumerable<int> Facets(int triple)
    {
        for (var rest = triple; rest != 0; rest &= rest - 1)
        {
            yield return triple & ~(rest & -rest);
        }
    }

    private static List<int> Kept(HierarchicalModel model, List<double[]> values, ImmutableSortedDictionary<int, double>.Builder ratios)
    {
        var kept = new List<int>();
        for (var i = 0; i < model.Terms.Length; i++)
        {
            if (BitOperations.PopCount((uint)model.Terms[i]) < 2)
            {
                continue;
            }

            var mean = values.Average(v => v[i]);
            var deviation = Math.Sqrt(values.Sum(v => (v[i] - mean) * (v[i] - mean)) / (values.Count - 1));
            ratios[model.Terms[i]] = Math.Abs(mean) / deviation;
            if (ratios[model.Terms[i]] >= Threshold)
            {
                kept.Add(model.Terms[i]);
            }
        }

        return kept;
    }

    /// <summary>Draws of the coefficients in the order of the model's terms, thinned to 2,500.</summary>
    private static (List<double[]> Draws, double Acceptance) Sample(CaptureTable table, HierarchicalModel model, int burnIn, int draws, SeededRandom random, CancellationToken stop)
    {
        var terms = model.Terms;
        var p = terms.Length;
        var lists = table.ListCount;
        var y = table.ToDoubles();
        var margins = terms.Select(t => (double)table.SeenOnAll(t)).ToArray();
        var penalty = terms.Select(t => BitOperations.PopCount((uint)t) >= 2 ? 1.0 : 0.0).ToArray();
        var (mode, covariance) = Mode(table, terms, penalty);
        var walk = covariance.Cholesky().Factor * (2.38 / Math.Sqrt(p));
        var eta = new double[1 << lists];
        double Density(double[] b)
        {
            Array.Clear(eta);
            for (var i = 0; i < p; i++)
            {
                eta[terms[i]] = b[i];
            }

            SubsetSums(eta, lists);
            var sum = 0.0;
            for (var i = 0; i < p; i++)
            {
                sum += margins[i] * b[i] - penalty[i] * b[i] * b[i] / 2;
            }

            for (var h = 1; h < eta.Length; h++)
            {
                sum -= Math.Exp(eta[h]);
            }

            return sum;
        }

        var at = mode;
        var density = Density(at);
        var (kept, accepted, thin) = (new List<double[]>(), 0L, Math.Max(1, draws / 2500));
        var z = new double[p];
        for (var s = 0; s < burnIn + draws; s++)
        {
            if ((s & 1023) == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            for (var i = 0; i < p; i++)
            {
                z[i] = random.Normal();
            }

            var proposal = new double[p];
            for (var i = 0; i < p; i++)
            {
                proposal[i] = at[i];
                for (var j = 0; j <= i; j++)
                {
                    proposal[i] += walk[i, j] * z[j];
                }
            }

            var there = Density(proposal);
            if (Math.Log(random.NextDouble()) < there - density)
            {
                (at, density) = (proposal, there);
                accepted += s >= burnIn ? 1 : 0;
            }

            if (s >= burnIn && (s - burnIn) % thin == 0)
            {
                kept.Add(at);
            }
        }

        return (kept, (double)accepted / draws);
    }

    /// <summary>The posterior mode and the inverse information there, by Newton steps.</summary>
    private static (double[] Mode, MathNet.Numerics.LinearAlgebra.Matrix<double> Covariance) Mode(CaptureTable table, ImmutableArray<int> terms, double[] penalty)
    {
        var (p, lists) = (terms.Length, table.ListCount);
        var b = new double[p];
        for (var i = 0; i < p; i++)
        {
            b[i] = terms[i] == 0 ? Math.Log(5.0 * table.Observed) : BitOperations.PopCount((uint)terms[i]) == 1 ? Math.Log((table.SeenOnAll(terms[i]) + 0.5) / (5.0 * table.Observed)) : 0;
        }

        var mean = new double[1 << lists];
        var information = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(p, p);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            Array.Clear(mean);
            for (var i = 0; i < p; i++)
            {
                mean[terms[i]] = b[i];
            }

            SubsetSums(mean, lists);
            for (var h = 0; h < mean.Length; h++)
            {
                mean[h] = h == 0 ? 0 : Math.Exp(Math.Min(mean[h], 40));
            }

            SupersetSums(mean, lists);
            var score = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(p, i => table.SeenOnAll(terms[i]) - mean[terms[i]] - penalty[i] * b[i]);
            information = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(p, p, (i, j) => mean[terms[i] | terms[j]] + (i == j ? penalty[i] + 1e-9 : 0));
            var step = information.Cholesky().Solve(score);
            var largest = step.AbsoluteMaximum();
            var scale = largest > 1 ? 1 / largest : 1;
            for (var i = 0; i < p; i++)
            {
                b[i] += scale * step[i];
            }

            if (largest < 1e-8)
            {
                break;
            }
        }

        return (b, information.Inverse());
    }

    private static void SubsetSums(double[] a, int lists)
    {
        for (var j = 0; j < lists; j++)
        {
            for (var h = 0; h < a.Length; h++)
            {
                a[h] += ((h >> j) & 1) == 1 ? a[h ^ (1 << j)] : 0;
            }
        }
    }

    private static void SupersetSums(double[] a, int lists)
    {
        for (var j = 0; j < lists; j++)
        {
            for (var h = 0; h < a.Length; h++)
            {
                a[h] += ((h >> j) & 1) == 0 ? a[h | (1 << j)] : 0;
            }
        }
    }
}
