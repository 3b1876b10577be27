using System.Globalization;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Reports;

/// <summary>
/// A report for readers who must not learn how many a few people are: what is, or gives by subtraction, a count below the smallest shown
/// is taken out. Estimates stay: they are of the whole and moved by every other count too.
/// </summary>
public static class SmallCounts
{
    public static EstimationReport Without(EstimationReport report, int smallest)
    {
        var n = report.Table.Observed;
        bool Shown(long count) => count == 0 || count >= smallest;

        var single = report.Table.SeenTimes.IsDefaultOrEmpty ? 0 : report.Table.SeenTimes[0];
        return report with
        {
            Table = report.Table with
            {
                Overlaps = [],
                SeenTimes = [],
                TriplesShared = 0,
                ListTotals = report.Table.ListTotals.All(Shown) ? report.Table.ListTotals : [],
                SingleShare = Shown(n - single) && Shown(single) ? report.Table.SingleShare : double.NaN,
            },
            // Dropping a list leaves out those on it alone: the difference of two numbers observed is their count.
            Sensitivity = [.. report.Sensitivity.Where(s => s.Kind is not ("drop" or "drop-two" or "erroneous-inclusion") || Shown(n - s.Observed))],
            Checks = [.. report.Checks.Where(c => Shown(c.Known) && Shown(c.Seen) && Shown(c.Known - c.Seen))],
            Pairs = [.. report.Pairs.Where(p => Shown(p.Both))],
            Cautions = [.. report.Cautions.Select(c => Told(c, smallest))],
            MayBeSaid = Shown(n - single) ? report.MayBeSaid : [.. report.MayBeSaid.Skip(1)],
        };
    }

    /// <summary>A caution that tells a small number of people tells "fewer than" instead.</summary>
    private static string Told(string caution, int smallest) =>
        new[] { ReadingNotes.Nowhere, ReadingNotes.Unknown }.FirstOrDefault(n => caution.StartsWith(n + ": ", StringComparison.Ordinal)) is { } words && long.Parse(caution[(words.Length + 2)..], CultureInfo.InvariantCulture) < smallest
            ? string.Create(CultureInfo.InvariantCulture, $"{words}: fewer than {smallest}")
            : caution;
}
