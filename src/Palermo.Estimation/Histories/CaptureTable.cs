using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Palermo.Estimation.Histories;

/// <summary>
/// How many people were seen on exactly which lists. A history is a bit mask: bit <c>j</c> set means "on list <c>j</c>".
/// The history of no list is never observable and its cell is always 0.
/// </summary>
public sealed class CaptureTable
{
    /// <summary>The largest number of lists a table can hold; estimation needs fewer (see the gate).</summary>
    public const int MostLists = 16;

    /// <summary>More people than live: files that add up to more count something else and are refused.</summary>
    public const long MostPeople = 10_000_000_000;

    private readonly long[] _counts;

    private CaptureTable(ImmutableArray<string> lists, long[] counts)
    {
        Lists = lists;
        _counts = counts;
        Observed = counts.Sum();
    }

    /// <summary>List names, in the order of the file; list <c>j</c> is bit <c>j</c> of a history.</summary>
    public ImmutableArray<string> Lists { get; }

    public int ListCount => Lists.Length;

    /// <summary>2^lists, the unobservable history of no list included.</summary>
    public int CellCount => _counts.Length;

    /// <summary>Individuals seen on at least one list (n).</summary>
    public long Observed { get; }

    public long this[int history] => _counts[history];

    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Builds a table; counts are indexed by history and the cell of no list must be 0.</summary>
    /// <exception cref="ArgumentException">Wrong length, a negative count, a count in cell 0, no list or too many.</exception>
    public static CaptureTable Create(IEnumerable<string> lists, ReadOnlySpan<long> counts)
    {
        var names = lists.ToImmutableArray();
        if (names.Length is 0 or > MostLists)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a capture table has 1 to {MostLists} lists, not {names.Length}"), nameof(lists));
        }

        if (counts.Length != 1 << names.Length)
        {
            throw new ArgumentException("one count a history is needed: 2 to the power of the number of lists", nameof(counts));
        }

        if (counts[0] != 0)
        {
            throw new ArgumentException("nobody can be observed on no list", nameof(counts));
        }

        foreach (var count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
        }

        return new CaptureTable(names, counts.ToArray());
    }

    /// <summary>Counts individuals given one history each.</summary>
    public static CaptureTable Tally(IEnumerable<string> lists, IEnumerable<int> histories)
    {
        var names = lists.ToImmutableArray();
        var counts = new long[1 << names.Length];
        foreach (var history in histories)
        {
            counts[history]++;
        }

        counts[0] = 0;
        return Create(names, counts);
    }

    /// <summary>How many were seen on all lists of <paramref name="subset"/>, whatever else they were on.</summary>
    public long SeenOnAll(int subset)
    {
        var sum = 0L;
        for (var h = 1; h < _counts.Length; h++)
        {
            if ((h & subset) == subset)
            {
                sum += _counts[h];
            }
        }

        return sum;
    }

    /// <summary>f_k: how many were seen on exactly <paramref name="times"/> lists.</summary>
    public long SeenExactly(int times)
    {
        var sum = 0L;
        for (var h = 1; h < _counts.Length; h++)
        {
            if (BitOperations.PopCount((uint)h) == times)
            {
                sum += _counts[h];
            }
        }

        return sum;
    }

    /// <summary>The counts as doubles, for the likelihood.</summary>
    public double[] ToDoubles() => Array.ConvertAll(_counts, c => (double)c);

    /// <summary>The table with other counts and the same lists.</summary>
    public CaptureTable WithCounts(ReadOnlySpan<long> counts) => Create(Lists, counts);

    /// <summary>Two lists become one: on the merged list if on either. The merged list takes the place of the first.</summary>
    public CaptureTable Merge(int first, int second, string? name = null)
    {
        var (low, high) = first < second ? (first, second) : (second, first);
        var names = Lists.RemoveAt(high).SetItem(low, name ?? Lists[low] + "+" + Lists[high]);
        var counts = new long[1 << names.Length];
        for (var h = 1; h < _counts.Length; h++)
        {
            var either = ((h >> low) | (h >> high)) & 1;
            counts[RemoveBit(h & ~(1 << low) | (either << low), high)] += _counts[h];
        }

        return Create(names, counts);
    }

    /// <summary>A list left out: those seen on it alone are no longer observed.</summary>
    public CaptureTable Drop(int list)
    {
        var names = Lists.RemoveAt(list);
        var counts = new long[1 << names.Length];
        for (var h = 1; h < _counts.Length; h++)
        {
            counts[RemoveBit(h, list)] += _counts[h];
        }

        counts[0] = 0;
        return Create(names, counts);
    }

    /// <summary>Only the members of one list, described by the other lists: a population whose size is known.</summary>
    public (CaptureTable Members, long Known) ConditionOn(int list)
    {
        var counts = new long[1 << (ListCount - 1)];
        for (var h = 1; h < _counts.Length; h++)
        {
            if (((h >> list) & 1) == 1)
            {
                counts[RemoveBit(h, list)] += _counts[h];
            }
        }

        counts[0] = 0;
        return (Create(Lists.RemoveAt(list), counts), SeenOnAll(1 << list));
    }

    /// <summary>"LA:NG" for a subset of lists.</summary>
    public string Name(int subset) =>
        string.Join(':', Enumerable.Range(0, ListCount).Where(j => ((subset >> j) & 1) == 1).Select(j => Lists[j]));

    private static int RemoveBit(int history, int bit) => (history & ((1 << bit) - 1)) | ((history >> (bit + 1)) << bit);
}
