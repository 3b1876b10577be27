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
/// <param name="Estimate">N; NaN when the iteration did not converge.</param>
/// <param name="LogUnseenError">Standard error of ln n0.</param>
/// <param name="Deviance">Poisson deviance over all histories.</param>
/// <param name="Parameters">Columns estimated.</param>
/// <param name="Effect">The coefficient of the heterogeneity column; NaN for none and for the lower bound.</param>
/// <param name="Aic">Akaike's criterion.</param>
public sealed record HeterogeneityFit(double Estimate, double LogUnseenError, double Deviance, int Parameters, double Effect, double Aic)
{
    /// <summary>n + n0 exp(-+ z se).</summary>
    public (double Low, double High) Wald(double observed) =>
        (observed + (Estimate - observed) * Math.Exp(-Gaussian.Upper95 * LogUnseenError), observed + (Estimate - observed) * Math.Exp(Gaussian.Upper95 * LogUnseenError));

    /// <param name="table">The table.</param>
    /// <param name="listsDiffer">Whether lists have chances of their own (t).</param>
    /// <param name="shape">How people differ (h).</param>
    public static HeterogeneityFit Of(CaptureTable table, bool listsDiffer, Heterogeneity shape)
    {
        var t = table.ListCount;
        var columns = new List<Func<int, double>> { _ => 1 };
        if (listsDiffer)
        {
            for (var j = 0; j < t; j++)
            {
                var bit = j;
                columns.Add(h => (h >> bit) & 1);
            }
        }
        else
        {
            columns.Add(h => BitOperations.PopCount((uint)h));
        }

        switch (shape)
        {
            case Heterogeneity.Poisson2:
                columns.Add(h => Math.ScaleB(1, BitOperations.PopCount((uint)h)) - 1);
                break;
            case Heterogeneity.Darroch:
                columns.Add(h => BitOperations.PopCount((uint)h) * BitOperations.PopCount((uint)h) / 2.0);
                break;
            case Heterogeneity.Gamma35:
                columns.Add(h => Math.Log(3.5) - Math.Log(3.5 + BitOperations.PopCount((uint)h)));
                break;
            case Heterogeneity.ChaoLowerBound:
                return LowerBound(table, columns);
        }

        return Fit(table, columns, out var b) is var fit && shape != Heterogeneity.None ? fit with { Effect = b[^1] } : fit;
    }

    /// <summary>Effects of k = 3 .. t, the most negative dropped until none is negative.</summary>
    private static HeterogeneityFit LowerBound(CaptureTable table, List<Func<int, double>> columns)
    {
        var excess = Enumerable.Range(3, Math.Max(0, table.ListCount - 2)).ToList();
        while (true)
        {
            var with = columns.Concat(excess.Select(k => (Func<int, double>)(h => Math.Max(0, BitOperations.PopCount((uint)h) - k + 1)))).ToList();
            var fit = Fit(table, with, out var b);
            // A second difference below zero would say people are more alike than chance allows.
            var worst = -1;
            for (var i = 0; i < excess.Count; i++)
            {
                if (!(b[columns.Count + i] >= 0) && (worst < 0 || b[columns.Count + i] < b[columns.Count + worst]))
                {
                    worst = i;
                }
            }

            if (worst < 0)
            {
                return fit;
            }

            excess.RemoveAt(worst);
        }
    }

    private static HeterogeneityFit Fit(CaptureTable table, List<Func<int, double>> columns, out double[] b)
    {
        var (p, cells) = (columns.Count, table.CellCount);
        var design = new double[cells, p];
        var mu = new double[cells];
        var logLikelihood = 0.0;
        for (var h = 1; h < cells; h++)
        {
            for (var i = 0; i < p; i++)
            {
                design[h, i] = columns[i](h);
            }

            mu[h] = table[h] + 0.1;
            logLikelihood -= LogGamma.Factorial(table[h]);
        }

        b = new double[p];
        var (deviance, error) = (double.PositiveInfinity, double.NaN);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var gram = new double[p, p + 1];
            for (var h = 1; h < cells; h++)
            {
                var z = mu[h] * Math.Log(mu[h]) + table[h] - mu[h];
                for (var i = 0; i < p; i++)
                {
                    gram[i, p] += design[h, i] * z;
                    for (var j = 0; j <= i; j++)
                    {
                        gram[i, j] += design[h, i] * design[h, j] * mu[h];
                    }
                }
            }

            if (!Solve(gram, b, out error))
            {
                return new HeterogeneityFit(double.NaN, double.NaN, double.NaN, p, double.NaN, double.NaN);
            }

            var before = deviance;
            deviance = 0;
            for (var h = 1; h < cells; h++)
            {
                var eta = 0.0;
                for (var i = 0; i < p; i++)
                {
                    eta += design[h, i] * b[i];
                }

                mu[h] = Math.Max(Math.Exp(Math.Min(eta, 700)), 1e-300);
                deviance += 2 * ((table[h] > 0 ? table[h] * (Math.Log(table[h]) - eta) : 0) - (table[h] - mu[h]));
            }

            if (Math.Abs(deviance - before) < 1e-11 * (Math.Abs(deviance) + 0.1))
            {
                break;
            }
        }

        for (var h = 1; h < cells; h++)
        {
            logLikelihood += table[h] > 0 ? table[h] * Math.Log(mu[h]) - mu[h] : -mu[h];
        }

        return new HeterogeneityFit(table.Observed + Math.Exp(b[0]), error, deviance, p, double.NaN, 2 * p - 2 * logLikelihood);
    }

    /// <summary>Cholesky solution; the error is that of the first coefficient.</summary>
    private static bool Solve(double[,] gram, double[] b, out double error)
    {
        var p = b.Length;
        error = double.NaN;
        for (var j = 0; j < p; j++)
        {
            for (var i = j; i < p; i++)
            {
                var sum = gram[i, j];
                for (var m = 0; m < j; m++)
                {
                    sum -= gram[i, m] * gram[j, m];
                }

                if (i == j)
                {
                    if (!(sum > 1e-14 * gram[i, i]))
                    {
                        return false;
                    }

                    gram[i, i] = Math.Sqrt(sum);
                }
                else
                {
                    gram[i, j] = sum / gram[j, j];
                }
            }
        }

        void Substitute(double[] x)
        {
            for (var i = 0; i < p; i++)
            {
                for (var m = 0; m < i; m++)
                {
                    x[i] -= gram[i, m] * x[m];
                }

                x[i] /= gram[i, i];
            }

            for (var i = p - 1; i >= 0; i--)
            {
                for (var m = i + 1; m < p; m++)
                {
                    x[i] -= gram[m, i] * x[m];
                }

                x[i] /= gram[i, i];
            }
        }

        for (var i = 0; i < p; i++)
        {
            b[i] = gram[i, p];
        }

        Substitute(b);
        var first = new double[p];
        first[0] = 1;
        Substitute(first);
        error = Math.Sqrt(first[0]);
        return true;
    }
}
