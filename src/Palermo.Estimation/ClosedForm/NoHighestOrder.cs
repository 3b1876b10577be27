using System.Numerics;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.ClosedForm;

/// <summary>
/// The one assumption of no highest-order interaction: n0 = product of cells of odd order / product of cells of even order, with no
/// model of the observed cells (Aleshin-Guendel, Sadinle and Wakefield, arXiv 2101.09304). With an interaction xi it is e^xi times that.
/// </summary>
public static class NoHighestOrder
{
    /// <summary>ln n0; null when a history has nobody, for then the product says nothing.</summary>
    public static double? LogUnseen(CaptureTable table)
    {
        var sum = 0.0;
        for (var h = 1; h < table.CellCount; h++)
        {
            if (table[h] == 0)
            {
                return null;
            }

            sum += (BitOperations.PopCount((uint)h) & 1) == 1 ? Math.Log(table[h]) : -Math.Log(table[h]);
        }

        return sum;
    }

    /// <summary>The standard error of ln n0: the root of the summed reciprocals of the cells.</summary>
    public static double LogError(CaptureTable table)
    {
        var sum = 0.0;
        for (var h = 1; h < table.CellCount; h++)
        {
            sum += 1.0 / table[h];
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Two lists whose odds ratio is <paramref name="oddsRatio"/>: n0 = theta n10 n01 / n11.</summary>
    public static double TwoLists(ListPair pair, double oddsRatio) =>
        pair.Overlap > 0 ? oddsRatio * (pair.First - pair.Overlap) * (pair.Second - pair.Overlap) / pair.Overlap : double.NaN;
}
