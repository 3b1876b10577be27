using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Likelihood;

/// <summary>The multinomial profile likelihood of N under one model.</summary>
/// <remarks>High is positive infinity when the likelihood never falls below the cut: the data put no upper bound on N.</remarks>
public sealed record ProfileInterval(double Maximum, double Low, double High);

/// <summary>
/// Profile likelihood of the population size (Cormack, Biometrics 48, 1992):
/// l(N) = ln G(N+1) - ln G(N-n+1) + sum y ln p(N) + (N-n) ln p0(N), with p fitted to the table whose unseen cell is N-n.
/// The interval cuts it half a chi-square(1) quantile below its maximum. ln Gamma throughout, no Stirling.
/// </summary>
public sealed class ProfileLikelihood
{
    private readonly FitKernel _kernel;
    private readonly double[] _y;
    private readonly int[] _terms, _dropped;
    private readonly double _n;

    public ProfileLikelihood(CaptureTable table, HierarchicalModel model)
    {
        _kernel = new FitKernel(table.ListCount);
        _y = table.ToDoubles();
        (_terms, _dropped) = ExistenceProblem.Split(table, model);
        _n = table.Observed;
        _kernel.Bind(_y);
    }

    /// <summary>l at <paramref name="total"/> >= n.</summary>
    public double At(double total) => Evaluate(total).Value;

    /// <summary>The interval at a confidence level, searched from the Poisson estimate outwards.</summary>
    public ProfileInterval? Interval(double startUnseen, double level = 0.95)
    {
        var cut = Gaussian.Quantile((1 + level) / 2);
        cut = cut * cut / 2;

        // The slope in N falls from positive to negative at the maximum (envelope theorem).
        var unseen = Math.Max(startUnseen, 1e-3);
        double low, high;
        if (Slope(unseen) > 0)
        {
            low = unseen;
            high = unseen * 2;
            while (Slope(high) > 0 && high < 1e12)
            {
                (low, high) = (high, high * 2);
            }
        }
        else
        {
            high = unseen;
            low = unseen / 2;
            while (low > 1e-6 && Slope(low) < 0)
            {
                (high, low) = (low, low / 2);
            }
        }

        var maximum = low <= 1e-6 ? 0 : Root(Slope, low, high);
        var top = Evaluate(_n + maximum).Value;
        if (!double.IsFinite(top))
        {
            return null;
        }

        double Below(double at) => Evaluate(_n + at).Value - top + cut;

        var lowEnd = 0.0;
        if (maximum > 0 && Below(0) < 0)
        {
            lowEnd = Root(Below, 0, maximum);
        }

        var highEnd = Math.Max(maximum, 0.5) * 2;
        while (Below(highEnd) > 0)
        {
            highEnd *= 2;
            if (highEnd > 1e12)
            {
                return new ProfileInterval(_n + maximum, _n + lowEnd, double.PositiveInfinity);
            }
        }

        return new ProfileInterval(_n + maximum, _n + lowEnd, _n + Root(Below, Math.Max(maximum, highEnd / 2), highEnd));
    }

    private double Slope(double unseen)
    {
        var (_, logNone) = Evaluate(_n + unseen);
        return LogGamma.Derivative(_n + unseen + 1) - LogGamma.Derivative(unseen + 1) + logNone;
    }

    private (double Value, double LogNone) Evaluate(double total)
    {
        var unseen = total - _n;
        _kernel.BindUnseen(unseen);
        var end = _kernel.Fit(_terms, _dropped, withUnseen: true);
        if (end == FitEnd.Singular)
        {
            return (double.NegativeInfinity, double.NegativeInfinity);
        }

        var fitted = _kernel.Fitted;
        return (Value(fitted, _y, _n, unseen), Math.Log(fitted[0] / Sum(fitted)));
    }

    /// <summary>The multinomial log-likelihood of n + n0 under fitted means, that of the unseen included.</summary>
    internal static double Value(ReadOnlySpan<double> fitted, ReadOnlySpan<double> y, double observed, double unseen)
    {
        var sum = Sum(fitted);
        var value = LogGamma.Factorial(observed + unseen) - LogGamma.Factorial(unseen);
        for (var h = 1; h < fitted.Length; h++)
        {
            if (y[h] > 0)
            {
                value += y[h] * Math.Log(fitted[h] / sum);
            }
        }

        return unseen > 0 ? value + unseen * Math.Log(fitted[0] / sum) : value;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>A root between two points of opposite sign, by the Illinois rule with bisection steps in between.</summary>
    private static double Root(Func<double, double> f, double a, double b)
    {
        var (fa, fb) = (f(a), f(b));
        if (fa == 0 || Math.Sign(fa) == Math.Sign(fb))
        {
            return a;
        }

        var side = 0;
        for (var i = 0; i < 200 && Math.Abs(b - a) > 1e-10 * (Math.Abs(a) + Math.Abs(b)) + 1e-12; i++)
        {
            var c = i % 8 == 7 || !double.IsFinite(fa) || !double.IsFinite(fb) ? (a + b) / 2 : (fa * b - fb * a) / (fa - fb);
            var fc = f(c);
            if (fc == 0)
            {
                return c;
            }

            if (Math.Sign(fc) == Math.Sign(fb))
            {
                (b, fb) = (c, fc);
                fa = side == -1 ? fa / 2 : fa;
                side = -1;
            }
            else
            {
                (a, fa) = (c, fc);
                fb = side == 1 ? fb / 2 : fb;
                side = 1;
            }
        }

        return (a + b) / 2;
    }
}
