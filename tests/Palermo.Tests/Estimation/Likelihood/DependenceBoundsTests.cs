using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;

namespace Palermo.Tests.Estimation.Likelihood;

public sealed class DependenceBoundsTests
{
    [Theory]
    [InlineData("UKdat_4")]
    [InlineData("UKdat_5")]
    [InlineData("Kosovo")]
    [InlineData("Korea")]
    [InlineData("HAV")]
    public void Of_RisingBounds_HoldEachOther_AndTheFirstIsTheProfileOfIndependence(string name)
    {
        var table = Reference.Table(name);
        var sets = DependenceBounds.Of(table, Explorations.OddsGrid, TestContext.Current.CancellationToken);
        Assert.All(sets.Zip(sets.Skip(1)), pair => Assert.True(pair.Second.Low <= pair.First.Low && pair.First.High <= pair.Second.High));
        var independence = new ProfileLikelihood(table, HierarchicalModel.Independence(table.ListCount)).Interval(ExtendedFit.Of(table, HierarchicalModel.Independence(table.ListCount)).Unseen)!;
        Reference.Close(independence.Low, sets[0].Low, 0.01, name);
        Reference.Close(independence.High, sets[0].High, 0.01, name);
    }
}
