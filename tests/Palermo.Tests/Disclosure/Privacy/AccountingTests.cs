using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;

namespace Palermo.Tests.Disclosure.Privacy;

public sealed class AccountingTests
{
    /// <summary>Canonne, Kamath and Steinke's conversion at delta 8.9e-7, values computed elsewhere.</summary>
    [Theory]
    [InlineData(1, 0.0241)]
    [InlineData(2, 0.0873)]
    [InlineData(4, 0.3085)]
    [InlineData(8, 1.0447)]
    [InlineData(12, 2.0758)]
    public void Rho_AtKnownEpsilon_IsThePublishedValue(double epsilon, double rho)
    {
        var found = ZeroConcentrated.Rho(epsilon, 8.9e-7);
        Assert.Equal(rho, found, 4);
        Assert.True(ZeroConcentrated.Delta(found, epsilon) <= 8.9e-7);
        Assert.Equal(epsilon, ZeroConcentrated.Epsilon(found, 8.9e-7), 6);
    }

    [Fact]
    public void Delta_IsTheLeastOverAFineGridOfOrders()
    {
        foreach (var (rho, epsilon) in new[] { (0.02, 1.0), (0.3, 4.0), (2.0, 12.0), (0.001, 0.1) })
        {
            var grid = Enumerable.Range(1, 2_000_000).Min(i =>
            {
                var a = 1 + (i * 1e-3);
                return ((a - 1) * ((a * rho) - epsilon)) - Math.Log(a - 1) + (a * Math.Log(1 - (1 / a)));
            });
            Assert.Equal(grid, Math.Log(ZeroConcentrated.Delta(rho, epsilon)), 6);
        }
    }

    [Fact]
    public void Variance_CostsNoMoreThanItWasGiven()
    {
        foreach (var rho in new[] { 1e-5, 0.0241, 0.5, 2.0758 })
        {
            foreach (var sensitivity in new[] { 1L, 27, 95 })
            {
                var variance = ZeroConcentrated.VarianceFor(rho, sensitivity);
                Assert.InRange(ZeroConcentrated.Cost(variance, sensitivity), rho * 0.97, rho);
            }
        }
    }

    [Fact]
    public void ExactMechanismOnATinyDomain_KeepsItsDelta()
    {
        // One count, one person more or less: the largest gap of the two exact output distributions is at most the stated delta.
        const double rho = 0.1;
        var variance = ZeroConcentrated.VarianceFor(rho, 1);
        var s = 2.0 * variance.Numerator / variance.Denominator;
        var mass = Enumerable.Range(-400, 801).Sum(x => Math.Exp(-x * (double)x / s));
        double P(int x) => Math.Exp(-x * (double)x / s) / mass;
        foreach (var epsilon in new[] { 0.5, 1.0, 2.0, 3.0 })
        {
            var delta = Enumerable.Range(-400, 801).Sum(x => Math.Max(0, P(x - 1) - (Math.Exp(epsilon) * P(x))));
            Assert.True(delta <= ZeroConcentrated.Delta(rho, epsilon), $"epsilon {epsilon}");
        }
    }

    [Fact]
    public void Tail_AgreesWithDirectSums()
    {
        var variance = new Variance(25, 1);
        var mass = Enumerable.Range(-300, 601).Sum(x => Math.Exp(-x * (double)x / 50));
        foreach (var x in new[] { -7, 0, 1, 5, 12, 30 })
        {
            Assert.Equal(Enumerable.Range(x, 300 - x).Sum(y => Math.Exp(-y * (double)y / 50)) / mass, GaussianTail.AtLeast(variance, x), 10);
        }

        var quantile = GaussianTail.Quantile(variance, 1e-6);
        Assert.True(GaussianTail.AtLeast(variance, quantile) <= 1e-6 && GaussianTail.AtLeast(variance, quantile - 1) > 1e-6);
    }

    /// <summary>The best attack on one count: is the person in? The same attack on half the noise that was paid for finds out.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(4, false)]
    public void Membership_LikelihoodRatioAttack_StaysBelowTheBound_AndCatchesHalfTheNoise(int times, bool holds)
    {
        const double rho = 0.5, delta = 1e-5;
        const int runs = 200_000;
        // Noise of a variance divided by four has half the scale, and costs four times what is claimed.
        var sampler = new DiscreteGaussian(ZeroConcentrated.VarianceFor(rho * times, 1), new SeededBits(11));
        var inside = Enumerable.Range(0, runs).Select(_ => 1.0 + sampler.Draw()).ToArray();
        var outside = Enumerable.Range(0, runs).Select(_ => (double)sampler.Draw()).ToArray();
        var shown = MembershipAttack.LeastEpsilon(inside, outside, delta);
        var claimed = ZeroConcentrated.Epsilon(rho, delta);
        Assert.True(shown <= claimed == holds, $"the attack shows epsilon {shown}, claimed are {claimed}");
        Assert.True(MembershipAttack.LeastSeparation(inside, outside) <= Math.Sqrt(2 * rho) == holds);
        Assert.True(shown > 1, "the attack sees nothing; the test would pass on any noise");
    }
}
