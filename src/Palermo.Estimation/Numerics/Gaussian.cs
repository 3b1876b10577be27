using MathNet.Numerics;

namespace Palermo.Estimation.Numerics;

/// <summary>The standard normal distribution function and its inverse.</summary>
internal static class Gaussian
{
    private const double RootTwo = 1.4142135623730950488;

    /// <summary>The 0.975 point, 1.959964.</summary>
    public const double Upper95 = 1.9599639845400545;

    public static double Cdf(double x) => 0.5 * SpecialFunctions.Erfc(-x / RootTwo);

    public static double Quantile(double p) => p switch
    {
        <= 0 => double.NegativeInfinity,
        >= 1 => double.PositiveInfinity,
        _ => -RootTwo * SpecialFunctions.ErfcInv(2 * p),
    };

    /// <summary>The upper tail of a chi-square on one degree of freedom.</summary>
    public static double ChiSquare1Tail(double x) => x <= 0 ? 1 : SpecialFunctions.Erfc(Math.Sqrt(x / 2));
}
