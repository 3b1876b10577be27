using System.Collections.Immutable;

namespace Palermo.Estimation.Strata;

/// <summary>What of a stratum is shown: nothing of a small one, nor of the one that would give it away.</summary>
internal static class SmallStrata
{
    public static StratumEstimate Row(Stratum stratum, double estimate, double low, double high, double weight, string? note, int smallestShown)
    {
        var n = stratum.Table.Observed;
        return n > 0 && n < smallestShown
            ? new StratumEstimate(stratum.Name, null, null, null, null, null, weight, "suppressed: few people")
            : new StratumEstimate(stratum.Name, n, estimate, low, high, stratum.Population is { } population and > 0 ? 1e5 * estimate / population : null, weight, note);
    }

    /// <summary>One suppressed stratum alone could be had from the total by subtraction: the smallest shown goes with it.</summary>
    public static void ProtectAgainstSubtraction(ImmutableArray<StratumEstimate>.Builder rows, IReadOnlyList<Stratum> strata)
    {
        if (rows.Count(r => r.Observed is null) != 1 || rows.Count < 2)
        {
            return;
        }

        var next = Enumerable.Range(0, rows.Count).Where(i => rows[i].Observed is > 0).OrderBy(i => strata[i].Table.Observed).Cast<int?>().FirstOrDefault();
        if (next is { } smallest)
        {
            rows[smallest] = new StratumEstimate(rows[smallest].Name, null, null, null, null, null, rows[smallest].OwnWeight, "suppressed: would give away another by subtraction");
        }
    }
}
