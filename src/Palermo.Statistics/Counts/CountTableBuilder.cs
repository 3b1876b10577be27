using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Palermo.Statistics.Counts;

/// <summary>Collects cells in any order.</summary>
public sealed class CountTableBuilder
{
    private readonly Dictionary<ulong, Tally> cells = [];
    private readonly ImmutableArray<Dimension> dimensions;
    private readonly Measure measure;
    private readonly ulong[] radices;

    public CountTableBuilder(ImmutableArray<Dimension> dimensions, Measure measure)
    {
        this.dimensions = dimensions;
        this.measure = measure;
        radices = CountTable.Radices(dimensions);
    }

    /// <summary>Adds to a cell.</summary>
    /// <param name="codes">One a dimension; 0 is "not recorded".</param>
    /// <param name="count">Records, or the sum of the numbers.</param>
    /// <param name="hidden">Source rows whose number is hidden.</param>
    /// <param name="absent">Source rows without a number.</param>
    public void Add(ReadOnlySpan<int> codes, long count, long hidden = 0, long absent = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(codes.Length, dimensions.Length, nameof(codes));
        ulong key = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(codes[i], nameof(codes));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(codes[i], dimensions[i].Size, nameof(codes));
            key += (ulong)codes[i] * radices[i];
        }

        Add(key, count, hidden, absent);
    }

    internal void Add(ulong key, long count, long hidden, long absent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, key, out _);
        cell.Count = checked(cell.Count + count);
        cell.Hidden += hidden;
        cell.Absent += absent;
        cell.IsSummed |= measure is SumOfColumn;
    }

    public CountTable ToTable(Provenance provenance)
    {
        // A published zero is a cell; a count of no records is not.
        var kept = cells.Where(c => c.Value.Count > 0 || c.Value.Hidden > 0 || c.Value.Absent > 0 || c.Value.IsSummed).ToArray();
        Array.Sort(kept, static (a, b) => a.Key.CompareTo(b.Key));
        var sums = measure is SumOfColumn;
        return CountTable.Sorted(dimensions, measure, provenance,
            Array.ConvertAll(kept, c => c.Key),
            Array.ConvertAll(kept, c => c.Value.Count),
            sums ? Array.ConvertAll(kept, c => c.Value.Hidden) : null,
            sums ? Array.ConvertAll(kept, c => c.Value.Absent) : null);
    }

    private struct Tally
    {
        public long Count;
        public long Hidden;
        public long Absent;
        public bool IsSummed;
    }
}
