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

    /// <summary>Differences between people explain the table at least as well as any dependence of lists.</summary>
    Raised,

    /// <summary>They explain it clearly better, or still show beside the best dependence of lists (one-sided p below 0.02).</summary>
    Strong,
}

/// <summary>
/// Whether capture chances differ between people, told from lists that depend on one another (decision 0106). The level is set so that
/// two classes, a fifth of the people five times as findable, are caught in more than nine of ten tables of about 2,300 people on four
/// lists; people who are alike then raise it in about one table of six, whether lists depend or not.
/// </summary>
/// <param name="Level">The verdict.</param>
/// <param name="LogRatio">ln of how well tables in which people differ are explained against tables in which only lists depend, before a charge for the difference.</param>
/// <param name="SignedRoot">Root of the deviance that a difference still gains on the best model in which only lists depend; NaN when nothing is left to tell.</param>
/// <param name="PValue">One-sided, of that root taken alone.</param>
/// <param name="Alternatives">N under each shape, lists taken as independent given the person.</param>
public sealed record HeterogeneityAlarm(AlarmLevel Level, double LogRatio, double SignedRoot, double PValue, ImmutableArray<(string Shape, double Estimate)> Alternatives)
{
    private const double RaisedAbove = 0.40;
    private const double StrongAbove = 2.0;
    private const double StrongBelow = 0.02;

    /// <summary>The model in which only lists depend that differences are weighed against; null when none has an estimate.</summary>
    public string? Against { get; init; }

    /// <summary>Further signs that do not decide: the curve of ln(f_k / C(t, k)), the lower bound and the whole table against independence.</summary>
    public ImmutableArray<(string Sign, double Value)> Signs { get; init; } = [];

    public static HeterogeneityAlarm Of(CaptureTable table, CancellationToken stop = default)
    {
        var weighed = PeopleOrLists.Of(table, stop);
        var p = double.IsFinite(weighed.SignedRoot) ? 1 - Gaussian.Cdf(weighed.SignedRoot) : double.NaN;
        var level = p < StrongBelow || weighed.LogRatio > StrongAbove ? AlarmLevel.Strong : weighed.LogRatio > RaisedAbove ? AlarmLevel.Raised : AlarmLevel.Quiet;
        var alike = HeterogeneityFit.Of(table, true, Heterogeneity.None);
        ImmutableArray<(string, double)> alternatives = [.. new[] { Heterogeneity.Darroch, Heterogeneity.Poisson2, Heterogeneity.Gamma35 }
            .Select(shape => (Shape: shape, Fit: HeterogeneityFit.Of(table, true, shape)))
            .Where(a => double.IsFinite(a.Fit.Estimate) && double.IsFinite(a.Fit.Deviance))
            .Select(a => (a.Shape.ToString().ToLower(CultureInfo.InvariantCulture), a.Fit.Estimate))];
        return new HeterogeneityAlarm(level, weighed.LogRatio, weighed.SignedRoot, p, alternatives) { Against = weighed.Lists?.ToString(), Signs = SignsOf(table, alike.Estimate) };
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
