using System.Runtime.InteropServices;

namespace Palermo.Disclosure.Microdata;

/// <summary>Records grouped by equal values on some columns, "not recorded" counted as a value.</summary>
public sealed class EquivalenceClasses
{
    private EquivalenceClasses(int[] classOf, int[] sizes)
    {
        ClassOf = classOf;
        Sizes = sizes;
    }

    /// <summary>For each record its class.</summary>
    public IReadOnlyList<int> ClassOf { get; }

    /// <summary>For each class the number of records.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The smallest class; 0 when there is no record.</summary>
    public int Minimum => Sizes.Count == 0 ? 0 : Sizes.Min();

    /// <summary>Classes with fewer than <paramref name="k"/> records.</summary>
    public int Below(int k) => Sizes.Count(s => s < k);

    /// <summary>Groups by refining one column at a time: pairs of (class so far, value) become new classes.</summary>
    public static EquivalenceClasses Of(CodedRecords records, IEnumerable<int> columns)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(columns);
        var at = new int[records.Rows];
        var count = records.Rows == 0 ? 0 : 1;
        foreach (var column in columns)
        {
            count = Refine(at, records.Column(column));
        }

        var sizes = new int[count];
        foreach (var c in at)
        {
            sizes[c]++;
        }

        return new EquivalenceClasses(at, sizes);
    }

    private static int Refine(int[] at, ReadOnlySpan<ushort> codes)
    {
        var map = new Dictionary<long, int>();
        for (var row = 0; row < at.Length; row++)
        {
            ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(map, ((long)at[row] << 16) | codes[row], out var known);
            if (!known)
            {
                next = map.Count - 1;
            }

            at[row] = next;
        }

        return map.Count;
    }
}
