using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Palermo.Disclosure.Synthesis;

/// <summary>How rows compare with the rows they stand for, at one combination length.</summary>
/// <param name="Length">Combination length.</param>
/// <param name="MeanTvd">Mean total variation distance over all tables of that many columns, "not recorded" a value, each scaled to 1.</param>
/// <param name="MaxTvd">The greatest of them.</param>
/// <param name="MeanAbsoluteError">Mean absolute count error over combinations of recorded values that exist.</param>
/// <param name="MedianRelativeError">Median relative error over those with a true count of at least 10.</param>
/// <param name="MissingShare">Share of combinations with a true count of at least 10 that are not shown.</param>
/// <param name="FabricatedShare">Share of combinations shown that do not exist.</param>
/// <param name="FabricatedWeight">Share of the weight shown that lies in them.</param>
/// <param name="RareShown">Combinations shown whose true count lies below 10 (above 0).</param>
public sealed record LengthMetrics(
    int Length, double MeanTvd, double MaxTvd, double MeanAbsoluteError, double MedianRelativeError,
    double MissingShare, double FabricatedShare, double FabricatedWeight, int RareShown);

/// <summary>Usefulness of a release against the truth; computed by whoever may see both, and never published for private data.</summary>
/// <param name="Lengths">Metrics by combination length.</param>
/// <param name="TotalError">Relative error of the number of rows.</param>
public sealed record Evaluation(ImmutableArray<LengthMetrics> Lengths, double TotalError)
{
    /// <summary>A combination with at least this true count should be shown.</summary>
    public const int Reportable = 10;

    public static Evaluation Compare(PersonRows truth, PersonRows shown, Domain domain, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(shown);
        var before = Combinations.Count(truth, domain);
        var after = Combinations.Count(shown, domain);
        return new Evaluation(
            [.. Enumerable.Range(1, 3).Select(n => Length(n, truth, shown, domain, before, after, stop))],
            (double)(shown.Count - truth.Count) / Math.Max(1, truth.Count));
    }

    private static LengthMetrics Length(int n, PersonRows truth, PersonRows shown, Domain domain, Combinations before, Combinations after, CancellationToken stop)
    {
        var distances = new List<double>();
        foreach (var columns in Choose(domain.Width, n))
        {
            stop.ThrowIfCancellationRequested();
            distances.Add(Tvd(truth, shown, domain, columns));
        }

        var (real, made) = (before.Of(n), after.Of(n));
        var absolute = real.Average(r => Math.Abs((double)made.GetValueOrDefault(r.Key) - r.Value));
        var large = real.Where(r => r.Value >= Reportable).ToArray();
        var relative = large.Select(r => Math.Abs((double)made.GetValueOrDefault(r.Key) - r.Value) / r.Value).Order().ToArray();
        var invented = made.Where(m => !real.ContainsKey(m.Key)).ToArray();
        return new LengthMetrics(
            n, distances.Average(), distances.Max(), absolute, relative.Length == 0 ? 0 : relative[relative.Length / 2],
            (double)large.Count(r => !made.ContainsKey(r.Key)) / Math.Max(1, large.Length),
            (double)invented.Length / Math.Max(1, made.Count),
            invented.Sum(i => (double)i.Value) / Math.Max(1, made.Sum(m => (double)m.Value)),
            made.Count(m => real.TryGetValue(m.Key, out var t) && t < Reportable));
    }

    internal static double Tvd(PersonRows truth, PersonRows shown, Domain domain, int[] columns)
    {
        var size = columns.Aggregate(1L, (s, c) => s * domain.Columns[c].Size);
        double sum = 0, a = 1.0 / Math.Max(1, truth.Count), b = 1.0 / Math.Max(1, shown.Count);
        if (size <= 1 << 18)
        {
            var cells = new (int True, int Shown)[size];
            for (var row = 0; row < truth.Count; row++)
            {
                cells[Index(truth[row], domain, columns)].True++;
            }

            for (var row = 0; row < shown.Count; row++)
            {
                cells[Index(shown[row], domain, columns)].Shown++;
            }

            foreach (var (t, s) in cells)
            {
                sum += Math.Abs((t * a) - (s * b));
            }

            return sum / 2;
        }

        var sparse = new Dictionary<long, (int True, int Shown)>();
        for (var row = 0; row < truth.Count; row++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sparse, Index(truth[row], domain, columns), out _).True++;
        }

        for (var row = 0; row < shown.Count; row++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sparse, Index(shown[row], domain, columns), out _).Shown++;
        }

        return sparse.Values.Sum(c => Math.Abs((c.True * a) - (c.Shown * b))) / 2;
    }

    private static long Index(ReadOnlySpan<ushort> row, Domain domain, int[] columns)
    {
        long index = 0;
        foreach (var c in columns)
        {
            index = (index * domain.Columns[c].Size) + row[c];
        }

        return index;
    }

    internal static IEnumerable<int[]> Choose(int n, int k)
    {
        var at = Enumerable.Range(0, k).ToArray();
        while (k <= n)
        {
            yield return [.. at];
            var i = k - 1;
            while (i >= 0 && at[i] == n - k + i)
            {
                i--;
            }

            if (i < 0)
            {
                yield break;
            }

            at[i]++;
            for (var j = i + 1; j < k; j++)
            {
                at[j] = at[j - 1] + 1;
            }
        }
    }
}
