using System.Numerics;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Likelihood;

/// <summary>
/// Models for traps visited in order, in which being caught once changes the chance of being caught again (Cormack, Biometrics 45,
/// 1989). Lists have no order, so the answer changes when columns are exchanged and may be negative: it is kept to be compared with
/// packages that print it, and never offered as an estimate.
/// </summary>
/// <param name="Estimate">The N that the formula gives; may be negative.</param>
/// <param name="StandardError">NaN where the variance comes out negative.</param>
/// <param name="Deviance">Poisson deviance over all histories.</param>
/// <param name="Parameters">Columns fitted.</param>
/// <param name="Aic">Akaike's criterion.</param>
public sealed record BehaviourFit(double Estimate, double StandardError, double Deviance, int Parameters, double Aic)
{
    /// <summary>
    /// The standard error that the package prints when the first trap differs: its derivative by the recapture odds lacks the factor
    /// (1 + those caught later), so it is not that of its own N.
    /// </summary>
    internal double ErrorOfThePackage { get; private init; } = StandardError;

    /// <param name="table">Lists in the order of the traps.</param>
    /// <param name="firstDiffers">Whether the first trap has a chance of its own (a trace of differences between people).</param>
    public static BehaviourFit? Of(CaptureTable table, bool firstDiffers) => Of(table, firstDiffers, 1e-12);

    internal static BehaviourFit? Of(CaptureTable table, bool firstDiffers, double tolerance)
    {
        double[][] rows = [.. Enumerable.Range(1, table.CellCount - 1).Select(h => Row(h, firstDiffers))];
        if (PoissonRegression.Fit(rows, table.ToDoubles().AsSpan(1), tolerance: tolerance) is not { } fit)
        {
            return null;
        }

        var b = fit.Coefficients;
        double t = table.ListCount;
        // Of those not yet seen, a share q leaves every trap behind; recapture odds are c.
        var (q, c) = (Math.Exp(b[^2]), Math.Exp(b[^1]));
        var rest = 1 + c - q;
        double estimate;
        double[] gradient, ofThePackage;
        if (!firstDiffers)
        {
            estimate = Math.Exp(b[0]) * Math.Pow(1 + c, t) / rest;
            gradient = [estimate, estimate * q / rest, estimate * (t * c / (1 + c) - c / rest)];
            ofThePackage = gradient;
        }
        else
        {
            var scale = Math.Exp(b[0]) * Math.Pow(1 + c, t - 1);
            var later = Math.Exp(b[1]) * q / rest;
            estimate = scale * (1 + later);
            gradient =
            [
                estimate,
                scale * later,
                scale * later * (1 + q / rest),
                scale * ((1 + later) * (t - 1) * c / (1 + c) - later * c / rest),
            ];
            ofThePackage = [gradient[0], gradient[1], gradient[2], scale * ((t - 1) * c / (1 + c) - later * c / rest)];
        }

        double Error(double[] v) => Math.Sqrt(Enumerable.Range(0, v.Length).Sum(i => Enumerable.Range(0, v.Length).Sum(j => v[i] * fit.Covariance[i, j] * v[j])) - estimate);

        return new BehaviourFit(estimate, Error(gradient), fit.Deviance, b.Length, fit.Aic) { ErrorOfThePackage = Error(ofThePackage) };
    }

    /// <summary>Intercept, (not at the first trap), traps before the first capture, captures after it.</summary>
    private static double[] Row(int history, bool firstDiffers)
    {
        double before = BitOperations.TrailingZeroCount(history);
        double after = BitOperations.PopCount((uint)history) - 1;
        return firstDiffers ? [1, 1 - (history & 1), before, after] : [1, before, after];
    }
}
