using System.Collections.Immutable;
using System.Globalization;
using Palermo.Estimation.ClosedForm;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
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
    /// <summary>Further signs that do not decide: the curve of ln(f_k / C(t, k)), the lower bound and the whole table against independence.</summary>
    public ImmutableArray<(string Sign, double Value)> Signs { get; init; } = [];

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
        return new HeterogeneityAlarm(level, largest, p, alternatives.ToImmutable()) { Signs = SignsOf(table, alike.Estimate) };
    }

    private static ImmutableArray<(string, double)> SignsOf(CaptureTable table, double alike)
    {
        var signs = ImmutableArray.CreateBuilder<(string, double)>();
        double t = table.ListCount, f1 = table.SeenExactly(1), f2 = table.SeenExactly(2), f3 = table.SeenExactly(3);
        if (f1 > 0 && f2 > 0 && f3 > 0)
        {
            // A straight line when people are alike; bent upwards when some are found again and again.
            signs.Add(("curvature of ln(f_k / C(t, k))", Math.Log(f1 / t) - 2 * Math.Log(f2 / (t * (t - 1) / 2)) + Math.Log(f3 / (t * (t - 1) * (t - 2) / 6))));
        }

        var bound = HeterogeneityFit.Of(table, true, Heterogeneity.ChaoLowerBound).Estimate;
        signs.Add(("unseen by the lower bound / by independence", (bound - table.Observed) / (alike - table.Observed)));
        var pairs = ExtendedFit.Of(table, HierarchicalModel.AllOfOrder(table.ListCount, 2));
        if (pairs.Verdict.Usable && NoHighestOrder.LogUnseen(table) is { } whole)
        {
            signs.Add(("unseen by no highest-order interaction / by all pairs", Math.Exp(whole) / pairs.Unseen));
        }

        return signs.ToImmutable();
    }
}
