using Palermo.Records.Frames;

namespace Palermo.Records.Conversions;

/// <summary>Writes coded columns out again, in their own dialect. What never entered the frame (identifiers, names, text) is not there.</summary>
public static class FrameExport
{
    public static void Write(Frame frame, IRecordWriter writer, CancellationToken cancel = default)
    {
        var columns = frame.Dialect.Columns.Select(c => frame.Find(c.Name)).ToArray();
        var parts = columns.Select(c => c?.Codes.Select(code => c.ListSeparator is { } s ? code.Split(s) : [code]).ToArray()).ToArray();
        writer.Begin(frame.Dialect);
        var row = new string[]?[columns.Length];
        for (var r = 0; r < frame.Rows; r++)
        {
            for (var c = 0; c < columns.Length; c++)
            {
                row[c] = columns[c] is { } column && column[r] is > 0 and var code ? parts[c]![code - 1] : null;
            }

            writer.Write(row);
            if ((r & 0xFFFF) == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }

        writer.End();
    }
}
