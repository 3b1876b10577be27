using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Likelihood;

/// <summary>
/// Poisson maximum likelihood on any columns, by iteratively reweighted least squares from y + 0.1: for models whose terms are not
/// sets of lists (heterogeneity, behaviour, covariates). Hierarchical models of lists go through <see cref="FitKernel"/>.
/// </summary>
internal sealed record PoissonRegression
{
    /// <summary>The stopping rule of R's <c>glm</c>, for comparison with figures that it made.</summary>
    public const double TolerancePeers = 1e-8;

    /// <summary>Coefficients, one a column.</summary>
    public required double[] Coefficients { get; init; }

    /// <summary>(A'WA)^-1 with the weights the last step was taken with.</summary>
    public required double[,] Covariance { get; init; }

    public required double[] Fitted { get; init; }

    public required double Deviance { get; init; }

    /// <summary>With ln y! (ln Gamma(y + 1) where y is not whole).</summary>
    public required double LogLikelihood { get; init; }

    public required bool Converged { get; init; }

    public double Aic => 2.0 * Coefficients.Length - 2 * LogLikelihood;

    /// <summary>Fits; null when the columns do not determine the coefficients.</summary>
    /// <param name="rows">One row of the design an observation.</param>
    /// <param name="y">Counts, 0 or more; need not be whole.</param>
    /// <param name="offset">Fixed additions to the linear predictor, or empty.</param>
    /// <param name="tolerance">Relative change of the deviance at which to stop.</param>
    /// <param name="ridge">Added to the diagonal of the information but the first column's: a normal prior of that precision.</param>
    public static PoissonRegression? Fit(IReadOnlyList<double[]> rows, ReadOnlySpan<double> y, ReadOnlySpan<double> offset = default, double tolerance = 1e-12, double ridge = 0)
    {
        var p = rows[0].Length;
        var (eta, mu) = (new double[rows.Count], new double[rows.Count]);
        for (var i = 0; i < rows.Count; i++)
        {
            mu[i] = y[i] + 0.1;
            eta[i] = Math.Log(mu[i]);
        }

        var b = new double[p];
        double[,]? factor = null;
        var (deviance, converged) = (double.PositiveInfinity, false);
        for (var iteration = 0; iteration < (tolerance == TolerancePeers ? 25 : 100) && !converged; iteration++)
        {
            var gram = new double[p, p];
            var right = new double[p];
            for (var i = 0; i < rows.Count; i++)
            {
                var row = rows[i];
                var z = mu[i] * (eta[i] - (offset.IsEmpty ? 0 : offset[i])) + y[i] - mu[i];
                for (var j = 0; j < p; j++)
                {
                    if (row[j] == 0)
                    {
                        continue;
                    }

                    right[j] += row[j] * z;
                    for (var m = 0; m <= j; m++)
                    {
                        gram[j, m] += row[j] * row[m] * mu[i];
                    }
                }
            }

            for (var j = 1; j < p; j++)
            {
                gram[j, j] += ridge;
            }

            if (!Cholesky(gram))
            {
                return null;
            }

            factor = gram;
            Substitute(factor, right);
            right.CopyTo(b, 0);
            var before = deviance;
            deviance = 0;
            for (var i = 0; i < rows.Count; i++)
            {
                eta[i] = offset.IsEmpty ? 0 : offset[i];
                for (var j = 0; j < p; j++)
                {
                    eta[i] += rows[i][j] * b[j];
                }

                mu[i] = Math.Max(Math.Exp(Math.Min(eta[i], 700)), double.Epsilon);
                deviance += 2 * ((y[i] > 0 ? y[i] * (Math.Log(y[i]) - eta[i]) : 0) - (y[i] - mu[i]));
            }

            converged = Math.Abs(deviance - before) < tolerance * (Math.Abs(deviance) + 0.1);
        }

        var logLikelihood = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            logLikelihood += (y[i] > 0 ? y[i] * eta[i] : 0) - mu[i] - LogGamma.Factorial(y[i]);
        }

        return new PoissonRegression { Coefficients = b, Covariance = Inverse(factor!), Fitted = mu, Deviance = deviance, LogLikelihood = logLikelihood, Converged = converged };
    }

    /// <summary>Solves a symmetric positive definite system in place; false when a pivot vanishes.</summary>
    internal static bool Solve(double[,] gram, double[] right)
    {
        if (!Cholesky(gram))
        {
            return false;
        }

        Substitute(gram, right);
        return true;
    }

    /// <summary>The lower factor in place; false when a pivot vanishes.</summary>
    private static bool Cholesky(double[,] a)
    {
        var p = a.GetLength(0);
        for (var j = 0; j < p; j++)
        {
            for (var i = j; i < p; i++)
            {
                var sum = a[i, j];
                for (var m = 0; m < j; m++)
                {
                    sum -= a[i, m] * a[j, m];
                }

                if (i == j)
                {
                    if (!(sum > 1e-14 * a[i, i]))
                    {
                        return false;
                    }

                    a[i, i] = Math.Sqrt(sum);
                }
                else
                {
                    a[i, j] = sum / a[j, j];
                }
            }
        }

        return true;
    }

    private static void Substitute(double[,] factor, double[] x)
    {
        var p = x.Length;
        for (var i = 0; i < p; i++)
        {
            for (var m = 0; m < i; m++)
            {
                x[i] -= factor[i, m] * x[m];
            }

            x[i] /= factor[i, i];
        }

        for (var i = p - 1; i >= 0; i--)
        {
            for (var m = i + 1; m < p; m++)
            {
                x[i] -= factor[m, i] * x[m];
            }

            x[i] /= factor[i, i];
        }
    }

    private static double[,] Inverse(double[,] factor)
    {
        var p = factor.GetLength(0);
        var inverse = new double[p, p];
        for (var j = 0; j < p; j++)
        {
            var column = new double[p];
            column[j] = 1;
            Substitute(factor, column);
            for (var i = 0; i < p; i++)
            {
                inverse[i, j] = column[i];
            }
        }

        return inverse;
    }
}
