using System.Collections.Immutable;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;

namespace Palermo.Disclosure.Synthesis;

/// <summary>A sparse joint table after noise: cells at or above the threshold only. A cell nobody stands in is never shown.</summary>
/// <param name="Plan">What was measured.</param>
/// <param name="Variance">Variance of the noise.</param>
/// <param name="Threshold">Least noisy count that is shown.</param>
/// <param name="Cells">Key and noisy count, in the order of the keys.</param>
public sealed record SparseView(ViewPlan Plan, Variance Variance, long Threshold, ImmutableArray<(UInt128 Key, long Count)> Cells)
{
    public double Sigma => Math.Sqrt((double)Variance.Numerator / Variance.Denominator);
}

/// <summary>Everything that was measured: the only thing later steps see. Rows, tables and statements are computed from this alone.</summary>
/// <param name="Total">Noisy number of people.</param>
/// <param name="TotalVariance">Its noise.</param>
/// <param name="Views">Sparse views.</param>
/// <param name="Singles">Noisy count of each recorded value, by value index.</param>
/// <param name="SinglesVariance">Its noise.</param>
/// <param name="Pairs">Noisy count of each pair of values (row = smaller value index); only pairs with at least one flag.</param>
/// <param name="PairsVariance">Its noise.</param>
/// <param name="Rho">zCDP spent.</param>
/// <param name="ThresholdDelta">Failure probability of the thresholds spent.</param>
public sealed record Measurements(
    long Total, Variance TotalVariance, ImmutableArray<SparseView> Views,
    long[] Singles, Variance SinglesVariance, long[,] Pairs, Variance PairsVariance, double Rho, double ThresholdDelta);

/// <summary>The noise of the counts that every release prints. It hangs on the code book and the budget alone, so looking at it costs nothing.</summary>
/// <param name="Singles">Of the count of a single value.</param>
/// <param name="Pairs">Of the count of a pair of values with a mark.</param>
/// <param name="Total">Of the number of people.</param>
/// <param name="Cost">zCDP of the three together.</param>
public sealed record DenseNoise(Variance Singles, Variance Pairs, Variance Total, double Cost)
{
    public static DenseNoise Of(Domain domain, Recipe recipe, double rho, int rowsPerPerson)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(recipe);
        var squared = (long)rowsPerPerson * rowsPerPerson;
        var m = recipe.MaximumFlags;
        var ofSingles = squared * domain.Width;
        var ofPairs = squared * Math.Max(1, (domain.Columns.Count(c => !c.IsFlag) * (long)m) + (m * (m - 1L) / 2));
        var (singles, pairs, total) = (ZeroConcentrated.VarianceFor(rho * recipe.SinglesShare, ofSingles), ZeroConcentrated.VarianceFor(rho * recipe.PairsShare, ofPairs), ZeroConcentrated.VarianceFor(rho * recipe.TotalShare, squared));
        return new DenseNoise(singles, pairs, total, ZeroConcentrated.Cost(singles, ofSingles) + ZeroConcentrated.Cost(pairs, ofPairs) + ZeroConcentrated.Cost(total, squared));
    }
}

/// <summary>The one place where private rows are read: counts, exact noise, thresholds.</summary>
public static class PrivateCounts
{
    /// <summary>Measures <paramref name="rows"/> (one row a person) under a budget of <paramref name="rho"/>.</summary>
    /// <param name="rows">The private rows.</param>
    /// <param name="domain">The public code book.</param>
    /// <param name="recipe">What to measure.</param>
    /// <param name="rho">zCDP for this release.</param>
    /// <param name="rowsPerPerson">The most rows one person has; noise grows with it.</param>
    /// <param name="bits">The source of the noise; <see cref="CryptographicBits"/> in a release.</param>
    /// <param name="stop">Stops between views; nothing is kept then.</param>
    public static Measurements Measure(PersonRows rows, Domain domain, Recipe recipe, double rho, int rowsPerPerson, BitSource bits, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Shares > 1 + 1e-9)
        {
            throw new ArgumentException("the shares of the recipe add up to more than the budget", nameof(recipe));
        }

        var squared = (long)rowsPerPerson * rowsPerPerson;
        var spent = 0.0;
        var views = ImmutableArray.CreateBuilder<SparseView>();
        foreach (var plan in recipe.Views)
        {
            stop.ThrowIfCancellationRequested();
            var variance = ZeroConcentrated.VarianceFor(rho * plan.Share, squared);
            spent += ZeroConcentrated.Cost(variance, squared);
            // A person's rows may be the only ones in up to rowsPerPerson cells, each with up to rowsPerPerson rows.
            var threshold = rowsPerPerson + GaussianTail.Quantile(variance, recipe.ThresholdDelta / (recipe.Views.Length * rowsPerPerson));
            views.Add(new SparseView(plan, variance, threshold, Sparse(rows, domain, plan, new DiscreteGaussian(variance, bits), threshold)));
        }

        var noise = DenseNoise.Of(domain, recipe, rho, rowsPerPerson);
        spent += noise.Cost;
        var (singlesVariance, pairsVariance, totalVariance) = (noise.Singles, noise.Pairs, noise.Total);
        var (singles, pairs) = Dense(rows, domain, recipe.MaximumFlags, bits);
        var single = new DiscreteGaussian(singlesVariance, bits);
        for (var v = 0; v < singles.Length; v++)
        {
            singles[v] += single.Draw();
        }

        var pair = new DiscreteGaussian(pairsVariance, bits);
        foreach (var (a, b) in MeasuredPairs(domain))
        {
            pairs[a, b] += pair.Draw();
        }

        var total = rows.Count + new DiscreteGaussian(totalVariance, bits).Draw();
        return new Measurements(Math.Max(0, total), totalVariance, views.ToImmutable(), singles, singlesVariance, pairs, pairsVariance, spent, recipe.ThresholdDelta);
    }

    /// <summary>The pairs of values that are measured: of two columns, at least one of them a flag, smaller value index first.</summary>
    internal static IEnumerable<(int A, int B)> MeasuredPairs(Domain domain)
    {
        var offsets = domain.Offsets;
        for (var i = 0; i < domain.Width; i++)
        {
            for (var j = i + 1; j < domain.Width; j++)
            {
                if (!domain.Columns[i].IsFlag && !domain.Columns[j].IsFlag)
                {
                    continue;
                }

                for (var a = 0; a < domain.Columns[i].Labels.Length; a++)
                {
                    for (var b = 0; b < domain.Columns[j].Labels.Length; b++)
                    {
                        yield return (offsets[i] + a, offsets[j] + b);
                    }
                }
            }
        }
    }

    private static ImmutableArray<(UInt128 Key, long Count)> Sparse(PersonRows rows, Domain domain, ViewPlan plan, DiscreteGaussian noise, long threshold)
    {
        var packer = new KeyPacker(domain, plan.Columns);
        var counts = new Dictionary<UInt128, long>();
        for (var row = 0; row < rows.Count; row++)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, packer.Pack(rows[row]), out _)++;
        }

        return [.. counts.OrderBy(c => c.Key).Select(c => (c.Key, Count: c.Value + noise.Draw())).Where(c => c.Count >= threshold)];
    }

    private static (long[] Singles, long[,] Pairs) Dense(PersonRows rows, Domain domain, int maximumFlags, BitSource bits)
    {
        var offsets = domain.Offsets;
        var flag = domain.Columns.Select(c => c.IsFlag).ToArray();
        var singles = new long[domain.Values];
        var pairs = new long[domain.Values, domain.Values];
        Span<int> categories = stackalloc int[domain.Width];
        Span<int> flags = stackalloc int[domain.Width];
        for (var row = 0; row < rows.Count; row++)
        {
            int c = 0, f = 0;
            var codes = rows[row];
            for (var i = 0; i < codes.Length; i++)
            {
                if (codes[i] != 0)
                {
                    if (flag[i])
                    {
                        flags[f++] = offsets[i];
                    }
                    else
                    {
                        categories[c++] = offsets[i] + codes[i] - 1;
                    }
                }
            }

            for (var i = 0; i < c; i++)
            {
                singles[categories[i]]++;
            }

            for (var i = 0; i < f; i++)
            {
                singles[flags[i]]++;
            }

            while (f > maximumFlags)
            {
                var drop = (int)bits.Below((UInt128)f);
                for (var i = drop; i < f - 1; i++)
                {
                    flags[i] = flags[i + 1];
                }

                f--;
            }

            for (var i = 0; i < f; i++)
            {
                for (var j = 0; j < c; j++)
                {
                    pairs[Math.Min(flags[i], categories[j]), Math.Max(flags[i], categories[j])]++;
                }

                for (var j = i + 1; j < f; j++)
                {
                    pairs[flags[i], flags[j]]++;
                }
            }
        }

        return (singles, pairs);
    }
}
