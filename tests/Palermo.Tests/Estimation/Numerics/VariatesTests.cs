using MathNet.Numerics;
using Palermo.Estimation.Numerics;

namespace Palermo.Tests.Estimation.Numerics;

public sealed class VariatesTests
{
    private const int Draws = 40_000;

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(700)]
    public void Gamma_HasItsMeanAndVariance(double shape)
    {
        var random = new SeededRandom(1, 2, 3);
        Moments(Enumerable.Range(0, Draws).Select(_ => random.Gamma(shape)), shape, shape);
    }

    [Theory]
    [InlineData(5, 0.3)]
    [InlineData(2744, 0.001)]
    [InlineData(2744, 0.4)]
    [InlineData(2744, 0.93)]
    [InlineData(100_000, 0.02)]
    public void Binomial_HasItsMeanAndVariance(long n, double p)
    {
        var random = new SeededRandom(1, 2, 4);
        Moments(Enumerable.Range(0, Draws).Select(_ => (double)random.Binomial(n, p)), n * p, n * p * (1 - p));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(40)]
    [InlineData(12_345)]
    public void Poisson_HasItsMeanAndVariance(double mean)
    {
        var random = new SeededRandom(1, 2, 5);
        Moments(Enumerable.Range(0, Draws).Select(_ => (double)random.Poisson(mean)), mean, mean);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(11.9)]
    [InlineData(84_000.25)]
    public void LogGamma_IsTheOracles(double x) =>
        Assert.Equal(SpecialFunctions.GammaLn(x), LogGamma.Of(x), 1e-13 * Math.Max(1, Math.Abs(SpecialFunctions.GammaLn(x))) + 1e-13);

    [Theory]
    [InlineData(3, 7.2)]
    [InlineData(7, 7.2)]
    [InlineData(8, 7.2)]
    [InlineData(40, 7.2)]
    [InlineData(0, 3.5)]
    public void SmallerTail_IsTheRegularisedGamma(long n, double mean)
    {
        var lower = 1 - SpecialFunctions.GammaLowerRegularized(n + 1, mean);
        var upper = n == 0 ? 1 : SpecialFunctions.GammaLowerRegularized(n, mean);
        Assert.Equal(Math.Min(lower, upper), PoissonTails.SmallerTail(n, mean), 1e-12);
    }

    private static void Moments(IEnumerable<double> values, double mean, double variance)
    {
        var all = values.ToArray();
        var m = all.Average();
        var v = all.Sum(x => (x - m) * (x - m)) / (all.Length - 1);
        Assert.Equal(mean, m, 5 * Math.Sqrt(variance / all.Length));
        Assert.Equal(variance, v, 0.06 * variance);
    }
}
