using System.Collections.Immutable;
using System.Globalization;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Ensembles;

/// <summary>How clearly the table says that some people are harder to find than others.</summary>
public enum AlarmLevel
{
    Quiet,

    /// <summary>One-sided p below 0.20.</summary>
    Raised,

    /// <summary>One-sided p below 0.02.</summary>
    Strong,
}

/// <summary>
/// Whether capture chances differ between people. Three shapes of difference are added to the model in which only lists differ;
/// the largest signed root of the deviance gained decides. The level is set so that two classes, a fifth of the people five times as
/// findable, are caught in more than nine of ten tables of about 2,300 people: a missed alarm costs more than a false one.
/// </summary>
/// <param name="Level">The verdict.</param>
/// <param name="SignedRoot">The largest signed root deviance; positive when more people are hidden than independence says.</param>
/// <param name="PValue">One-sided, of that root taken alone.</param>
/// <param name="Alternatives">N under each shape.</param>
public sealed record HeterogeneityAlarm(AlarmLevel Level, double SignedRoot, double PValue, ImmutableArray<(string Shape, double Estimate)> Alternatives)
{
    private const double RaisedBelow = 0.20;
    private const double StrongBelow = 0.02;

    public static HeterogeneityAlarm Of(CaptureTable table)
    {
        var alike = HeterogeneityFit.Of(table, true, Heterogeneity.None);
        var largest = double.NegativeInfinity;
        var alternatives = ImmutableArray.CreateBuilder<(string, double)>();
        foreach (var shape in new[] { Heterogeneity.Darroch, Heterogeneity.Poisson2, Heterogeneity.Gamma35 })
        {
            var fit = HeterogeneityFit.Of(table, true, shape);
            if (!double.IsFinite(fit.Estimate) || !double.IsFinite(fit.Deviance))
            {
                continue;
            }

            var root = Math.Sqrt(Math.Max(0, alike.Deviance - fit.Deviance)) * (fit.Estimate > alike.Estimate ? 1 : -1);
            largest = Math.Max(largest, root);
            alternatives.Add((shape.ToString().ToLower(CultureInfo.InvariantCulture), fit.Estimate));
        }

        var p = double.IsFinite(largest) ? 1 - Gaussian.Cdf(largest) : double.NaN;
        var level = p < StrongBelow ? AlarmLevel.Strong : p < RaisedBelow ? AlarmLevel.Raised : AlarmLevel.Quiet;
        return new HeterogeneityAlarm(level, largest, p, alternatives.ToImmutable());
    }
}
