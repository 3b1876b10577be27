using Palermo.Estimation.Histories;

namespace Palermo.Estimation.ClosedForm;

/// <summary>
/// Sample coverage estimators (Chao and Tsay, JASA 93, 1998; Chao and others, Statistics in Medicine 20, 2001):
/// coverage C = 1 - mean(seen on list j only / size of list j).
/// </summary>
/// <param name="Coverage">C.</param>
/// <param name="Independent">D / C, D the mean number seen when one list is left out.</param>
/// <param name="LowCoverage">The one-step estimator, for low coverage; a lower bound in practice.</param>
/// <param name="HighCoverage">The estimator for high coverage; n when its denominator vanishes, NaN never.</param>
public sealed record SampleCoverage(double Coverage, double Independent, double LowCoverage, double HighCoverage)
{
    /// <summary>Above this coverage the high-coverage estimator is the one recommended by its authors.</summary>
    public const double EnoughCoverage = 0.55;

    /// <summary>The authors' choice between the two.</summary>
    public double Recommended => Coverage >= EnoughCoverage ? HighCoverage : LowCoverage;

    /// <summary>Null when a list is empty or nobody is on two lists: the coverage is then 0 or not defined.</summary>
    public static SampleCoverage? Of(CaptureTable table)
    {
        var t = table.ListCount;
        var size = new double[t];
        var alone = new double[t];
        var (meanShare, meanAlone) = (0.0, 0.0);
        for (var j = 0; j < t; j++)
        {
            size[j] = table.SeenOnAll(1 << j);
            alone[j] = table[1 << j];
            if (size[j] == 0)
            {
                return null;
            }

            meanShare += alone[j] / size[j] / t;
            meanAlone += alone[j] / t;
        }

        var coverage = 1 - meanShare;
        if (coverage <= 1e-12)
        {
            return null;
        }

        var n = table.Observed;
        var independent = (n - meanAlone) / coverage;
        double OneStep(double total)
        {
            var sum = 0.0;
            for (var i = 0; i < t; i++)
            {
                for (var j = i + 1; j < t; j++)
                {
                    var pair = (1 << i) | (1 << j);
                    sum += (alone[i] + alone[j] + 2.0 * table[pair]) * (total * table.SeenOnAll(pair) / (size[i] * size[j]) - 1);
                }
            }

            return independent + sum / (t * coverage);
        }

        var denominator = t * coverage;
        for (var i = 0; i < t; i++)
        {
            for (var j = i + 1; j < t; j++)
            {
                var pair = (1 << i) | (1 << j);
                denominator -= (alone[i] + alone[j] + 2.0 * table[pair]) * table.SeenOnAll(pair) / (size[i] * size[j]);
            }
        }

        var high = (t * (double)(n - table.SeenExactly(1)) - 2.0 * table.SeenExactly(2)) / denominator;
        return new SampleCoverage(coverage, independent, OneStep(OneStep(independent)), denominator < 0.0001 || high < n ? n : high);
    }
}
