using System.Globalization;
using Palermo.Records.Frames;

namespace Palermo.Cli;

/// <summary>Progress on standard error, and only on a terminal: pipes and logs stay clean.</summary>
/// <param name="totalBytes">The size of what is read; null when the reading cannot be measured against it (a workbook), so that rows alone are shown.</param>
internal sealed class RowProgress(long? totalBytes) : IProgress<(long Rows, long Bytes)>, IProgress<FrameProgress>, IProgress<long>
{
    private readonly bool _shown = !Console.IsErrorRedirected;
    private string _last = "";

    public void Report((long Rows, long Bytes) value) => Show(Line(value.Rows, value.Bytes, totalBytes));

    public void Report(FrameProgress value) => Report((value.Rows, value.Bytes));

    public void Report(long value) => Show(Line(value, 0, null));

    public void Done()
    {
        if (_shown && _last.Length > 0)
        {
            Console.Error.Write("\r" + new string(' ', _last.Length) + "\r");
        }
    }

    /// <summary>What is shown, to the whole percent where the total is known.</summary>
    internal static string Line(long rows, long bytes, long? total) => total is { } all
        ? string.Create(CultureInfo.InvariantCulture, $"{(all == 0 ? 100 : Math.Min(100, bytes * 100 / all)),3} %  {rows:N0} records")
        : string.Create(CultureInfo.InvariantCulture, $"{rows:N0} records");

    private void Show(string line)
    {
        // A new line a percent; without a total, a line a report.
        if (!_shown || (totalBytes is not null && _last.Length > 3 && line.AsSpan(0, 4).SequenceEqual(_last.AsSpan(0, 4))))
        {
            return;
        }

        _last = line;
        Console.Error.Write("\r" + line);
    }
}
