using System.Globalization;
using Palermo.Estimation.Selection;

namespace Palermo.Cli.Estimating;

/// <summary>A line on stderr whenever a task has moved by a tenth; none when it is redirected.</summary>
internal sealed class StderrProgress : IProgress<Progress>
{
    private readonly Lock _gate = new();
    private string _last = "";

    public void Report(Progress value)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"{value.Task}: {10 * (10 * value.Done / Math.Max(1, value.All))} %");
        lock (_gate)
        {
            if (line != _last)
            {
                _last = line;
                Console.Error.WriteLine(line);
            }
        }
    }
}
