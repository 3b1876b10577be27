using System.Diagnostics;
using System.Globalization;
using Palermo.Records.Countries;

namespace Palermo.Benchmarks.Records;

/// <summary>
/// Texts a second of the country normaliser beside a plain dictionary that already knows every answer, in one run on one core:
/// all texts of the two hand-checked tables, and apart those met by an exact key and those that need the slower rules.
/// </summary>
internal static class CountryBench
{
    private static readonly string[] Tables = ["unodc-categories.tsv", "uk-nationalities.tsv"];

    public static void Run(TextWriter output, string tests)
    {
        var normaliser = CountryNormaliser.Default;
        string[] texts = [.. Tables
            .SelectMany(f => File.ReadLines(Path.Combine(tests, f)))
            .Where(l => !l.StartsWith('#'))
            .Select(l => l.Split('\t')[0])];
        var known = texts.Distinct(StringComparer.Ordinal).ToDictionary(t => t, t => normaliser.Read(t), StringComparer.Ordinal);
        Measure("all", texts);
        Measure("exact", [.. texts.Where(t => known[t].Because.Length == 1 && known[t] is not Queued)]);
        Measure("slower rules", [.. texts.Where(t => known[t].Because.Length != 1 || known[t] is Queued)]);

        Measure("near misses", NearMisses(normaliser));

        void Measure(string name, string[] sample)
        {
            foreach (var text in sample)
            {
                known.TryAdd(text, normaliser.Read(text));
            }

            var best = (Ns: double.MaxValue, Lookup: double.MaxValue, Bytes: 0L);
            for (var round = 0; round < 7; round++)
            {
                var passes = Math.Max(1, 40_000 / sample.Length);
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var ns = Time(passes, sample, t => normaliser.Read(t));
                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                var lookup = Time(passes * 20, sample, t => known[t]);
                best = (Math.Min(best.Ns, ns), Math.Min(best.Lookup, lookup), allocated / passes / sample.Length);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: {sample.Length} texts, {best.Ns:F0} ns each = {1e9 / best.Ns:N0} a second, {best.Bytes} bytes each; dictionary {best.Lookup:F1} ns; ratio {best.Ns / best.Lookup:F1}"));
        }
    }

    /// <summary>One wrong letter in every country's name, none of them a known form: what a column of typing errors would be.</summary>
    private static string[] NearMisses(CountryNormaliser normaliser)
    {
        var state = 20_240_601U;
        return [.. normaliser.Codes.All
            .Where(c => !c.IsFormer && c.Name.Length > 5)
            .SelectMany(c => Enumerable.Range(0, 4).Select(_ => c.Name.Remove(Draw(c.Name.Length), 1)))
            .Where(t => normaliser.Read(t) is Queued or MappedCountry { Rule: >= CountryRule.DemonymEnding })];

        int Draw(int below)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            return (int)((state >> 8) % (uint)below);
        }
    }

    private static double Time(int passes, string[] sample, Func<string, CountryAnswer> read)
    {
        var clock = Stopwatch.StartNew();
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var text in sample)
            {
                read(text);
            }
        }

        return clock.Elapsed.TotalNanoseconds / passes / sample.Length;
    }
}
