using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Likelihood;

/// <summary>How capture chances are taken to vary between people: a term in the number of lists k a person is on.</summary>
public enum Heterogeneity
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>A free effect for every k of 3 and more, negative ones set to zero: a lower bound on N.</summary>
    ChaoLowerBound,

    /// <summary>2^k - 1.</summary>
    Poisson2,

    /// <summary>k^2 / 2.</summary>
    Darroch,

    /// <summary>ln 3.5 - ln(3.5 + k).</summary>
    Gamma35,
}

/// <summary>
/// Log-linear models of closed populations with capture chances that differ by list (t), by person (h) or both
/// (Cormack, Biometrics 45, 1989; the column shapes are those of Rivest and Baillargeon, Biometrics 63, 2007).
/// </summary>
/// <param name="Estimate">N; NaN when the columns do not determine it.</param>
/// <param name="LogUnseenError">Standard error of ln n0.</param>
/// <param name="Deviance">Poisson deviance over all histories.</param>
/// <param name="Parameters">Columns estimated.</param>
/// <param name="Effect">The coefficient of the heterogeneity column; NaN for none and for the lower bound.</param>
/// <param name="Aic">Akaike's criterion.</param>
public sealed record HeterogeneityFit(double Estimate, double LogUnseenError, double Deviance, int Parameters, double Effect, double Aic)
{
    private static readonly HeterogeneityFit Undetermined = new(double.NaN, double.NaN, double.NaN, 0, double.NaN, double.NaN);

    /// <summary>Standard error of N: sqrt(n0 + n0^2 se^2).</summary>
    public double StandardError(double observed)
    {
        var unseen = Estimate - observed;
        return Math.Sqrt(unseen + unseen * unseen * LogUnseenError * LogUnseenError);
    }

    /// <summary>k ln n - 2 l.</summary>
    public double Bic(double observed) => Aic + Parameters * (Math.Log(observed) - 2);

    /// <summary>n + n0 exp(-+ z se).</summary>
    public (double Low, double High) Wald(double observed) =>
        (observed + (Estimate - observed) * Math.Exp(-Gaussian.Upper95 * LogUnseenError), observed + (Estimate - observed) * Math.Exp(Gaussian.Upper95 * LogUnseenError));

    /// <param name="table">The table.</param>
    /// <param name="listsDiffer">Whether lists have chances of their own (t).</param>
    /// <param name="shape">How people differ (h).</param>
    public static HeterogeneityFit Of(CaptureTable table, bool listsDiffer, Heterogeneity shape) => Of(table, listsDiffer, shape, 1e-12);

    internal static HeterogeneityFit Of(CaptureTable table, bool listsDiffer, Heterogeneity shape, double tolerance)
    {
        var y = table.ToDoubles()[1..];
        var fit = shape == Heterogeneity.ChaoLowerBound
            ? LowerBound(table.ListCount, listsDiffer, y, tolerance)
            : PoissonRegression.Fit(Rows(table.ListCount, listsDiffer, shape), y, tolerance: tolerance);
        return fit is null
            ? Undetermined
            : new HeterogeneityFit(
                table.Observed + Math.Exp(fit.Coefficients[0]),
                Math.Sqrt(fit.Covariance[0, 0]),
                fit.Deviance,
                fit.Coefficients.Length,
                shape is Heterogeneity.None or Heterogeneity.ChaoLowerBound ? double.NaN : fit.Coefficients[^1],
                fit.Aic);
    }

    /// <summary>Effects of k = 3 .. t; the first negative one is taken out and the model fitted again until none is.</summary>
    internal static PoissonRegression? LowerBound(int lists, bool listsDiffer, double[] y, double tolerance)
    {
        // A second difference below zero would say people are more alike than chance allows.
        var excess = Enumerable.Range(3, Math.Max(0, lists - 2)).ToList();
        while (true)
        {
            var fixedColumns = (listsDiffer ? lists : 1) + 1;
            var fit = PoissonRegression.Fit(Rows(lists, listsDiffer, Heterogeneity.None, excess), y, tolerance: tolerance);
            if (fit is null)
            {
                // Nobody on that many lists: the effect runs to minus infinity, which is the most negative there is.
                if (excess.Count == 0)
                {
                    return null;
                }

                excess.RemoveAt(excess.Count - 1);
                continue;
            }

            var negative = excess.FindIndex(k => fit.Coefficients[fixedColumns + excess.IndexOf(k)] < 0);
            if (negative < 0)
            {
                return fit;
            }

            excess.RemoveAt(negative);
        }
    }

    /// <summary>The column of a shape at k lists.</summary>
    internal static double Column(Heterogeneity shape, double k) => shape switch
    {
        Heterogeneity.Poisson2 => Math.Pow(2, k) - 1,
        Heterogeneity.Darroch => k * k / 2,
        Heterogeneity.Gamma35 => Math.Log(3.5) - Math.Log(3.5 + k),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), "the shape has no one column"),
    };

    private static double[][] Rows(int lists, bool listsDiffer, Heterogeneity shape, IReadOnlyCollection<int>? excess = null) =>
        [.. Enumerable.Range(1, (1 << lists) - 1).Select(h => Row(h, lists, listsDiffer, shape, excess ?? []))];

    private static double[] Row(int history, int lists, bool listsDiffer, Heterogeneity shape, IReadOnlyCollection<int> excess)
    {
        double k = BitOperations.PopCount((uint)history);
        var row = new List<double> { 1 };
        if (listsDiffer)
        {
            row.AddRange(Enumerable.Range(0, lists).Select(j => (double)((history >> j) & 1)));
        }
        else
        {
            row.Add(k);
        }

        if (shape is not (Heterogeneity.None or Heterogeneity.ChaoLowerBound))
        {
            row.Add(Column(shape, k));
        }

        row.AddRange(excess.Select(from => Math.Max(0, k - from + 1)));
        return [.. row];
    }
}
