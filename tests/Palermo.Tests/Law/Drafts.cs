using System.Text;
using System.Text.Json.Nodes;
using Palermo.Law.Documents;
using Palermo.Law.Instruments;

namespace Palermo.Tests.Law;

/// <summary>Changed copies of an instrument file, read as a draft would be.</summary>
internal static class Drafts
{
    public static JsonObject Copy(string key = "un-palermo/2000") => JsonNode.Parse(File.ReadAllText(Path.Combine(Laws.Folder, key + ".json")))!.AsObject();

    public static (InstrumentVersion? Version, IReadOnlyList<DocumentProblem> Problems) Read(JsonNode json) =>
        Laws.Library.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), "draft.json");

    /// <summary>The Protocol with a change that must load.</summary>
    public static InstrumentVersion Changed(Action<JsonObject> change, string key = "un-palermo/2000")
    {
        var copy = Copy(key);
        change(copy);
        var (version, problems) = Read(copy);
        Assert.Equal([], problems.Select(p => p.ToString()));
        return version!;
    }
}
