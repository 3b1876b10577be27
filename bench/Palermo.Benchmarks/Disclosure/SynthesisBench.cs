using System.Diagnostics;
using System.Globalization;
using Palermo.Disclosure.Graphical;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Benchmarks.Disclosure;

/// <summary>
/// The bars of synthesis on CTDC-27, all metrics from one release a seed: <c>disclosure-synthesis CTDC.csv SEEDS EPSILON...</c>;
/// epsilon <c>k10</c> runs the k-anonymous synthesis. Noise here is seeded so that the figures can be repeated.
/// </summary>
internal static class SynthesisBench
{
    public const double Delta = 8.9e-7;

    public static void Run(string[] args)
    {
        var (domain, rows) = CtdcRelease.Read(args[0]);
        var seeds = int.Parse(args[1], CultureInfo.InvariantCulture);
        foreach (var epsilon in args.Skip(2))
        {
            var runs = new List<(Evaluation Evaluation, double Seconds)>();
            for (var seed = 1UL; seed <= (ulong)seeds; seed++)
            {
                var clock = Stopwatch.StartNew();
                var made = epsilon switch
                {
                    "k10" => KAnonymousSynthesizer.Build(rows, domain, 10, seed),
                    _ when epsilon.StartsWith("mst:", StringComparison.Ordinal) => MarginalSelection.Mst(rows, domain, Rho(epsilon[4..]), new SeededBits(seed)),
                    _ when epsilon.StartsWith("aim:", StringComparison.Ordinal) => MarginalSelection.Aim(rows, domain, Rho(epsilon[4..]), new SeededBits(seed)),
                    _ => Private(domain, rows, double.Parse(epsilon, CultureInfo.InvariantCulture), seed),
                };
                var seconds = clock.Elapsed.TotalSeconds;
                // Four-way tables take a while: of the first seed alone.
                runs.Add((Evaluation.Compare(rows, made, domain, seed == 1 ? 4 : 3, CancellationToken.None), seconds));
            }

            Print(epsilon, runs);
        }
    }

    private static double Rho(string epsilon) => ZeroConcentrated.Rho(double.Parse(epsilon, CultureInfo.InvariantCulture), Delta);

    private static PersonRows Private(Domain domain, PersonRows rows, double epsilon, ulong seed)
    {
        var thresholds = Delta * Recipe.ThresholdPart(epsilon);
        var recipe = Recipe.For(domain, [3, 4], CtdcRelease.Core, epsilon, thresholds);
        var measured = PrivateCounts.Measure(rows, domain, recipe, ZeroConcentrated.Rho(epsilon, Delta - thresholds), 1, new SeededBits(seed));
        return Synthesizer.Build(domain, measured, seed, RefinementPlan.For(epsilon));
    }

    private static void Print(string title, List<(Evaluation Evaluation, double Seconds)> runs)
    {
        string Spread(Func<Evaluation, double> of, string format)
        {
            var v = runs.Select(r => of(r.Evaluation)).Order().ToArray();
            return string.Create(CultureInfo.InvariantCulture, $"{v[v.Length / 2].ToString(format, CultureInfo.InvariantCulture)} [{v[0].ToString(format, CultureInfo.InvariantCulture)}, {v[^1].ToString(format, CultureInfo.InvariantCulture)}]");
        }

        var seconds = runs.Select(r => r.Seconds).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {runs.Count} seeds, median [least, greatest]; {seconds[seconds.Length / 2]:F1} s [{seconds[0]:F1}, {seconds[^1]:F1}]; total error {Spread(e => Math.Abs(e.TotalError), "P3")}; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB with evaluation"));
        Console.WriteLine($"  associations: Cramer's V mean error {Spread(e => e.Associations!.MeanCramerError, "F4")}, greatest {Spread(e => e.Associations!.MaxCramerError, "F3")}; top 20 pairs kept {Spread(e => e.Associations!.TopAgreement, "P0")}");
        var four = runs[0].Evaluation.Lengths[3];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  4-way, first seed: mean TVD {four.MeanTvd:F5}, greatest {four.MaxTvd:F4}, missing {four.MissingShare:P2}, fabricated {four.FabricatedShare:P2} of shown, {four.FabricatedWeight:P3} of weight"));
        foreach (var length in runs[0].Evaluation.Lengths)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {length.Length}-way, first seed: greatest TVD {length.MaxTvd:F4}; mean count error of combinations with 1-9, 10-99, 100-999, 1,000+ people: {string.Join(" / ", length.ErrorBySize.Select(x => x.ToString("F1", CultureInfo.InvariantCulture)))}"));
        }

        for (var n = 0; n < 3; n++)
        {
            var i = n;
            Console.WriteLine($"  {n + 1}-way: mean TVD {Spread(e => e.Lengths[i].MeanTvd, "F5")}, missing {Spread(e => e.Lengths[i].MissingShare, "P2")}, fabricated {Spread(e => e.Lengths[i].FabricatedShare, "P2")} of shown, {Spread(e => e.Lengths[i].FabricatedWeight, "P3")} of weight, rare shown {Spread(e => e.Lengths[i].RareShown, "F0")}, mean abs error {Spread(e => e.Lengths[i].MeanAbsoluteError, "F1")}, median rel error {Spread(e => e.Lengths[i].MedianRelativeError, "F3")}");
        }
    }
}
