using System.Text.Json;
using Palermo.Law.Documents;

namespace Palermo.Law.Instruments;

/// <summary>
/// The hashes of released versions (<c>index.json</c>): a determination names the text it was made under by hash, so a released
/// file may never change. A version that is not listed is not released yet.
/// </summary>
internal static class ReleaseIndex
{
    private const string Name = "index.json";

    public static IEnumerable<DocumentProblem> Check(string folder, IReadOnlyCollection<InstrumentVersion> versions)
    {
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file))
        {
            return [];
        }

        var problems = new ProblemList(Name);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                var hash = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
                var version = versions.FirstOrDefault(v => v.Key == entry.Name);
                if (version is null)
                {
                    problems.Add(entry.Name, "the released version is missing or has a problem");
                }
                else if (version.Hash != hash)
                {
                    problems.Add(entry.Name, "the file has changed since it was released; restore it and put the change in a new version");
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problems.Add("", "an object of version and SHA-256 is expected");
        }

        return problems.All;
    }
}
