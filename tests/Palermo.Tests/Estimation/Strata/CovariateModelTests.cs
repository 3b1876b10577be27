using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Simulation;
using Palermo.Estimation.Strata;

namespace Palermo.Tests.Estimation.Strata;

public sealed class CovariateModelTests
{
    private static readonly double[] Chances = [0.10, 0.12, 0.08, 0.15];

    /// <summary>List A finds women twice as well as men; 3,000 of each.</summary>
    private static Stratum[] Draw(int sample) =>
        [.. new[] { ("f", 1.6), ("m", 0.8) }.Select((s, i) => new Stratum(s.Item1, KnownTruth.LogLinear("t", 3000, [s.Item2 * Chances[0], .. Chances[1..]], []).Draw(21, 2 * sample + i)) { Factors = ["sex"] })];

    [Fact]
    public void Run_ListThatReachesOneSexBetter_HasThatTerm_AndAddsUp()
    {
        var report = CovariateModel.Run(Draw(0), 0, stop: TestContext.Current.CancellationToken)!;
        Assert.Contains("A x sex", report.Terms);
        Assert.Equal(report.Total, report.Strata.Sum(s => s.Estimate!.Value), 1e-6);
        Assert.Equal(CovariateInterval.Wald, report.Interval);
    }

    /// <summary>Strata of one pattern: the model without terms is that of the table as a whole.</summary>
    [Fact]
    public void Run_TwoHalvesOfOneTable_IsIndependenceOfTheWhole()
    {
        var half = KnownTruth.LogLinear("t", 20_000, Chances, []).Draw(4, 0);
        var whole = half.WithCounts(Array.ConvertAll(half.Counts.ToArray(), c => 2 * c));
        var report = CovariateModel.Run([new Stratum("a", half), new Stratum("b", half)], 0, stop: TestContext.Current.CancellationToken)!;
        Assert.Empty(report.Terms);
        Reference.Close(ExtendedFit.Of(whole, HierarchicalModel.Independence(4)).Estimate, report.Total, 1e-8, "total");
    }

    [Fact]
    public void Run_Bootstrap_RepeatsTheChoice_IsTheSeeds_AndCovers()
    {
        var first = CovariateModel.Run(Draw(0), 0, 100, 3, stop: TestContext.Current.CancellationToken)!;
        Assert.Equal((CovariateInterval.Bootstrap, 100), (first.Interval, first.Replicates));
        var (again, other) = (CovariateModel.Run(Draw(0), 0, 100, 3, stop: TestContext.Current.CancellationToken)!, CovariateModel.Run(Draw(0), 0, 100, 4, stop: TestContext.Current.CancellationToken)!);
        Assert.Equal((first.Low, first.High), (again.Low, again.High));
        Assert.NotEqual((first.Low, first.High), (other.Low, other.High));
        Assert.All(first.Strata, s => Assert.True(s.Low < s.Estimate && s.Estimate < s.High));

        var covered = Enumerable.Range(0, 40).Count(sample => CovariateModel.Run(Draw(sample), 0, 60, 3, stop: TestContext.Current.CancellationToken) is { Low: <= 6000, High: >= 6000 });
        Assert.InRange(covered, 33, 40);
    }

    [Fact]
    public void Run_OneStratumHoldsAnybody_IsNull() =>
        Assert.Null(CovariateModel.Run([new Stratum("a", Reference.Table("HAV")), new Stratum("b", CaptureTable.Create(["A", "B", "C"], new long[8]))], stop: TestContext.Current.CancellationToken));
}
