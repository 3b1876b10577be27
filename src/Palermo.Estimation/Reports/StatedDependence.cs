using System.Collections.Immutable;
using System.Globalization;
using Palermo.Estimation.Ensembles;

namespace Palermo.Estimation.Reports;

/// <summary>One pair of lists dependent and all others independent: N at half and at twice the odds of independence, NaN where there is none.</summary>
public readonly record struct PairAtOdds(string Pair, double Half, double Twice);

/// <summary>N when the interaction of all lists together is <paramref name="Xi"/>, in logarithms.</summary>
public readonly record struct HighestOrderPoint(double Xi, double Estimate);

/// <summary>What the answers would be under a dependence stated from outside, read out of a report for those who show it.</summary>
public static class StatedDependence
{
    private const string Key = "xi=";

    public static ImmutableArray<PairAtOdds> Pairs(EstimationReport report) =>
    [
        .. report.Sensitivity.Where(s => s.Kind == "pair-odds").GroupBy(s => s.What[..s.What.LastIndexOf(" x ", StringComparison.Ordinal)], StringComparer.Ordinal)
            .Select(g => new PairAtOdds(g.Key, At(g, " x 0.5"), At(g, " x 2"))),
    ];

    /// <summary>From small to large, the answer itself at 0; empty where the method of no highest-order interaction did not answer.</summary>
    public static ImmutableArray<HighestOrderPoint> HighestOrder(EstimationReport report) =>
        report.Estimates.FirstOrDefault(e => e.Method == "no-highest-order") is not { } answer ? []
            : [.. answer.Diagnostics.Where(d => d.Key.StartsWith(Key, StringComparison.Ordinal)).Select(d => new HighestOrderPoint(double.Parse(d.Key[Key.Length..], CultureInfo.InvariantCulture), d.Value)).Append(new HighestOrderPoint(0, answer.Estimate)).OrderBy(p => p.Xi)];

    private static double At(IEnumerable<SensitivityRow> rows, string odds) =>
        rows.FirstOrDefault(r => r.What.EndsWith(odds, StringComparison.Ordinal)) is { } row ? row.Independence : double.NaN;
}
