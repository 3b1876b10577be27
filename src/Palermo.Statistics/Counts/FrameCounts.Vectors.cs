using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Palermo.Statistics.Counts;

/// <summary>The distinct rows of a dataset over some columns, and how many records each stands for: the finest count there is.</summary>
/// <param name="Dimensions">The columns.</param>
/// <param name="Codes">One code a column, vector after vector; 0 is "not recorded".</param>
/// <param name="Counts">Records of each vector.</param>
/// <param name="Origin">What was counted.</param>
public sealed record DistinctVectors(ImmutableArray<Dimension> Dimensions, ushort[] Codes, long[] Counts, DataOrigin Origin);

public sealed partial class FrameCounts
{
    /// <summary>Distinct vectors over any number of columns, in the order in which they first occur.</summary>
    public DistinctVectors Vectors(IReadOnlyList<string> columns, CancellationToken cancel = default) => Vectors(columns, Filter.All, cancel);

    /// <summary>The same of some records.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="where">Which records.</param>
    /// <param name="cancel">Stops the counting.</param>
    public DistinctVectors Vectors(IReadOnlyList<string> columns, Filter where, CancellationToken cancel = default)
    {
        var filter = RowFilter.Of(where, c => Need([c])[0]);
        var mask = new byte[RowFilter.Block];
        var needed = Need(columns);
        var codes = new List<ushort>();
        var counts = new List<long>();
        var first = new Dictionary<UInt128, int>();
        var row = new ushort[needed.Length];
        for (var r = 0; r < rows; r++)
        {
            if ((r & 0xFFFF) == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }

            if (filter is not null && r % RowFilter.Block == 0)
            {
                filter.Fill(r, mask.AsSpan(0, Math.Min(RowFilter.Block, rows - r)));
            }

            if (filter is not null && mask[r % RowFilter.Block] == 0)
            {
                continue;
            }

            // Two independent 64-bit hashes: a collision is not to be met in any dataset.
            ulong a = 0x9E3779B97F4A7C15, b = 0xD1B54A32D192ED03;
            for (var c = 0; c < row.Length; c++)
            {
                row[c] = checked((ushort)needed[c].Column[r]);
                a = (a ^ row[c]) * 0xBF58476D1CE4E5B9;
                a ^= a >> 29;
                b = ((b << 13) | (b >> 51)) + ((row[c] + 1UL) * 0x94D049BB133111EB);
            }

            ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(first, new UInt128(a, b), out var known);
            if (known)
            {
                counts[at]++;
                continue;
            }

            at = counts.Count;
            counts.Add(1);
            codes.AddRange(row);
        }

        return new DistinctVectors([.. needed.Select(n => n.Dimension)], [.. codes], [.. counts], Origin);
    }
}
