using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <summary>
/// Counts of records by dimensions: the currency of everything after the records. Immutable; only cells above zero are
/// held. Cells of tables with the same dimensions add (<see cref="Add"/>). Every dimension has code 0, "not recorded".
/// </summary>
/// <remarks>
/// A cell's key is the mixed-radix number of its codes, the first dimension the most significant, so cells stand in the
/// order of their codes.
/// </remarks>
public sealed partial class CountTable
{
    private const int DenseLimit = 1 << 16;

    private readonly ulong[] keys;
    private readonly long[] counts;

    /// <summary>Of a sum of published numbers: source rows of the cell whose number is hidden, and those without one.</summary>
    private readonly long[]? hidden;
    private readonly long[]? absent;
    private readonly ulong[] radices;
    private int[]? dense;
    private CountTable? slices;

    private CountTable(ImmutableArray<Dimension> dimensions, Measure measure, Provenance provenance, ulong[] keys, long[] counts, long[]? hidden, long[]? absent)
    {
        Dimensions = dimensions;
        Measure = measure;
        Provenance = provenance;
        this.keys = keys;
        this.counts = counts;
        this.hidden = hidden;
        this.absent = absent;
        radices = Radices(dimensions);
        foreach (var count in counts)
        {
            Total = checked(Total + count);
        }
    }

    public ImmutableArray<Dimension> Dimensions { get; }

    public Measure Measure { get; }

    public Provenance Provenance { get; }

    /// <summary>
    /// The sum of the cells. With a dimension of several codes a record that is more than the records:
    /// <see cref="Records"/> is then the number to divide by.
    /// </summary>
    public long Total { get; }

    /// <summary>Records (or the sum) counted, each once.</summary>
    public long Records => made is { } m ? m.Parent.Records : Total;

    /// <summary>Cells held: those that are not empty.</summary>
    public int Count => keys.Length;

    /// <summary>Cells there could be.</summary>
    public ulong Size => CellsOf(Dimensions);

    /// <summary>The count of a cell; code 0 is "not recorded".</summary>
    public long this[params ReadOnlySpan<int> codes] => Find(KeyOf(codes)) is >= 0 and var at ? counts[at] : 0;

    /// <summary>The cells that are not empty, in the order of their codes.</summary>
    public IEnumerable<Entry> Entries
    {
        get
        {
            for (var i = 0; i < keys.Length; i++)
            {
                yield return new Entry(this, keys[i], counts[i], hidden?[i] ?? 0, absent?[i] ?? 0);
            }
        }
    }

    /// <summary>A cell that is not empty.</summary>
    /// <param name="Key">Its place in the order of the table.</param>
    /// <param name="Value">The count or sum.</param>
    /// <param name="Hidden">Of a sum: source rows whose number is hidden.</param>
    /// <param name="Absent">Of a sum: source rows without a number.</param>
    public readonly record struct Entry(CountTable Table, ulong Key, long Value, long Hidden, long Absent)
    {
        /// <summary>The code of a dimension.</summary>
        public int Code(int dimension) => (int)(Key / Table.radices[dimension] % (ulong)Table.Dimensions[dimension].Size);

        /// <summary>The text of a dimension's code; null for "not recorded".</summary>
        public string? Text(int dimension) => Table.Dimensions[dimension].Text(Code(dimension));

        public int[] Codes()
        {
            var codes = new int[Table.Dimensions.Length];
            for (var i = 0; i < codes.Length; i++)
            {
                codes[i] = Code(i);
            }

            return codes;
        }
    }

    /// <summary>Makes a table from cells in any order; cells named twice are added.</summary>
    public static CountTable Of(ImmutableArray<Dimension> dimensions, Provenance provenance, IEnumerable<(int[] Codes, long Count)> cells)
    {
        var builder = new CountTableBuilder(dimensions, Measure.Records);
        foreach (var (codes, count) in cells)
        {
            builder.Add(codes, count);
        }

        return builder.ToTable(provenance);
    }

    /// <summary>The table's cells in a new provenance.</summary>
    public CountTable From(Provenance provenance) => new(Dimensions, Measure, provenance, keys, counts, hidden, absent) { made = made };

    /// <summary>The position of the named dimension.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Dimensions.Length; i++)
        {
            if (Dimensions[i].Name == name)
            {
                return i;
            }
        }

        throw CountsException.NoColumn(name, Dimensions.Select(d => d.Name));
    }

    public Dimension this[string name] => Dimensions[IndexOf(name)];

    /// <summary>
    /// What a cell may say. A count of none is zero only where some record counted beside it says what the cell asks;
    /// where records were counted and all of them are silent on one of the cell's dimensions it is "not recorded".
    /// A sum over a hidden number is suppressed, over a missing one blank; without any source row it is blank.
    /// </summary>
    public Cell CellAt(params ReadOnlySpan<int> codes)
    {
        var key = KeyOf(codes);
        var at = Find(key);
        if (at >= 0)
        {
            return hidden?[at] > 0 ? Cell.Suppressed : absent?[at] > 0 ? Cell.Blank : Cell.Of(counts[at]);
        }

        if (Measure is SumOfColumn)
        {
            return Cell.Blank;
        }

        var flags = made is { Denied: not null } ? IndexOf(made.Name) : -1;
        if (flags >= 0 && codes[flags] != Dimension.NotRecorded && made!.Denied![codes] == 0 && IsAnyBeside(key, flags, codes[flags]))
        {
            // Nobody has the flag; only where somebody answers it with no is that a zero.
            return Cell.NotRecorded;
        }

        if (flags >= 0 && (slices ??= Without(made!.Name)).CellAt([.. codes[..flags], .. codes[(flags + 1)..]]).State == CellState.NotRecorded)
        {
            // Whether there is anybody to have the flag is not known.
            return Cell.NotRecorded;
        }

        for (var i = 0; i < Dimensions.Length; i++)
        {
            if (i != flags && codes[i] != Dimension.NotRecorded && IsSilent(key, i, codes[i]))
            {
                return Cell.NotRecorded;
            }
        }

        return Cell.Of(0);
    }

    /// <summary>Whether records stand beside a cell and all of them are "not recorded" along a dimension.</summary>
    private bool IsSilent(ulong key, int dimension, int code)
    {
        var radix = radices[dimension];
        var first = key - ((ulong)code * radix);
        if (Find(first) < 0)
        {
            return false;
        }

        for (var c = 1; c < Dimensions[dimension].Size; c++)
        {
            if (Find(first + ((ulong)c * radix)) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether any record stands along a dimension, the other codes being the same.</summary>
    private bool IsAnyBeside(ulong key, int dimension, int code)
    {
        var first = key - ((ulong)code * radices[dimension]);
        for (var c = 0; c < Dimensions[dimension].Size; c++)
        {
            if (Find(first + ((ulong)c * radices[dimension])) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private ulong KeyOf(ReadOnlySpan<int> codes)
    {
        if (codes.Length != Dimensions.Length)
        {
            throw new ArgumentException("One code a dimension.", nameof(codes));
        }

        ulong key = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(codes[i], nameof(codes));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(codes[i], Dimensions[i].Size, nameof(codes));
            key += (ulong)codes[i] * radices[i];
        }

        return key;
    }

    private int Find(ulong key)
    {
        if (Size <= DenseLimit)
        {
            return (dense ??= Dense())[key] - 1;
        }

        return Array.BinarySearch(keys, key);
    }

    private int[] Dense()
    {
        var index = new int[Size];
        for (var i = 0; i < keys.Length; i++)
        {
            index[keys[i]] = i + 1;
        }

        return index;
    }

    /// <summary>How many cells dimensions have together.</summary>
    /// <exception cref="CountsException">More than 2^63.</exception>
    internal static ulong CellsOf(ImmutableArray<Dimension> dimensions)
    {
        UInt128 size = 1;
        foreach (var dimension in dimensions)
        {
            size *= (uint)dimension.Size;
            if (size > long.MaxValue)
            {
                throw new CountsException(new CountsError(CountsErrorCode.TooManyCells, "the columns have too many combinations of codes", string.Join(", ", dimensions.Select(d => d.Name)),
                    "A table of more than 2^63 possible cells cannot be addressed.", "Divide by fewer columns, or count in two steps."));
            }
        }

        return (ulong)size;
    }

    internal static ulong[] Radices(ImmutableArray<Dimension> dimensions)
    {
        CellsOf(dimensions);
        var each = new ulong[dimensions.Length];
        ulong radix = 1;
        for (var i = dimensions.Length - 1; i >= 0; i--)
        {
            each[i] = radix;
            radix *= (ulong)dimensions[i].Size;
        }

        return each;
    }

    /// <summary>Cells already in the order of their keys, none empty.</summary>
    internal static CountTable Sorted(ImmutableArray<Dimension> dimensions, Measure measure, Provenance provenance, ulong[] keys, long[] counts, long[]? hidden = null, long[]? absent = null) =>
        new(dimensions, measure, provenance, keys, counts, hidden?.Any(n => n > 0) == true ? hidden : null, absent?.Any(n => n > 0) == true ? absent : null);
}
