using System.Collections.Immutable;

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
        var needed = Need(columns);
        var columnsOf = Array.ConvertAll(needed, n => n.Column);
        var distinct = DistinctRows.Of(columnsOf, filter, rows, Threads, cancel);
        var codes = new ushort[distinct.Rows.Count * columnsOf.Length];
        for (var v = 0; v < distinct.Rows.Count; v++)
        {
            for (var c = 0; c < columnsOf.Length; c++)
            {
                codes[(v * columnsOf.Length) + c] = checked((ushort)columnsOf[c][distinct.Rows[v]]);
            }
        }

        return new DistinctVectors([.. needed.Select(n => n.Dimension)], codes, [.. distinct.Counts], Origin);
    }
}
