using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Linkage;

/// <summary>How far records were wrongly linked.</summary>
/// <param name="Missed">Share of true links between lists that were not made: one person counted as two.</param>
/// <param name="False">Share of links made that join two people into one.</param>
public sealed record LinkageRates(double Missed, double False);

/// <summary>An estimate pooled over tables that might have been linked.</summary>
/// <param name="Estimate">N from the mean of ln n0.</param>
/// <param name="Low">2.5 % point with linkage and sampling together.</param>
/// <param name="High">97.5 % point.</param>
/// <param name="LinkageShare">Share of the variance that is due to linkage.</param>
/// <param name="Tables">Tables with an estimate.</param>
/// <param name="Without">Tables without one.</param>
public sealed record PooledEstimate(double Estimate, double Low, double High, double LinkageShare, int Tables, int Without);

/// <summary>Carries uncertain linkage into the estimate: over draws of the linkage posterior, or over tables perturbed by stated error rates.</summary>
public static class LinkageError
{
    private const ulong StreamTask = 0x117C;

    /// <summary>
    /// Tables the truth might have been: links made are undone at the rate of false ones, and for every link that survives missed ones
    /// are made good out of people on one list fewer, at the rate m / (1 - m).
    /// </summary>
    public static IEnumerable<CaptureTable> Draws(CaptureTable table, LinkageRates rates, int draws, ulong seed)
    {
        if (rates is not { Missed: >= 0 and < 1, False: >= 0 and <= 1 })
        {
            throw new ArgumentOutOfRangeException(nameof(rates), "the share of links missed is from 0 to below 1, of false links from 0 to 1");
        }

        for (var d = 0; d < draws; d++)
        {
            var random = new SeededRandom(seed, StreamTask, (ulong)d);
            var counts = table.Counts.ToArray();
            for (var h = 1; h < counts.Length; h++)
            {
                if (BitOperations.PopCount((uint)h) < 2)
                {
                    continue;
                }

                var apart = random.Binomial(table[h], rates.False);
                for (var i = 0L; i < apart; i++)
                {
                    var list = OneOf(h, random);
                    counts[h]--;
                    counts[list]++;
                    counts[h & ~list]++;
                }

                var together = random.Poisson((table[h] - apart) * rates.Missed / (1 - rates.Missed));
                for (var i = 0L; i < together; i++)
                {
                    var list = OneOf(h, random);
                    if (counts[list] > 0 && counts[h & ~list] > 0)
                    {
                        counts[list]--;
                        counts[h & ~list]--;
                        counts[h]++;
                    }
                }
            }

            yield return table.WithCounts(counts);
        }
    }

    /// <summary>
    /// Pools ln n0 by the law of total variance: mean of the variances within, plus (1 + 1/M) times the variance between.
    /// </summary>
    /// <param name="observed">n of each table.</param>
    /// <param name="estimates">N and the standard error of ln n0 of each; NaN where there is none.</param>
    public static PooledEstimate? Pool(IReadOnlyList<long> observed, IReadOnlyList<(double Estimate, double LogUnseenError)> estimates)
    {
        var usable = estimates.Select((e, i) => (Log: Math.Log(e.Estimate - observed[i]), Variance: e.LogUnseenError * e.LogUnseenError, N: observed[i])).Where(e => double.IsFinite(e.Log) && double.IsFinite(e.Variance)).ToArray();
        if (usable.Length < 2)
        {
            return null;
        }

        var mean = usable.Average(e => e.Log);
        var within = usable.Average(e => e.Variance);
        var between = usable.Sum(e => (e.Log - mean) * (e.Log - mean)) / (usable.Length - 1) * (1 + 1.0 / usable.Length);
        var error = Math.Sqrt(within + between);
        var n = usable.Average(e => (double)e.N);
        return new PooledEstimate(n + Math.Exp(mean), n + Math.Exp(mean - Gaussian.Upper95 * error), n + Math.Exp(mean + Gaussian.Upper95 * error), between / (within + between), usable.Length, estimates.Count - usable.Length);
    }

    private static int OneOf(int history, SeededRandom random)
    {
        var skip = random.NextIndex(BitOperations.PopCount((uint)history));
        for (; skip > 0; skip--)
        {
            history &= history - 1;
        }

        return history & -history;
    }
}
