using Palermo.Disclosure.Noise;

namespace Palermo.Disclosure.Privacy;

/// <summary>A guarantee in the form regulators read: (epsilon, delta).</summary>
public readonly record struct ApproximateGuarantee(double Epsilon, double Delta);

/// <summary>
/// Zero-concentrated differential privacy: costs of Gaussian noise and the tight conversion to (epsilon, delta) of Canonne, Kamath
/// and Steinke 2020, proposition 12. The unit is one person added or removed.
/// </summary>
public static class ZeroConcentrated
{
    /// <summary>Cost rho of discrete Gaussian noise of this variance on whole-number counts with squared L2 sensitivity <paramref name="squaredSensitivity"/>.</summary>
    public static double Cost(Variance variance, long squaredSensitivity) =>
        squaredSensitivity * (double)variance.Denominator / (2.0 * variance.Numerator);

    /// <summary>The least variance, in steps of 1/1024 rounded up, whose cost is at most <paramref name="rho"/>.</summary>
    public static Variance VarianceFor(double rho, long squaredSensitivity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rho);
        var numerator = (ulong)Math.Ceiling(1024.0 * squaredSensitivity / (2 * rho) * (1 + 1e-12));
        return new Variance(Math.Max(1, numerator), 1024);
    }

    /// <summary>The delta of rho-zCDP at this epsilon: min over a &gt; 1 of exp((a-1)(a rho - epsilon)) / (a-1) (1 - 1/a)^a.</summary>
    public static double Delta(double rho, double epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rho);
        if (epsilon < 0)
        {
            return 1;
        }

        // The logarithm is convex in a: golden section over a wide bracket.
        static double Log(double a, double rho, double epsilon) => ((a - 1) * ((a * rho) - epsilon)) - Math.Log(a - 1) + (a * Math.Log(1 - (1 / a)));
        double low = 1.0 + 1e-9, high = ((epsilon + 1) / (2 * rho)) + 2;
        var ratio = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < 300 && high - low > 1e-13 * high; i++)
        {
            var x = high - (ratio * (high - low));
            var y = low + (ratio * (high - low));
            if (Log(x, rho, epsilon) < Log(y, rho, epsilon))
            {
                high = y;
            }
            else
            {
                low = x;
            }
        }

        return Math.Min(1, Math.Exp(Log((low + high) / 2, rho, epsilon)));
    }

    /// <summary>The greatest rho (rounded down) whose delta at <paramref name="epsilon"/> is at most <paramref name="delta"/>.</summary>
    public static double Rho(double epsilon, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        double low = 0, high = epsilon + 1;
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (middle > 0 && Delta(middle, epsilon) <= delta)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The least epsilon (rounded up) whose delta is at most <paramref name="delta"/> under rho.</summary>
    public static double Epsilon(double rho, double delta)
    {
        double low = 0, high = rho + (2 * Math.Sqrt(rho * Math.Log(1 / delta))) + 1;
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (Delta(rho, middle) <= delta)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }
}
