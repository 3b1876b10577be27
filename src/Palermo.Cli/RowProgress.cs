using System.Globalization;

namespace Palermo.Cli;

/// <summary>Progress on standard error, and only on a terminal: pipes and logs stay clean.</summary>
internal sealed class RowProgress(long totalBytes) : IProgress<(long Rows, long Bytes)>
{
    private readonly bool _shown = !Console.IsErrorRedirected;
    private int _last = -1;

    public void Report((long Rows, long Bytes) value)
    {
        var percent = totalBytes == 0 ? 100 : (int)(value.Bytes * 100 / totalBytes);
        if (!_shown || percent == _last)
        {
            return;
        }

        _last = percent;
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{percent,3} %  {value.Rows:N0} records"));
    }

    public void Done()
    {
        if (_shown && _last >= 0)
        {
            Console.Error.Write("\r" + new string(' ', 40) + "\r");
        }
    }
}
