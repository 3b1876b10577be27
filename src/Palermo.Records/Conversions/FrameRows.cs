using Palermo.Records.Frames;

namespace Palermo.Records.Conversions;

/// <summary>The rows of a frame as the codes recorded in every column of its dialect; null means not recorded.</summary>
internal static class FrameRows
{
    /// <remarks>One array serves every row: it holds until the next is asked for.</remarks>
    public static IEnumerable<(long Row, string[]?[] Cells)> Of(Frame frame)
    {
        var columns = frame.Dialect.Columns.Select(c => frame.Find(c.Name)).ToArray();
        var parts = columns.Select(c => c?.Codes.Select(code => c.ListSeparator is { } s ? code.Split(s) : [code]).ToArray()).ToArray();
        var row = new string[]?[columns.Length];
        for (var r = 0; r < frame.Rows; r++)
        {
            for (var c = 0; c < columns.Length; c++)
            {
                row[c] = columns[c] is { } column && column[r] is > 0 and var code ? parts[c]![code - 1] : null;
            }

            yield return (r + 1, row);
        }
    }
}
