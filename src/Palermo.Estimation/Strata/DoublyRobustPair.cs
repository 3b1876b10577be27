using System.Collections.Immutable;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Strata;

/// <summary>N from two lists taken as independent within the categories of the covariates.</summary>
/// <param name="First">One list.</param>
/// <param name="Second">The other.</param>
/// <param name="Both">People on both.</param>
/// <param name="Estimate">N, those on neither list included.</param>
/// <param name="Low">2.5 % point.</param>
/// <param name="High">97.5 % point.</param>
/// <param name="PlugIn">N by the fitted chances alone, without the correction: far from the estimate, the chances do not fit.</param>
public sealed record PairEstimate(string First, string Second, long Both, double Estimate, double Low, double High, double PlugIn);

/// <summary>
/// The doubly robust estimate of N from two lists and covariates (Das, Kennedy and Jewell, arXiv 2104.14091): with q1, q2, q12 the chances
/// that somebody on either list is on the first, the second, both, 1/psi = mean of (q1 q2/q12)(Y1/q1 + Y2/q2 - Y1 Y2/q12), N = n/psi.
/// It is right when either the chances or their ratio is fitted well. Chances are logistic in the categories of the covariates, fitted on
/// the other folds of a cross-fitting. Lists must be independent among people of the same categories: more lists do not relax that here.
/// </summary>
public static class DoublyRobustPair
{
    private const ulong StreamTask = 0xD2;
    private const int FewestShared = 10;

    /// <summary>The correction may move the plug-in estimate so far; beyond, the chances do not fit and the estimate is noise.</summary>
    private const double FurthestMoved = 2;

    /// <summary>Every pair of lists that share at least ten people and whose chances can be fitted.</summary>
    public static ImmutableArray<PairEstimate> Of(IReadOnlyList<Stratum> strata, ulong seed, int folds = 5)
    {
        var lists = strata[0].Table.ListCount;
        return
        [
            .. from i in Enumerable.Range(0, lists)
               from j in Enumerable.Range(i + 1, lists - i - 1)
               where strata.Sum(s => s.Table.SeenOnAll((1 << i) | (1 << j))) >= FewestShared
               select Of(strata, i, j, seed, folds) into pair
               where pair is not null
               select pair,
        ];
    }

    /// <summary>Null when the chances cannot be fitted, or so badly that the correction doubles or halves the number unseen.</summary>
    /// <param name="strata">Strata by the categories of the covariates.</param>
    /// <param name="first">A list.</param>
    /// <param name="second">Another.</param>
    /// <param name="seed">Of the division into folds.</param>
    /// <param name="folds">1: no cross-fitting.</param>
    public static PairEstimate? Of(IReadOnlyList<Stratum> strata, int first, int second, ulong seed, int folds)
    {
        // Per stratum: only on the first, only on the second, both; then divided at random among the folds.
        var seen = strata.Select(s => Three(s.Table, first, second)).ToArray();
        var parts = Divide(seen, folds, new SeededRandom(seed, StreamTask, (ulong)((first << 8) | second)));
        var columns = Columns(strata);
        var (sum, squares, plugIn, n) = (0.0, 0.0, 0.0, 0.0);
        for (var fold = 0; fold < folds; fold++)
        {
            var own = parts[fold];
            var others = folds == 1 ? own : [.. seen.Select((counts, s) => counts.Zip(own[s], (all, mine) => all - mine).ToArray())];
            if (Chances(columns, others) is not { } chances)
            {
                return null;
            }

            for (var s = 0; s < own.Length; s++)
            {
                var (q1, q2, q12) = chances[s];
                double Term(double y1, double y2) => q1 * q2 / q12 * (y1 / q1 + y2 / q2 - y1 * y2 / q12);
                double[] terms = [Term(1, 0), Term(0, 1), Term(1, 1)];
                for (var c = 0; c < 3; c++)
                {
                    sum += own[s][c] * terms[c];
                    squares += own[s][c] * terms[c] * terms[c];
                    plugIn += own[s][c] * q1 * q2 / q12;
                    n += own[s][c];
                }
            }
        }

        // N given n is n times the mean; n itself is binomial of N.
        var mean = sum / n;
        var error = Math.Sqrt(Math.Max(0, squares - n * mean * mean) + n * mean * Math.Max(0, mean - 1));
        var table = strata[0].Table;
        var unseen = sum - n;
        if (!double.IsFinite(error) || !(unseen > 0) || !(plugIn > n) || Math.Abs(Math.Log(unseen / (plugIn - n))) > Math.Log(FurthestMoved))
        {
            return null;
        }

        var spread = Math.Exp(Gaussian.Upper95 * Math.Sqrt(Math.Log(1 + error * error / (unseen * unseen))));
        return new PairEstimate(table.Lists[first], table.Lists[second], seen.Sum(c => c[2]), sum, n + unseen / spread, n + unseen * spread, plugIn);
    }

    private static long[] Three(CaptureTable table, int first, int second)
    {
        var both = table.SeenOnAll((1 << first) | (1 << second));
        return [table.SeenOnAll(1 << first) - both, table.SeenOnAll(1 << second) - both, both];
    }

    private static long[][][] Divide(long[][] seen, int folds, SeededRandom random)
    {
        long[][][] parts = [.. Enumerable.Range(0, folds).Select(_ => seen.Select(_ => new long[3]).ToArray())];
        double[] even = [.. Enumerable.Repeat(1.0, folds)];
        var among = new long[folds];
        for (var s = 0; s < seen.Length; s++)
        {
            for (var c = 0; c < 3; c++)
            {
                random.Multinomial(seen[s][c], even, among);
                for (var f = 0; f < folds; f++)
                {
                    parts[f][s][c] = among[f];
                }
            }
        }

        return parts;
    }

    /// <summary>An intercept and the categories of every factor but the first.</summary>
    private static double[][] Columns(IReadOnlyList<Stratum> strata)
    {
        var factors = Enumerable.Range(0, strata[0].Categories.Length)
            .Select(f => strata.Select(s => s.Categories[f]).Distinct().Order(StringComparer.Ordinal).Skip(1).ToArray()).ToArray();
        return [.. strata.Select(s => (double[])[1, .. factors.SelectMany((levels, f) => levels.Select(level => s.Categories[f] == level ? 1.0 : 0))])];
    }

    /// <summary>
    /// q1, q2, q12 a stratum. Both against one only, then first against second among one only: they always add up to one.
    /// </summary>
    private static (double Q1, double Q2, double Q12)[]? Chances(double[][] columns, IReadOnlyList<long[]> counts)
    {
        if (Logistic(columns, [.. counts.Select(c => (c[2], c[0] + c[1]))]) is not { } both || Logistic(columns, [.. counts.Select(c => (c[0], c[1]))]) is not { } first)
        {
            return null;
        }

        return [.. both.Zip(first, (q12, f) => (q12 + (1 - q12) * f, q12 + (1 - q12) * (1 - f), q12))];
    }

    /// <summary>Newton's method; a normal prior of variance 1 on the slopes keeps categories with nobody on one side finite.</summary>
    internal static double[]? Logistic(double[][] columns, (long Yes, long No)[] counts)
    {
        var (held, p) = (Enumerable.Range(0, columns.Length).Where(s => counts[s].Yes + counts[s].No > 0).ToArray(), columns[0].Length);
        if (held.Sum(s => counts[s].Yes) == 0 || held.Sum(s => counts[s].No) == 0)
        {
            return null;
        }

        const double Precision = 1;
        var b = new double[p];
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var (gram, right) = (new double[p, p], new double[p]);
            for (var j = 1; j < p; j++)
            {
                (gram[j, j], right[j]) = (Precision, -Precision * b[j]);
            }

            foreach (var s in held)
            {
                double total = counts[s].Yes + counts[s].No;
                var mean = 1 / (1 + Math.Exp(-Dot(columns[s], b)));
                for (var j = 0; j < p; j++)
                {
                    right[j] += columns[s][j] * (counts[s].Yes - total * mean);
                    for (var m = 0; m < p; m++)
                    {
                        gram[j, m] += columns[s][j] * columns[s][m] * total * mean * (1 - mean);
                    }
                }
            }

            if (!PoissonRegression.Solve(gram, right))
            {
                return null;
            }

            var largest = 0.0;
            for (var j = 0; j < p; j++)
            {
                b[j] += Math.Clamp(right[j], -4, 4);
                largest = Math.Max(largest, Math.Abs(right[j]));
            }

            if (largest < 1e-12)
            {
                break;
            }
        }

        return [.. columns.Select(c => 1 / (1 + Math.Exp(-Dot(c, b))))];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
