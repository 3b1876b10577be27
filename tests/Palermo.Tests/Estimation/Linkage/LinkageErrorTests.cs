using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Linkage;
using Palermo.Estimation.Models;

namespace Palermo.Tests.Estimation.Linkage;

public sealed class LinkageErrorTests
{
    [Fact]
    public void Draws_WithoutError_AreTheTable() =>
        Assert.All(
            LinkageError.Draws(Reference.Table("UKdat_5"), new LinkageRates(0, 0), 3, 1),
            t => Assert.Equal(Reference.Table("UKdat_5").Counts.ToArray(), t.Counts.ToArray()));

    [Fact]
    public void Draws_MissedLinks_RaiseOverlapsAndLowerTheEstimate()
    {
        var table = Reference.Table("UKdat_5");
        double Mean(LinkageRates rates) => LinkageError.Draws(table, rates, 20, 1).Average(t => ExtendedFit.Of(t, HierarchicalModel.Independence(5)).Estimate);
        var as_is = Mean(new LinkageRates(0, 0));
        Assert.True(Mean(new LinkageRates(0.2, 0)) < 0.9 * as_is);
        Assert.True(Mean(new LinkageRates(0, 0.2)) > 1.1 * as_is);
    }

    [Fact]
    public void Draws_KeepEveryRecord() =>
        Assert.All(
            LinkageError.Draws(Reference.Table("UKdat_5"), new LinkageRates(0.1, 0.1), 5, 1),
            t => Assert.Equal(Records(Reference.Table("UKdat_5")), Records(t)));

    [Fact]
    public void Pool_IsTheLawOfTotalVariance()
    {
        var pooled = LinkageError.Pool([100, 100], [(100 + Math.Exp(5), 0.1), (100 + Math.Exp(5.2), 0.1)])!;
        Assert.Equal(100 + Math.Exp(5.1), pooled.Estimate, 1e-9);
        Assert.Equal(0.03 / 0.04, pooled.LinkageShare, 1e-9);
    }

    private static long Records(Palermo.Estimation.Histories.CaptureTable table) => Enumerable.Range(0, table.ListCount).Sum(j => table.SeenOnAll(1 << j));
}
