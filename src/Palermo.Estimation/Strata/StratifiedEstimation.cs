using System.Collections.Immutable;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Strata;

/// <summary>One cell of a breakdown: sex x age x form x year, or whatever the caller crosses.</summary>
/// <param name="Name">The stratum's categories, joined.</param>
/// <param name="Table">Its capture histories; lists are those of every other stratum, in the same order.</param>
/// <param name="Population">The population the rate is per, or null when not recorded.</param>
public sealed record Stratum(string Name, CaptureTable Table, double? Population = null)
{
    /// <summary>The stratum's category of every factor; one factor, its name, when not given.</summary>
    public ImmutableArray<string> Categories { get; init; } = [Name];

    /// <summary>The factors' names, such as sex and age; may be empty.</summary>
    public ImmutableArray<string> Factors { get; init; } = [];
}

/// <summary>A stratum's estimate.</summary>
/// <param name="Name">The stratum.</param>
/// <param name="Observed">Individuals seen; null when suppressed.</param>
/// <param name="Estimate">Seen and unseen, after shrinkage; null when suppressed.</param>
/// <param name="Low">2.5 % point.</param>
/// <param name="High">97.5 % point.</param>
/// <param name="Rate">Per 100,000; null without a population.</param>
/// <param name="OwnWeight">1: the stratum speaks for itself; 0: it says what the strata say together.</param>
/// <param name="Note">Why it is suppressed or borrowed, or null.</param>
public sealed record StratumEstimate(string Name, long? Observed, double? Estimate, double? Low, double? High, double? Rate, double OwnWeight, string? Note);

/// <summary>Strata that add up to their total.</summary>
/// <param name="Model">The model fitted in every stratum.</param>
/// <param name="Total">The sum of the strata, suppressed ones included.</param>
/// <param name="Low">2.5 % point of the sum.</param>
/// <param name="High">97.5 % point of the sum.</param>
/// <param name="Spread">Standard deviation between strata of ln(unseen / seen).</param>
/// <param name="Strata">One a stratum, in the order given.</param>
public sealed record StratifiedReport(HierarchicalModel Model, double Total, double Low, double High, double Spread, ImmutableArray<StratumEstimate> Strata);

/// <summary>
/// Estimates by stratum with shrinkage: in each stratum ln(n0 / n) is estimated under one model (chosen on the sum of the strata), then
/// drawn towards the mean of all in proportion to its own variance and the variance between strata (DerSimonian and Laird 1986;
/// Morris, JASA 78, 1983). A stratum too thin for an estimate takes the mean with its full uncertainty. The total is the sum, so that
/// the strata add up, and its interval comes from joint draws.
/// </summary>
public static class StratifiedEstimation
{
    private const ulong StreamTask = 0x57;
    private const int Draws = 20_000;

    /// <summary>Below this many individuals a stratum is not shown.</summary>
    public const int SmallestShown = 10;

    /// <summary>Null when fewer than two strata have an estimate of their own.</summary>
    public static StratifiedReport? Run(IReadOnlyList<Stratum> strata, ulong seed, int smallestShown = SmallestShown)
    {
        var pooled = strata[0].Table.WithCounts([.. Enumerable.Range(0, strata[0].Table.CellCount).Select(h => strata.Sum(s => s.Table[h]))]);
        var chosen = new Stepwise(pooled.ListCount).Run(pooled);
        var model = chosen.Model(pooled.ListCount);
        var own = strata.Select(s => Own(s.Table, model)).ToArray();
        var known = own.Where(o => o is not null).Select(o => o!.Value).ToArray();
        if (known.Length < 2)
        {
            return null;
        }

        // The mean and the variance between strata, by moments.
        var w = Array.ConvertAll(known, o => 1 / o.Variance);
        var fixedMean = known.Zip(w, (o, x) => o.LogRatio * x).Sum() / w.Sum();
        var q = known.Zip(w, (o, x) => x * (o.LogRatio - fixedMean) * (o.LogRatio - fixedMean)).Sum();
        var between = Math.Max(0, (q - (known.Length - 1)) / (w.Sum() - w.Sum(x => x * x) / w.Sum()));
        var total = Array.ConvertAll(known, o => 1 / (o.Variance + between));
        var mean = known.Zip(total, (o, x) => o.LogRatio * x).Sum() / total.Sum();
        var meanVariance = 1 / total.Sum();

        var random = new SeededRandom(seed, StreamTask, 0);
        var sums = new double[Draws];
        var rows = ImmutableArray.CreateBuilder<StratumEstimate>();
        var meanDraws = Enumerable.Range(0, Draws).Select(_ => mean + Math.Sqrt(meanVariance) * random.Normal()).ToArray();
        var grandTotal = 0.0;
        for (var s = 0; s < strata.Count; s++)
        {
            double n = strata[s].Table.Observed;
            var weight = own[s] is { } o ? between / (between + o.Variance) : 0;
            var spread = own[s] is { } v ? Math.Sqrt(weight * v.Variance) : Math.Sqrt(between);
            var draws = Array.ConvertAll(meanDraws, m => n + n * Math.Exp(weight * (own[s]?.LogRatio ?? 0) + (1 - weight) * m + spread * random.Normal()));
            for (var d = 0; d < Draws; d++)
            {
                sums[d] += draws[d];
            }

            Array.Sort(draws);
            var estimate = n + n * Math.Exp(weight * (own[s]?.LogRatio ?? 0) + (1 - weight) * mean);
            grandTotal += estimate;
            rows.Add(SmallStrata.Row(strata[s], estimate, Quantiles.Type8(draws, 0.025), Quantiles.Type8(draws, 0.975), weight, own[s] is null ? "no estimate of its own: the mean of the strata" : null, smallestShown));
        }

        SmallStrata.ProtectAgainstSubtraction(rows, strata);
        Array.Sort(sums);
        return new StratifiedReport(model, grandTotal, Quantiles.Type8(sums, 0.025), Quantiles.Type8(sums, 0.975), Math.Sqrt(between), rows.ToImmutable());
    }

    private static (double LogRatio, double Variance)? Own(CaptureTable table, HierarchicalModel model)
    {
        if (table.Observed < 5)
        {
            return null;
        }

        var fit = ExtendedFit.Of(table, model);
        if (!fit.Verdict.Usable)
        {
            fit = ExtendedFit.Of(table, HierarchicalModel.Independence(table.ListCount));
        }

        return fit.Verdict.Usable ? (Math.Log(fit.Unseen / table.Observed), fit.LogUnseenError * fit.LogUnseenError) : null;
    }
}
