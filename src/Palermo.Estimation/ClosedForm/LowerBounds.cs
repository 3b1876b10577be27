using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.ClosedForm;

/// <summary>An estimate with a log-normal interval on the number unseen.</summary>
public sealed record LogInterval(double Estimate, double StandardError, double Low, double High)
{
    /// <summary>n + n0 / C and n + n0 C with C = exp(z sqrt(ln(1 + (se/n0)^2))) (Chao, Biometrics 43, 1987).</summary>
    public static LogInterval Of(double estimate, double standardError, double observed)
    {
        var unseen = estimate - observed;
        if (!(unseen > 0))
        {
            return new LogInterval(estimate, standardError, estimate, estimate);
        }

        var spread = Math.Exp(Gaussian.Upper95 * Math.Sqrt(Math.Log(1 + standardError * standardError / (unseen * unseen))));
        return new LogInterval(estimate, standardError, observed + unseen / spread, observed + unseen * spread);
    }
}

/// <summary>Estimators from how often people were seen: lower bounds when some people are harder to see than others.</summary>
public static class LowerBounds
{
    /// <summary>Chao's lower bound, n + f1^2 / (2 f2) (Biometrics 43, 1987); NaN without anyone seen twice.</summary>
    public static double Chao1987(CaptureTable table) =>
        table.SeenExactly(2) is var twice and > 0 ? table.Observed + (double)table.SeenExactly(1) * table.SeenExactly(1) / (2.0 * twice) : double.NaN;

    /// <summary>Bias-corrected: n + (t-1)/t f1 (f1-1) / (2 (f2+1)), with the variance of the same form.</summary>
    public static LogInterval Chao(CaptureTable table)
    {
        double t = table.ListCount, f1 = table.SeenExactly(1), f2 = table.SeenExactly(2);
        var a = (t - 1) / t;
        var estimate = table.Observed + a * f1 * (f1 - 1) / (2 * (f2 + 1));
        var variance = a * f1 * (f1 - 1) / (2 * (f2 + 1))
            + a * a * f1 * (2 * f1 - 1) * (2 * f1 - 1) / (4 * (f2 + 1) * (f2 + 1))
            + a * a * f1 * f1 * f2 * (f1 - 1) * (f1 - 1) / (4 * Math.Pow(f2 + 1, 4));
        return LogInterval.Of(estimate, Math.Sqrt(Math.Max(variance, 0)), table.Observed);
    }

    /// <summary>Zelterman's estimator, n / (1 - exp(-2 f2 / f1)); NaN without anyone seen once or twice.</summary>
    public static double Zelterman(CaptureTable table) =>
        table.SeenExactly(1) > 0 && table.SeenExactly(2) > 0
            ? table.Observed / (1 - Math.Exp(-2.0 * table.SeenExactly(2) / table.SeenExactly(1)))
            : double.NaN;
}

/// <summary>Two lists at a time.</summary>
/// <param name="First">Individuals on the first list.</param>
/// <param name="Second">Individuals on the second.</param>
/// <param name="Overlap">On both.</param>
public sealed record ListPair(long First, long Second, long Overlap)
{
    public static ListPair Of(CaptureTable table, int pair)
    {
        var low = pair & -pair;
        return new ListPair(table.SeenOnAll(low), table.SeenOnAll(pair ^ low), table.SeenOnAll(pair));
    }

    /// <summary>n1 n2 / m; NaN without overlap.</summary>
    public double Petersen => Overlap > 0 ? (double)First * Second / Overlap : double.NaN;

    /// <summary>Chapman's (n1+1)(n2+1)/(m+1) - 1 with its variance and a log interval on those on neither list.</summary>
    public LogInterval Chapman
    {
        get
        {
            double n1 = First, n2 = Second, m = Overlap;
            var estimate = (n1 + 1) * (n2 + 1) / (m + 1) - 1;
            var variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) * (m + 1) * (m + 2));
            return LogInterval.Of(estimate, Math.Sqrt(variance), n1 + n2 - m);
        }
    }
}
