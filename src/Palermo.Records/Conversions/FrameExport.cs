using Palermo.Records.Frames;

namespace Palermo.Records.Conversions;

/// <summary>Writes coded columns out again, in their own dialect. What never entered the frame (identifiers, names, text) is not there.</summary>
public static class FrameExport
{
    public static void Write(Frame frame, IRecordWriter writer, CancellationToken cancel = default)
    {
        writer.Begin(frame.Dialect);
        foreach (var (row, cells) in FrameRows.Of(frame))
        {
            writer.Write(cells);
            if ((row & 0xFFFF) == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }

        writer.End();
    }
}
