using System.Diagnostics;
using System.Globalization;
using Palermo.Estimation.Bayesian;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;
using Palermo.Estimation.Resampling;
using Palermo.Estimation.Selection;
using Palermo.Estimation.Simulation;

namespace Palermo.Benchmarks.Estimation;

/// <summary>
/// estimation speed FOLDER [R-LIBRARY]: each task's best time beside the R package's in the same run, where Rscript and a library of the
/// packages are given; else beside its published figure (R 4.2.2 on two cores of an AMD EPYC, quiet), marked so. estimation coverage
/// SAMPLES: the headline range and the alarm on known truths.
/// </summary>
internal static class EstimationBench
{
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["speed", var folder, .. var library]:
                Speed(folder, Peers(folder, library));
                return 0;
            case ["coverage", var samples, .. var seed]:
                Coverage(int.Parse(samples, CultureInfo.InvariantCulture), seed is [var given] ? ulong.Parse(given, CultureInfo.InvariantCulture) : 20261124);
                return 0;
            case ["chains", var folder, var table, var sweeps]:
                Chains(Path.Combine(folder, table + ".csv"), int.Parse(sweeps, CultureInfo.InvariantCulture));
                return 0;
            case ["six", var file, var threads]:
                Six(file, int.Parse(threads, CultureInfo.InvariantCulture));
                return 0;
            default:
                Console.Error.WriteLine("estimation speed FOLDER [R-LIBRARY] | chains FOLDER TABLE SWEEPS | coverage SAMPLES [SEED] | six FILE THREADS");
                return 2;
        }
    }

    /// <summary>Seconds of the R packages, measured now.</summary>
    private static Dictionary<string, double> Peers(string folder, string[] library)
    {
        var seconds = new Dictionary<string, double>(StringComparer.Ordinal);
        if (library is not [var packages])
        {
            return seconds;
        }

        var start = new ProcessStartInfo("Rscript") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Estimation", "peers.R"), folder, packages })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        foreach (var line in process.StandardOutput.ReadToEnd().Split('\n').Select(l => l.Split('\t')).Where(l => l.Length >= 2))
        {
            seconds[line[0]] = double.Parse(line[1], CultureInfo.InvariantCulture);
        }

        process.WaitForExit();
        return seconds;
    }

    private static void Speed(string folder, Dictionary<string, double> measured)
    {
        void Task(string what, string peer, double published, int repeats, Action action) =>
            Time(what, measured.TryGetValue(peer, out var now) ? now : published, measured.ContainsKey(peer), repeats, action);

        CaptureTable Table(string name)
        {
            using var text = File.OpenText(Path.Combine(folder, name + ".csv"));
            return CaptureCsv.Read(text).Table!;
        }

        var (uk, uk5, uk4) = (Table("UKdat"), Table("UKdat_5"), Table("UKdat_4"));
        Task("stepwise + 1,000 BCa, UKdat, one thread", "stepwise", 241, 3, () =>
        {
            Func<CaptureTable, double> New()
            {
                var selector = new Stepwise(6);
                return t => selector.Run(t).Estimate;
            }

            var (_, acceleration) = Bootstrap.Jackknife(uk, New());
            BootstrapInterval.From(Bootstrap.Run(uk, New, 1000, 1), New()(uk), acceleration);
        });
        // 6,212 models took 9.71 s with the linear program in MultipleSystemsEstimation: 10.8 s for 6,893.
        Task("all 6,893 five-list models with existence", "models5", 10.8, 30, () => ModelEnumeration.Run(uk5, 4));
        Task("32,768 six-list pair models with existence", "", 68.5, 2, () => ModelEnumeration.Run(uk, 2));
        Task("full selection, 1,000 x 6,893, two threads", "", 2.5 * 3600, 1, () =>
        {
            var likely = ModelEnumeration.Fits(uk5, 4).OrderBy(f => f.Bic).Take(50).Select(f => f.Mask);
            var shared = new BicSelector(new ModelSpace(5, 4), likely);
            Bootstrap.Run(
                uk5,
                () =>
                {
                    var own = shared.ForAnotherThread();
                    return t => own.Best(t)?.Estimate ?? double.NaN;
                },
                1000,
                1,
                2);
        });
        Task("decomposable graphs, UKdat_4", "dga4", 0.043, 400, () => DecomposableAverage.Run(uk4, 1.0 / 16));
        Task("decomposable graphs, UKdat_5", "dga5", 0.73, 60, () => DecomposableAverage.Run(uk5, 1.0 / 32));
        Task("latent classes, 100,000 sweeps, K = 10, UKdat_5", "sweeps5", 1.24, 4, () => Sweeps(uk5));
        Task("latent classes, 100,000 sweeps, K = 10, UKdat", "sweeps6", 1.63, 3, () => Sweeps(uk));
    }

    private static void Sweeps(CaptureTable table)
    {
        var chain = new LatentClassChain(table, 10, new SeededRandom(1, 2, 3));
        for (var i = 0; i < 100_000; i++)
        {
            chain.Sweep();
        }
    }

    private static void Time(string what, double peer, bool here, int repeats, Action action)
    {
        // Processor time beside wall time: on a shared machine only the first says what the code costs.
        var (wall, processor) = (double.PositiveInfinity, double.PositiveInfinity);
        using var self = Process.GetCurrentProcess();
        for (var i = 0; i < repeats; i++)
        {
            self.Refresh();
            var before = self.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            action();
            wall = Math.Min(wall, watch.Elapsed.TotalSeconds);
            self.Refresh();
            processor = Math.Min(processor, (self.TotalProcessorTime - before).TotalSeconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-52}{wall,10:0.0000} s wall {processor,8:0.000} s processor   peer {peer,9:0.000} s {(here ? "here     " : "published")} {peer / wall,8:0.0} x"));
    }

    /// <summary>Shares with one Monte Carlo standard error; beside the five scenarios two in which lists depend and people differ as well.</summary>
    private static void Coverage(int samples, ulong seed)
    {
        foreach (var truth in KnownTruth.Scenarios.Concat(KnownTruth.Mixed))
        {
            var (covered, band, raised, strong) = (0, 0, 0, 0);
            for (var s = 0; s < samples; s++)
            {
                var report = Ensemble.Run(truth.Draw(seed, s), new EstimationOptions { Methods = ["bic-average", "dga-open"], Replicates = 0, Sensitivity = false });
                if (report.Headline is { } h)
                {
                    covered += h.Low <= truth.Population && truth.Population <= h.High ? 1 : 0;
                    band += h.BandLow <= truth.Population && truth.Population <= h.BandHigh ? 1 : 0;
                }

                raised += report.Alarm?.Level is null or AlarmLevel.Quiet ? 0 : 1;
                strong += report.Alarm?.Level is AlarmLevel.Strong ? 1 : 0;
            }

            string Share(int count)
            {
                var p = (double)count / samples;
                return string.Create(CultureInfo.InvariantCulture, $"{p:0.000} +- {Math.Sqrt(p * (1 - p) / samples):0.000}");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{truth.Name,-40} expected n {truth.ExpectedObserved,6:0}   headline {Share(covered)}   band {Share(band)}   alarm {Share(raised)}   strong {Share(strong)}"));
        }
    }

    /// <summary>How far latent class chains agree after so many sweeps.</summary>
    private static void Chains(string file, int sweeps)
    {
        using var text = File.OpenText(file);
        var watch = Stopwatch.StartNew();
        var p = LatentClassModel.RunUntilSettled(CaptureCsv.Read(text).Table!, 8, sweeps, 16 * sweeps, 20260101, 2, (done, _) => Console.Write(done.ToString(CultureInfo.InvariantCulture) + " "));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)} {sweeps} sweeps: {p.Median:0} [{p.Low:0}; {p.High:0}] R-hat {p.Diagnostics.RHat:0.0000} ESS {p.Diagnostics.BulkEss:0} chains {string.Join(' ', p.ChainMedians.Select(m => m.ToString("0", CultureInfo.InvariantCulture)))} {watch.Elapsed.TotalSeconds:0.0} s"));
    }

    private static void Six(string file, int threads)
    {
        using var text = File.OpenText(file);
        var table = CaptureCsv.Read(text).Table!;
        var watch = Stopwatch.StartNew();
        var census = ModelEnumeration.Run(table, 5, 20, threads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{census.Models} models, {census.Existing} with an estimate, best {census.Top[0].Model(6)} N {census.Top[0].Estimate:0.000} BIC {census.Top[0].Bic:0.000000}, {watch.Elapsed.TotalSeconds:0.0} s on {threads} threads"));
    }
}
