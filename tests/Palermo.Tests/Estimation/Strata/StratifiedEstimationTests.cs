using Palermo.Estimation.Simulation;
using Palermo.Estimation.Strata;

namespace Palermo.Tests.Estimation.Strata;

public sealed class StratifiedEstimationTests
{
    private static Stratum[] Six() =>
        [.. Enumerable.Range(0, 6).Select(i => new Stratum(
            "s" + i,
            KnownTruth.LogLinear("t", i == 5 ? 60 : 1000 + 500 * i, [0.10, 0.12, 0.08, 0.15], []).Draw(3, i),
            i == 0 ? null : 100_000))];

    [Fact]
    public void Run_Strata_AddUpAndAreProtected()
    {
        var strata = Six();
        var report = StratifiedEstimation.Run(strata, 1, smallestShown: 40)!;
        Assert.Equal(2, report.Strata.Count(s => s.Observed is null));
        Assert.Contains(report.Strata, s => s.Note!.StartsWith("suppressed: would", StringComparison.Ordinal) && s.Observed is null);
        var whole = StratifiedEstimation.Run(strata, 1, smallestShown: 0)!;
        Assert.Equal(whole.Total, whole.Strata.Sum(s => s.Estimate!.Value), 1e-6);
        Assert.Null(whole.Strata[0].Rate);
        Assert.Equal(whole.Strata[1].Estimate!.Value, whole.Strata[1].Rate!.Value, 1e-9);
        Assert.InRange(whole.Total, whole.Low, whole.High);
        Assert.InRange(10_060, whole.Low, whole.High);
    }

    [Fact]
    public void Run_ThinStratum_BorrowsMoreThanAThickOne()
    {
        var report = StratifiedEstimation.Run(Six(), 1, smallestShown: 0)!;
        Assert.True(report.Strata[5].OwnWeight <= report.Strata[4].OwnWeight);
    }
}
