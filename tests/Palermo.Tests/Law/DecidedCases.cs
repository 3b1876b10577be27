using System.Text.Json;
using Palermo.Law.Cases;

namespace Palermo.Tests.Law;

/// <summary>The decided cases with what the Protocol yields on them.</summary>
internal static class DecidedCases
{
    public static IReadOnlyList<(string Id, CaseFacts Facts, JsonElement Record)> All { get; } = Load();

    public static CaseFacts Facts(string id) => All.Single(c => c.Id == id).Facts;

    private static List<(string, CaseFacts, JsonElement)> Load()
    {
        var cases = new List<(string, CaseFacts, JsonElement)>();
        foreach (var line in File.ReadLines(Path.Combine(SharedData.Repository, "data", "cases", "decided.jsonl")))
        {
            var record = JsonDocument.Parse(line).RootElement;
            var (facts, problems) = CaseForm.Read(record, Laws.Library, "decided.jsonl");
            Assert.Empty(problems);
            cases.Add((facts!.Id, facts, record));
        }

        return cases;
    }
}
