using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Benchmarks.Disclosure;

/// <summary>The bars of private synthesis on CTDC-27: several seeds, median and spread, all metrics from one release.</summary>
internal static class SynthesisBench
{
    public const double Delta = 8.9e-7;

    public static void Run(string[] args)
    {
        var (domain, rows) = CtdcRelease.Read(args[0]);
        var seeds = int.Parse(args[1], CultureInfo.InvariantCulture);
        foreach (var epsilon in args.Skip(2).Select(a => double.Parse(a, CultureInfo.InvariantCulture)))
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                var clock = Stopwatch.StartNew();
                var thresholdDelta = Delta * K("TD", 0.1);
                var rho = ZeroConcentrated.Rho(epsilon, Delta - thresholdDelta);
                var measured = PrivateCounts.Measure(rows, domain, Recipes.Ctdc(domain, epsilon, thresholdDelta), rho, 1, new SeededBits((ulong)seed));
                var measuredAt = clock.Elapsed.TotalSeconds;
                var made = Synthesizer.Build(domain, measured, (ulong)seed, new RefinementPlan((int)K("SW", 40), K("DZ", 0.5), K("SDZ", 0.2), K("SS", 2), K("HEAT", 0.3), K("INV", double.PositiveInfinity), K("UNS", 0.3)));
                var seconds = clock.Elapsed.TotalSeconds;
                Print($"eps {epsilon} seed {seed} rho {measured.Rho:F4} measure {measuredAt:F1} s all {seconds:F1} s", Evaluation.Compare(rows, made, domain));
            }
        }
    }

    public static double K(string name, double otherwise) => Environment.GetEnvironmentVariable(name) is { } v ? double.Parse(v, CultureInfo.InvariantCulture) : otherwise;

    public static void Print(string title, Evaluation e)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title} total {e.TotalError:P2}"));
        foreach (var m in e.Lengths)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {m.Length}-way tvd {m.MeanTvd:F5} max {m.MaxTvd:F4} abs {m.MeanAbsoluteError:F1} rel {m.MedianRelativeError:F3} missing {m.MissingShare:P2} fabricated {m.FabricatedShare:P2} weight {m.FabricatedWeight:P3} rare {m.RareShown}"));
        }
    }
}
