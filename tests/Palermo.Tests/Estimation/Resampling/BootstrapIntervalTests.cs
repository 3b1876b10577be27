using Palermo.Estimation.Numerics;
using Palermo.Estimation.Resampling;
using Palermo.Estimation.Selection;

namespace Palermo.Tests.Estimation.Resampling;

public sealed class BootstrapIntervalTests
{
    [Fact]
    public void From_WithoutBiasOrAcceleration_IsThePercentileInterval()
    {
        var values = Enumerable.Range(1, 1000).Select(i => (double)i).ToArray();
        var interval = BootstrapInterval.From(values, 500.5, 0);
        Assert.Equal(0, interval.BiasCorrection, 12);
        Assert.Equal(interval.Percentile.Low, interval.Bca.Low, 9);
        Assert.Equal(interval.Percentile.High, interval.Bca.High, 9);
        // Type 8: position 1/3 + p (n + 1/3).
        Assert.Equal(0.025 * (1000 + 1.0 / 3) + 1.0 / 3, interval.Percentile.Low, 9);
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(11.0, 9.5)]
    public void From_EstimateBeyondEveryReplicate_UsesHalfACount(double estimate, double share)
    {
        var interval = BootstrapInterval.From(Enumerable.Range(1, 9).Select(i => (double)i), estimate, 0);
        var expected = estimate < 1 ? 0.5 / 10 : share / 10;
        Assert.Equal(expected, Gaussian.Cdf(interval.BiasCorrection), 12);
    }

    [Fact]
    public void From_WorkedExample_IsEfronsFormula()
    {
        // z0 = Phi^-1(0.6), a = 0.05: levels by hand from Phi(z0 + (z0 + z)/(1 - a (z0 + z))).
        var values = Enumerable.Range(1, 100).Select(i => (double)i).ToArray();
        var interval = BootstrapInterval.From(values, 60.5, 0.05);
        var z0 = Gaussian.Quantile(0.6);
        double At(double p)
        {
            var z = z0 + Gaussian.Quantile(p);
            return Quantiles.Type8(values, Gaussian.Cdf(z0 + z / (1 - 0.05 * z)));
        }

        Assert.Equal(At(0.025), interval.Bca.Low, 12);
        Assert.Equal(At(0.975), interval.Bca.High, 12);
        Assert.True(interval.Bca.High > interval.Percentile.High);
    }

    [Fact]
    public void From_ReplicatesWithoutEstimate_AreCountedNotUsed()
    {
        var interval = BootstrapInterval.From([1, 2, double.NaN, 3], 2.5, 0);
        Assert.Equal((3, 1), (interval.Replicates, interval.Failed));
    }

    [Fact]
    public void Best_BranchAndBound_IsFullEnumeration()
    {
        var table = Reference.Table("UKdat_4");
        var selector = new BicSelector(new Palermo.Estimation.Models.ModelSpace(4, 3), []);
        var counts = new long[16];
        for (var r = 0; r < 60; r++)
        {
            new SeededRandom(3, 1, (ulong)r).Multinomial(table.Observed, table.ToDoubles(), counts);
            var sample = table.WithCounts(counts);
            var all = ModelEnumeration.Run(sample, 3, stop: TestContext.Current.CancellationToken);
            Assert.Equal(all.Top[0].Mask, selector.Best(sample)!.Value.Mask);
            Assert.Equal(all.Top[0].Estimate, selector.Best(sample)!.Value.Estimate, 1e-6 * all.Top[0].Estimate);
        }
    }

    [Theory]
    [InlineData("UKdat_5", 12)]
    [InlineData("Australia", 60)]
    [InlineData("HIV", 60)]
    public void Best_OfPairs_IsFullEnumeration(string name, int samples)
    {
        var table = Reference.Table(name);
        var selector = new BicSelector(new Palermo.Estimation.Models.ModelSpace(table.ListCount, 2), []);
        var counts = new long[table.CellCount];
        for (var r = 0; r < samples; r++)
        {
            new SeededRandom(4, 1, (ulong)r).Multinomial(table.Observed, table.ToDoubles(), counts);
            var sample = table.WithCounts(counts);
            var all = ModelEnumeration.Run(sample, 2, stop: TestContext.Current.CancellationToken);
            var best = selector.Best(sample)!.Value;
            Assert.Equal(all.Top[0].Bic, best.Bic, 1e-8);
            Assert.Equal(all.Top[0].Mask, best.Mask);
        }
    }

    /// <summary>Published: order 2 gives 11,456 to 43,894, all orders 11,168 to 56,052 (Silverman, Chan and Vincent 2024, their own draws and top 100 models).</summary>
    [Fact]
    public void Run_UkFiveListsFullSelection_IsNearThePublishedInterval()
    {
        var table = Reference.Table("UKdat_5");
        var order2 = new BicSelector(new Palermo.Estimation.Models.ModelSpace(5, 2), []);
        var (_, acceleration) = Bootstrap.Jackknife(table, t => order2.Best(t)!.Value.Estimate);
        var replicates = Bootstrap.Run(
            table,
            () =>
            {
                var own = order2.ForAnotherThread();
                return t => own.Best(t)?.Estimate ?? double.NaN;
            },
            400,
            5,
            stop: TestContext.Current.CancellationToken);
        var interval = BootstrapInterval.From(replicates, order2.Best(table)!.Value.Estimate, acceleration);
        Assert.InRange(interval.Bca.Low, 10_800, 12_200);
        Assert.InRange(interval.Bca.High, 36_000, 52_000);
    }
}
