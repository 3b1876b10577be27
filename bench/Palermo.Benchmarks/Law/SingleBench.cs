using System.Globalization;
using System.Text.Json;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Instruments;

namespace Palermo.Benchmarks.Law;

/// <summary>One case at a time with everything: proof, open questions, fragility and distance, under six instruments.</summary>
internal static class SingleBench
{
    private static readonly string[] Others = ["coe-cets197", "eu-2011-36/2024", "uk-msa-s2", "de-stgb-232", "us-tvpa-labour"];

    public static void Run()
    {
        var library = InstrumentLibrary.Load(Path.Combine(AppContext.BaseDirectory, "data", "instruments"));
        var cases = Cases(library);
        InstrumentVersion[] six =
        [
            library.Protocol, .. Others.Select(k => library.Find(k, null)!),
        ];
        var query = new Query { SubDefinitions = library.SubDefinitions };
        long open = 0;

        // Long enough for every method to be compiled in full before the clock starts.
        PerInstrument(cases, six, query, quiet: true);
        var seconds = Measure.Seconds(15, () =>
        {
            foreach (var facts in cases)
            {
                foreach (var instrument in six)
                {
                    open += Determiner.Determine(facts.Findings, instrument, query).Open.Ranked.Length;
                }
            }
        });
        PerInstrument(cases, six, query, quiet: false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases.Count} decided cases x {six.Length} instruments, full determination: {seconds / cases.Count * 1e3:F3} ms a case ({seconds / cases.Count / six.Length * 1e6:F1} µs a determination); check {open % 1000}"));
    }

    private static void PerInstrument(List<CaseFacts> cases, InstrumentVersion[] instruments, Query query, bool quiet)
    {
        foreach (var instrument in instruments)
        {
            var seconds = Measure.Seconds(9, () =>
            {
                foreach (var facts in cases)
                {
                    Determiner.Determine(facts.Findings, instrument, query);
                }
            });
            if (!quiet)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {instrument.Key}: {seconds / cases.Count * 1e6:F1} µs"));
            }
        }
    }

    public static List<CaseFacts> Cases(InstrumentLibrary library)
    {
        var cases = new List<CaseFacts>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "cases", "decided.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            cases.Add(CaseForm.Read(document.RootElement, library, "decided.jsonl").Case!);
        }

        return cases;
    }
}
