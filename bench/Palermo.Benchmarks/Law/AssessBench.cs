using System.Diagnostics;
using System.Globalization;
using Palermo.Benchmarks.Records;

namespace Palermo.Benchmarks.Law;

/// <summary>The whole command <c>assess</c>, start-up included, on 2.5 million CTDC-shaped rows, against the parser's own scan and coding of every field.</summary>
internal static class AssessBench
{
    public static void Run(int rows)
    {
        var file = CtdcShaped.File(rows);
        for (var round = 0; round < 3; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            GC.KeepAlive(FactTableBench.Code(file));
            var code = watch.Elapsed.TotalSeconds;
            var codeCpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            watch.Restart();
            var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
            foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll"), "assess", file, "--output", "json"])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            long peak = 0;
            var cpu = TimeSpan.Zero;
            while (!process.WaitForExit(20))
            {
                process.Refresh();
                if (!process.HasExited)
                {
                    (peak, cpu) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
                }
            }

            var assess = watch.Elapsed.TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows: scan+code {code:F2} s, assess {assess:F2} s = {assess / code:F2} x; processor time {codeCpu:F2} s and {cpu.TotalSeconds:F2} s = {cpu.TotalSeconds / codeCpu:F2} x; exit {process.ExitCode}; peak {peak >> 20} MiB"));
        }
    }
}
