using System.Collections.Immutable;

namespace Palermo.Estimation.Ensembles;

/// <summary>Turns many answers into the range that may be quoted and the clusters that may not be confused.</summary>
public static class Headlines
{
    /// <summary>The odds of an unmodelled dependence the sensitivity band allows for.</summary>
    public const double BandOdds = 3;

    /// <summary>
    /// Up to six lists the hull of the 97 % intervals of the averages over models by BIC and over decomposable graphs, which in simulation covers the truth
    /// in at least 93 of 100 tables when lists depend but people are alike; above, the hull of the selected models' bootstrap intervals.
    /// </summary>
    public static Headline? Of(double observed, IReadOnlyCollection<MethodEstimate> estimates)
    {
        var averages = estimates.Where(e => e.Method is "bic-average" or "dga-open").ToArray();
        var chosen = averages.Length > 0 ? averages : [.. estimates.Where(e => e.Method is "stepwise" or "bic")];
        if (chosen.Length == 0)
        {
            return null;
        }

        var intervals = chosen.SelectMany(e => averages.Length > 0 ? e.Intervals.Where(i => i.Name.EndsWith("97", StringComparison.Ordinal)) : e.Intervals.Where(i => i.Name is "bca" or "percentile" or "profile"));
        var (low, high) = (intervals.Min(i => i.Low), intervals.Max(i => i.High));
        var central = Math.Exp(chosen.Average(e => Math.Log(e.Diagnostics.TryGetValue("median", out var median) ? median : e.Estimate)));
        return new Headline(low, high, central, [.. chosen.Select(e => e.Method)], observed + (low - observed) / BandOdds, observed + (high - observed) * BandOdds, BandOdds);
    }

    /// <summary>The hull of the methods' quoted intervals where it is wider than the headline by a quarter on either side; else null.</summary>
    public static (double Low, double High)? Reach(Headline headline, ImmutableArray<MethodEstimate> estimates)
    {
        var (low, high) = (estimates.Min(e => e.Interval.Low), estimates.Max(e => e.Interval.High));
        return low < 0.8 * headline.Low || high > 1.25 * headline.High ? (low, high) : null;
    }

    /// <summary>Answers in ascending order, split where the next is more than a quarter above the last.</summary>
    public static ImmutableArray<AnswerCluster> Clusters(IEnumerable<MethodEstimate> estimates)
    {
        var clusters = ImmutableArray.CreateBuilder<AnswerCluster>();
        var group = new List<MethodEstimate>();
        foreach (var estimate in estimates.Where(e => double.IsFinite(e.Estimate)).OrderBy(e => e.Estimate))
        {
            if (group.Count > 0 && estimate.Estimate > 1.25 * group[^1].Estimate)
            {
                clusters.Add(Cluster(group));
                group.Clear();
            }

            group.Add(estimate);
        }

        if (group.Count > 0)
        {
            clusters.Add(Cluster(group));
        }

        return clusters.ToImmutable();
    }

    private static AnswerCluster Cluster(List<MethodEstimate> group) =>
        new(group[0].Estimate, group[^1].Estimate, [.. group.Select(e => e.Method)], [.. group.Select(e => e.Assumption).Distinct(StringComparer.Ordinal)]);
}
