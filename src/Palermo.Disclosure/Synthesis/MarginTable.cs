using System.Collections.Immutable;
using Palermo.Disclosure.Privacy;

namespace Palermo.Disclosure.Synthesis;

/// <summary>One published count of one or two values: the noisy count, its interval, and the count in the synthetic rows.</summary>
/// <param name="Values">Column and label of each value.</param>
/// <param name="Noisy">The measured count, not below zero.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="InRows">Count in the rows published beside.</param>
public sealed record MarginCell(ImmutableArray<(string Column, string Label)> Values, long Noisy, long Low, long High, long InRows);

/// <summary>The noisy tables beside the rows, and what the release says of itself. Computed from the measurements alone.</summary>
/// <param name="Level">Confidence level of every interval (noise only: the register's own gaps are not in it).</param>
/// <param name="Total">Noisy number of people.</param>
/// <param name="TotalHalfWidth">Half-width of its interval.</param>
/// <param name="Cells">Singles and measured pairs that the noise lets stand.</param>
/// <param name="EstimatedFabricatedShare">Share of the pairs shown in the rows that may not exist, estimated without a further look at the data; null where no pair was measured.</param>
/// <param name="EstimatedMissingShare">Share of pairs of at least 10 people that the rows do not show, estimated likewise.</param>
public sealed record MarginTable(
    double Level, long Total, long TotalHalfWidth, ImmutableArray<MarginCell> Cells, double? EstimatedFabricatedShare, double? EstimatedMissingShare)
{
    /// <summary>
    /// Mean distance, in people, of the count in the rows from the true count over the pairs that the table prints: the distance from the
    /// noisy count and the mean size of the noise together, so rather too great than too small. Null where the table prints no pair.
    /// </summary>
    public double? PairErrorAtMost { get; init; }

    public static MarginTable Build(Domain domain, Measurements measured, PersonRows rows, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(rows);
        var offsets = domain.Offsets;
        var names = domain.Columns.SelectMany(c => c.Labels.Select(l => (c.Name, l))).ToArray();
        var shown = Combinations.Count(rows, domain);
        var cells = ImmutableArray.CreateBuilder<MarginCell>();
        var half = GaussianTail.HalfWidth(measured.SinglesVariance, level);
        for (var v = 0; v < names.Length; v++)
        {
            var noisy = measured.Singles[v];
            cells.Add(new MarginCell([names[v]], Math.Max(0, noisy), Math.Max(0, noisy - half), Math.Max(0, noisy + half), shown.Of(1).GetValueOrDefault((ulong)v + 1)));
        }

        var wide = GaussianTail.HalfWidth(measured.PairsVariance, level);
        var sigma = Math.Sqrt((double)measured.PairsVariance.Numerator / measured.PairsVariance.Denominator);
        var targets = new PairTargets(domain, measured, double.PositiveInfinity);
        int pairsShown = shown.Of(2).Count, zeros = 0, unsupportedShown = 0, missing = 0, large = 0, hiddenZeros = 0;
        foreach (var (a, b) in PrivateCounts.MeasuredPairs(domain))
        {
            var noisy = measured.Pairs[a, b];
            var inRows = shown.Of(2).GetValueOrDefault((((ulong)a + 1) << 16) | ((ulong)b + 1));
            zeros += noisy <= 0 ? 1 : 0;
            unsupportedShown += inRows > 0 && !targets.Allowed[a, b] ? 1 : 0;
            hiddenZeros += inRows == 0 && noisy <= 0 ? 1 : 0;
            large += noisy >= Evaluation.Reportable ? 1 : 0;
            missing += inRows == 0 && noisy >= Evaluation.Reportable ? 1 : 0;
            if (noisy > wide)
            {
                cells.Add(new MarginCell([names[a], names[b]], noisy, Math.Max(0, noisy - wide), noisy + wide, inRows));
            }
        }

        // A pair nobody has is as often below zero as above: twice the count below estimates how many there are.
        var empty = 2.0 * zeros;
        var fromNoise = Math.Min(unsupportedShown, empty * GaussianTail.AtLeast(measured.PairsVariance, (long)Math.Ceiling(2 * sigma)));
        var lostToNoise = 2.0 * hiddenZeros * GaussianTail.AtLeast(measured.PairsVariance, Evaluation.Reportable);
        var any = PrivateCounts.MeasuredPairs(domain).Any();
        var printed = cells.Where(c => c.Values.Length == 2).Select(c => (double)Math.Abs(c.InRows - c.Noisy)).ToArray();
        return new MarginTable(
            level, measured.Total, GaussianTail.HalfWidth(measured.TotalVariance, level), cells.ToImmutable(),
            any ? fromNoise / Math.Max(1, pairsShown) : null,
            any ? Math.Clamp((missing - lostToNoise) / Math.Max(1, large), 0, 1) : null)
        {
            PairErrorAtMost = printed.Length == 0 ? null : printed.Average() + (sigma * Math.Sqrt(2 / Math.PI)),
        };
    }
}
