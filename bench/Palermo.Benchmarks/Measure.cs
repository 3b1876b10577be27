using System.Diagnostics;

namespace Palermo.Benchmarks;

/// <summary>Medians of repeated runs in one process; ratios of them are what is quoted.</summary>
internal static class Measure
{
    /// <summary>Median seconds of one run, after one that is not counted.</summary>
    public static double Seconds(int runs, Action work)
    {
        work();
        var times = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var watch = Stopwatch.StartNew();
            work();
            times[i] = watch.Elapsed.TotalSeconds;
        }

        Array.Sort(times);
        return times[runs / 2];
    }
}
