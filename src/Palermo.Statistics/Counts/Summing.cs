using System.Collections.Immutable;
using Palermo.Records.Frames;

namespace Palermo.Statistics.Counts;

/// <summary>Sums of published numbers by columns.</summary>
internal static class Summing
{
    public static CountTable Sum(FrameColumn[] columns, ImmutableArray<Dimension> dimensions, Measure measure, NumberCodes numbers, RowFilter? filter, int rows, Provenance provenance, CancellationToken cancel)
    {
        var builder = new CountTableBuilder(dimensions, measure);
        var radices = CountTable.Radices(dimensions);
        var mask = new byte[RowFilter.Block];
        for (var start = 0; start < rows; start += RowFilter.Block)
        {
            cancel.ThrowIfCancellationRequested();
            var n = Math.Min(RowFilter.Block, rows - start);
            filter?.Fill(start, mask.AsSpan(0, n));
            for (var row = start; row < start + n; row++)
            {
                if (filter is not null && mask[row - start] == 0)
                {
                    continue;
                }

                ulong key = 0;
                for (var c = 0; c < columns.Length; c++)
                {
                    key += (ulong)columns[c][row] * radices[c];
                }

                var code = numbers.Column[row];
                builder.Add(key, numbers.Numbers[code], numbers.Kinds[code] == 1 ? 1 : 0, numbers.Kinds[code] == 2 ? 1 : 0);
            }
        }

        return builder.ToTable(provenance);
    }
}
