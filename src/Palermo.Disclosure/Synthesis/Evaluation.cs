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
    double MissingShare, double FabricatedShare, double FabricatedWeight, int RareShown)
{
    /// <summary>Mean absolute count error by the size of the true count: 1 to 9, 10 to 99, 100 to 999, 1,000 and more; NaN for none.</summary>
    public ImmutableArray<double> ErrorBySize { get; init; } = [];
}

/// <summary>Whether relations between columns survive.</summary>
/// <param name="MeanCramerError">Mean absolute error of Cramer's V over all pairs of columns.</param>
/// <param name="MaxCramerError">The greatest of them.</param>
/// <param name="TopAgreement">Share of the 20 most frequent pairs of values that are among the 20 most frequent shown.</param>
public sealed record AssociationMetrics(double MeanCramerError, double MaxCramerError, double TopAgreement);

/// <summary>Usefulness of a release against the truth; computed by whoever may see both, and never published for private data.</summary>
/// <param name="Lengths">Metrics by combination length.</param>
/// <param name="TotalError">Relative error of the number of rows.</param>
public sealed record Evaluation(ImmutableArray<LengthMetrics> Lengths, double TotalError)
{
    /// <summary>Associations; null where they were not asked for.</summary>
    public AssociationMetrics? Associations { get; init; }

    /// <summary>A combination with at least this true count should be shown.</summary>
    public const int Reportable = 10;

    public static Evaluation Compare(PersonRows truth, PersonRows shown, Domain domain, CancellationToken stop = default) => Compare(truth, shown, domain, 3, stop);

    /// <summary>The same up to combinations of <paramref name="longest"/> (3 or 4), with associations.</summary>
    public static Evaluation Compare(PersonRows truth, PersonRows shown, Domain domain, int longest, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(shown);
        var before = Combinations.Count(truth, domain, longest);
        var after = Combinations.Count(shown, domain, longest);
        return new Evaluation(
            [.. Enumerable.Range(1, longest).Select(n => Length(n, truth, shown, domain, before, after, stop))],
            (double)(shown.Count - truth.Count) / Math.Max(1, truth.Count))
        {
            Associations = Associate(truth, shown, domain, before, after),
        };
    }

    private static AssociationMetrics Associate(PersonRows truth, PersonRows shown, Domain domain, Combinations before, Combinations after)
    {
        var errors = Choose(domain.Width, 2).Select(c => Math.Abs(Cramer(truth, domain, c[0], c[1]) - Cramer(shown, domain, c[0], c[1]))).ToArray();
        static HashSet<ulong> Top(IReadOnlyDictionary<ulong, int> counts) => [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(20).Select(c => c.Key)];
        var top = Top(before.Of(2));
        return new AssociationMetrics(errors.Length == 0 ? 0 : errors.Average(), errors.Length == 0 ? 0 : errors.Max(), top.Count == 0 ? 1 : (double)top.Intersect(Top(after.Of(2))).Count() / top.Count);
    }

    // Cramer's V of two columns, "not recorded" a value.
    private static double Cramer(PersonRows rows, Domain domain, int a, int b)
    {
        var (m, n) = (domain.Columns[a].Size, domain.Columns[b].Size);
        var cells = new int[m * n];
        var (across, down) = (new int[m], new int[n]);
        for (var r = 0; r < rows.Count; r++)
        {
            var (i, j) = (rows[r][a], rows[r][b]);
            cells[(i * n) + j]++;
            across[i]++;
            down[j]++;
        }

        double chi = 0;
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var expected = (double)across[i] * down[j] / Math.Max(1, rows.Count);
                chi += expected > 0 ? Math.Pow(cells[(i * n) + j] - expected, 2) / expected : 0;
            }
        }

        var degrees = Math.Min(across.Count(x => x > 0), down.Count(x => x > 0)) - 1;
        return degrees <= 0 || rows.Count == 0 ? 0 : Math.Sqrt(chi / rows.Count / degrees);
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
            made.Count(m => real.TryGetValue(m.Key, out var t) && t < Reportable))
        {
            ErrorBySize = [.. new[] { (1, 10), (10, 100), (100, 1_000), (1_000, int.MaxValue) }.Select(b =>
                real.Where(r => r.Value >= b.Item1 && r.Value < b.Item2).Select(r => Math.Abs((double)made.GetValueOrDefault(r.Key) - r.Value)).DefaultIfEmpty(double.NaN).Average())],
        };
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
