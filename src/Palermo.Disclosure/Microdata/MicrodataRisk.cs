using System.Collections.Immutable;

namespace Palermo.Disclosure.Microdata;

/// <summary>How small the classes over some columns are.</summary>
/// <param name="Columns">The columns taken as known to an intruder.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Min">Records in the smallest class (the k of k-anonymity).</param>
/// <param name="K">The k asked for.</param>
/// <param name="ClassesBelow">Classes with fewer than <paramref name="K"/> records.</param>
/// <param name="RecordsBelow">Records in these classes.</param>
public sealed record KAnonymity(ImmutableArray<string> Columns, int Classes, int Min, int K, int ClassesBelow, int RecordsBelow);

/// <summary>What the classes give away about one sensitive column.</summary>
/// <param name="Sensitive">The column.</param>
/// <param name="DistinctL">Least number of different values in a class (l-diversity).</param>
/// <param name="EntropyL">Least exp(entropy) of the values in a class.</param>
/// <param name="T">Greatest total variation distance between a class and the whole file (t-closeness, equal ground distance).</param>
/// <param name="HomogeneousClasses">Classes in which every record has one and the same value.</param>
/// <param name="RecordsInHomogeneous">Records in these.</param>
public sealed record AttributeRisk(string Sensitive, int DistinctL, double EntropyL, double T, int HomogeneousClasses, int RecordsInHomogeneous);

/// <summary>Subsets of columns that single someone out.</summary>
/// <param name="MaximumSize">Subsets up to this size were tried.</param>
/// <param name="RecordsWithUnique">Records unique on some subset.</param>
/// <param name="MinimalUniqueBySize">For each size the number of (record, subset) pairs that are unique and whose every smaller subset is not (minimal sample uniques).</param>
/// <param name="RiskiestColumns">Columns by the share of minimal uniques they take part in, greatest first.</param>
public sealed record UniqueCombinations(int MaximumSize, int RecordsWithUnique, ImmutableArray<long> MinimalUniqueBySize, ImmutableArray<ColumnShare> RiskiestColumns);

/// <summary>A column and the share of minimal uniques it takes part in.</summary>
public readonly record struct ColumnShare(string Column, double Share);

/// <summary>Level 4 of a release audit: what a file of records gives away. Counts only.</summary>
public static class MicrodataRisk
{
    public static KAnonymity KAnonymity(CodedRecords records, ImmutableArray<string> columns, int k)
    {
        ArgumentNullException.ThrowIfNull(records);
        var classes = EquivalenceClasses.Of(records, columns.Select(records.IndexOf));
        return new KAnonymity(columns, classes.Sizes.Count, classes.Minimum, k, classes.Below(k), classes.Sizes.Where(s => s < k).Sum());
    }

    /// <summary>l-diversity, t-closeness and homogeneity of <paramref name="sensitive"/> within the classes over <paramref name="columns"/>.</summary>
    public static AttributeRisk Attribute(CodedRecords records, ImmutableArray<string> columns, string sensitive)
    {
        ArgumentNullException.ThrowIfNull(records);
        var classes = EquivalenceClasses.Of(records, columns.Select(records.IndexOf));
        var codes = records.Column(records.IndexOf(sensitive));
        var values = records.Labels[records.IndexOf(sensitive)].Length;
        var whole = new double[values];
        var cells = new Dictionary<(int Class, int Value), int>();
        for (var row = 0; row < records.Rows; row++)
        {
            whole[codes[row]] += 1.0 / records.Rows;
            var key = (classes.ClassOf[row], (int)codes[row]);
            cells[key] = cells.GetValueOrDefault(key) + 1;
        }

        int least = int.MaxValue, homogeneous = 0, inside = 0;
        double entropy = double.MaxValue, t = 0;
        foreach (var group in cells.GroupBy(c => c.Key.Class))
        {
            double size = classes.Sizes[group.Key];
            var distinct = group.Count();
            least = Math.Min(least, distinct);
            entropy = Math.Min(entropy, Math.Exp(-group.Sum(c => c.Value / size * Math.Log(c.Value / size))));
            t = Math.Max(t, group.Sum(c => Math.Max(0, (c.Value / size) - whole[c.Key.Value])));
            if (distinct == 1)
            {
                homogeneous++;
                inside += (int)size;
            }
        }

        return cells.Count == 0 ? new AttributeRisk(sensitive, 0, 0, 0, 0, 0) : new AttributeRisk(sensitive, least, entropy, t, homogeneous, inside);
    }

    /// <summary>
    /// All subsets of <paramref name="columns"/> up to <paramref name="maximumSize"/>: records unique on a subset and on none of its
    /// proper subsets (the minimal sample uniques of SUDA2, Manning, Haglin and Keane 2008).
    /// </summary>
    public static UniqueCombinations MinimalUniques(CodedRecords records, ImmutableArray<string> columns, int maximumSize, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var at = columns.Select(records.IndexOf).ToArray();
        var bySize = new long[maximumSize + 1];
        var takesPart = new long[at.Length];
        var unique = new bool[records.Rows];
        // For each subset already seen, the rows unique on it: a superset's unique row is minimal only if none of these hold it.
        var uniques = new Dictionary<ulong, HashSet<int>>();
        for (var size = 1; size <= Math.Min(maximumSize, at.Length); size++)
        {
            foreach (var subset in Subsets(at.Length, size))
            {
                stop.ThrowIfCancellationRequested();
                var members = Enumerable.Range(0, at.Length).Where(i => (subset >> i & 1) != 0).ToArray();
                var classes = EquivalenceClasses.Of(records, members.Select(i => at[i]));
                var rows = new HashSet<int>();
                for (var row = 0; row < records.Rows; row++)
                {
                    if (classes.Sizes[classes.ClassOf[row]] != 1)
                    {
                        continue;
                    }

                    rows.Add(row);
                    unique[row] = true;
                    if (!members.Any(i => uniques.TryGetValue(subset & ~(1UL << i), out var smaller) && smaller.Contains(row)))
                    {
                        bySize[size]++;
                        foreach (var i in members)
                        {
                            takesPart[i]++;
                        }
                    }
                }

                if (rows.Count > 0)
                {
                    uniques[subset] = rows;
                }
            }
        }

        var total = Math.Max(1, bySize.Sum());
        return new UniqueCombinations(
            maximumSize, unique.Count(u => u), [.. bySize.Skip(1)],
            [.. columns.Select((c, i) => new ColumnShare(c, (double)takesPart[i] / total)).OrderByDescending(p => p.Share)]);
    }

    private static IEnumerable<ulong> Subsets(int n, int size)
    {
        if (n > 63)
        {
            throw new ArgumentOutOfRangeException(nameof(n), "at most 63 columns");
        }

        if (size > n)
        {
            yield break;
        }

        var end = 1UL << n;
        for (var set = (1UL << size) - 1; set < end;)
        {
            yield return set;
            var low = set & (~set + 1);
            var ripple = set + low;
            set = (((ripple ^ set) >> 2) / low) | ripple;
        }
    }
}
