using System.Text;
using System.Text.Json.Nodes;
using Palermo.Casework.Processes;

namespace Palermo.Tests.Casework.Processes;

public sealed class ProcessReaderTests
{
    private static readonly string Folder = Path.Combine(House.Data, "processes");

    private static readonly string Shipped = Path.Combine(Folder, "two-stage.json");

    [Fact]
    public async Task ShippedProcess_KeepsItsSchemaAndReads()
    {
        var schema = await NJsonSchema.JsonSchema.FromFileAsync(Path.Combine(Folder, "process.schema.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(await File.ReadAllTextAsync(Shipped, TestContext.Current.CancellationToken)));
        var process = ProcessReader.Load(Shipped);
        Assert.Equal("two-stage/1", process.Key);
        Assert.Equal(["conclusive_grounds", "reasonable_grounds"], process.Decisions.Select(d => d.Id).Order());
        Assert.All(process.States, s => Assert.True(s.Label.Has("ar") && s.Label.Has("fr") && s.Label.Has("es")));
    }

    [Theory]
    [InlineData("start", "\"nowhere\"", "no such state")]
    [InlineData("moves", "[]", "no way leads to the state")]
    [InlineData("decisions.0.outcomes.1.secondReader", "false", "without a second reader")]
    [InlineData("decisions.0.outcomes.0.to", "\"gone\"", "no such state")]
    [InlineData("decisions.0.standard", "\"certain\"", "is expected here")]
    [InlineData("decisions.1.from", "[\"referred\"]", "two decisions")]
    [InlineData("states.0.label", "{\"ar\":\"x\"}", "words in 'en' are missing")]
    [InlineData("surprise", "1", "surprise")]
    public void BrokenProcess_SaysWhatAndWhere(string path, string value, string says)
    {
        var root = JsonNode.Parse(File.ReadAllText(Shipped))!;
        var parts = path.Split('.');
        var at = root;
        foreach (var part in parts[..^1])
        {
            at = int.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var index) ? at[index]! : at[part]!;
        }

        at.AsObject()[parts[^1]] = JsonNode.Parse(value);
        var (process, problems) = ProcessReader.Read(Encoding.UTF8.GetBytes(root.ToJsonString()), "x.json");
        Assert.Null(process);
        Assert.Contains(problems, p => p.ToString().Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void NoJson_IsAProblemNotACrash() => Assert.Single(ProcessReader.Read("{"u8.ToArray(), "x.json").Problems);
}
