using System.Text.Json;
using NJsonSchema;
using Palermo.Tests.Law;

namespace Palermo.Tests.Cli;

public sealed class AssessTests
{
    private const string Decided = "data/cases/decided.jsonl";

    [Fact]
    public async Task Assess_DecidedCasesAsJsonLines_GivesOneLineARecordUnderTheContract()
    {
        var run = Run.Palermo("assess", Decided, "--output", "jsonl");
        var schema = await Schema("record");

        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(74, lines.Length);
        foreach (var (line, expected) in lines.Zip(DecidedCases.All))
        {
            Assert.Empty(schema.Validate(line));
            using var record = JsonDocument.Parse(line);
            var projection = expected.Record.GetProperty("palermo_projection");
            Assert.Equal(expected.Id, record.RootElement.GetProperty("id").GetString());
            Assert.Equal(projection.GetProperty("result").GetString(), record.RootElement.GetProperty("result").GetString());
            foreach (var element in (string[])["act", "means", "purpose"])
            {
                Assert.Equal(projection.GetProperty(element).GetString(), record.RootElement.GetProperty("elements").GetProperty(element).GetString());
            }
        }
    }

    [Fact]
    public async Task Assess_DecidedCasesAsJson_CountsByResultElementAndReason()
    {
        var run = Run.Palermo("assess", Decided, "--output", "json");
        Assert.Empty((await Schema("summary")).Validate(run.Output));
        using var json = JsonDocument.Parse(run.Output);
        var summary = json.RootElement.GetProperty("summary");

        Assert.Equal(74, summary.GetProperty("records").GetInt32());
        Assert.Equal((36, 10, 28), Truths(summary.GetProperty("byResult")));
        Assert.Equal(28, summary.GetProperty("undeterminedLacking").EnumerateObject().Sum(p => p.Value.GetInt32()));
    }

    [Fact]
    public async Task Assess_CtdcFile_GivesTheGoldenTableAndNamesItsMapping()
    {
        var file = SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv");
        var run = Run.Palermo("assess", file, "--assume", "act", "--output", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Empty((await Schema("summary")).Validate(run.Output));
        using var json = JsonDocument.Parse(run.Output);
        var summary = json.RootElement.GetProperty("summary");
        Assert.Equal(97_750, summary.GetProperty("records").GetInt32());
        Assert.Contains("ctdc-63-to-palermo", summary.GetProperty("mapping").GetString(), StringComparison.Ordinal);
        Assert.Contains("recorded", summary.GetProperty("mapping").GetString(), StringComparison.Ordinal);
        Assert.Equal("act", summary.GetProperty("assumed")[0].GetString());
        var table = summary.GetProperty("ageAtActByRecorded");
        Assert.Equal((22_520, 7_157, 9_070, 181, 6_112), Row(table.GetProperty("child")));
        Assert.Equal((7_001, 5_606, 817, 431, 147), Row(table.GetProperty("adult")));
        Assert.Equal((68_229, 18_924, 30_247, 616, 18_442), Row(table.GetProperty("unknown")));
        Assert.Equal(30_247, summary.GetProperty("undeterminedLacking").GetProperty("age").GetInt32());
        Assert.Equal(7_157 + 9_070 + 5_606 + 18_924, summary.GetProperty("byResult").GetProperty("true").GetInt32());
        Assert.Equal((32_915, 0, 97_750 - 32_915), Truths(summary.GetProperty("byElement").GetProperty("means")));
        Assert.Equal((71_821, 0, 97_750 - 71_821), Truths(summary.GetProperty("byElement").GetProperty("purpose")));
    }

    [Fact]
    public void Assess_CtdcFileWithoutAssumption_IsUndeterminedWhereNoRecruiterShowsRecruitment()
    {
        var file = SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv");
        using var json = JsonDocument.Parse(Run.Palermo("assess", file, "--output", "json").Output);
        var summary = json.RootElement.GetProperty("summary");
        var act = Truths(summary.GetProperty("byElement").GetProperty("act"));
        var result = Truths(summary.GetProperty("byResult"));

        Assert.Equal(0, act.False);
        Assert.True(act.True > 0 && act.True < 97_750);
        Assert.True(result.True <= act.True);
        Assert.Equal(act.Unknown, summary.GetProperty("undeterminedFor").GetProperty("act").GetInt32());
    }

    [Fact]
    public void Assess_WithAssumption_SaysSoInEveryLineAndHeading()
    {
        var lines = Run.Palermo("assess", Decided, "--assume", "act", "--output", "jsonl").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Contains("\"assumed\":[\"act\"]", line, StringComparison.Ordinal));

        var text = Run.Palermo("assess", Decided, "--assume", "act").Output.Split('\n');
        var headings = text.Where((_, i) => i + 1 < text.Length && text[i + 1].Length > 3 && text[i + 1].All(c => c is '-' or '=')).ToList();
        Assert.NotEmpty(headings);
        Assert.All(headings.Where(h => !h.StartsWith("Quality", StringComparison.Ordinal) && !h.StartsWith("Text ", StringComparison.Ordinal) && !h.StartsWith("Element ", StringComparison.Ordinal) && !h.StartsWith("Lacks", StringComparison.Ordinal) && !h.StartsWith("Age at the act  ", StringComparison.Ordinal)), h => Assert.Contains("assuming an act", h, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Assess_OneCaseAsJson_FollowsItsSchemaAndRepeatsByteForByte()
    {
        var first = Run.Palermo("assess", "data/cases/farm-work.yaml", "--output", "json", "-i", "un-palermo,eu-2011-36,uk-msa-s2");
        var again = Run.Palermo("assess", "data/cases/farm-work.yaml", "--output", "json", "-i", "un-palermo,eu-2011-36,uk-msa-s2");

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Output, again.Output);
        Assert.Empty((await Schema("determination")).Validate(first.Output));
        using var json = JsonDocument.Parse(first.Output);
        Assert.Equal("eu-2011-36/2024", json.RootElement.GetProperty("determinations")[1].GetProperty("instrument").GetString());
    }

    [Fact]
    public void Assess_ConductBeforeTheNewText_TakesTheTextInForceThen()
    {
        using var file = new TemporaryFile("case.json", """{"format":"palermo-case/1","id":"x","conduct":{"from":"2023-01-10"},"findings":[{"atom":"recruitment","state":"true"},{"atom":"deception","state":"true"},{"atom":"forced_marriage","state":"true"}]}""");

        Assert.Contains("eu-2011-36/2011", Run.Palermo("assess", file.Path, "-i", "eu-2011-36", "--output", "json").Output, StringComparison.Ordinal);
        var after = Run.Palermo("assess", file.Path, "-i", "eu-2011-36", "--as-of", "2024-07-14", "--output", "json").Output;
        Assert.Contains("eu-2011-36/2024", after, StringComparison.Ordinal);
        Assert.Contains("\"result\": \"true\"", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("\"true\"", "true")]
    [InlineData("false", "false")]
    [InlineData("\"unknown\"", "unknown")]
    public void Assess_StateAsWordOrPlainTruth_IsRead(string state, string act)
    {
        using var file = new TemporaryFile("case.json", $$"""{"id":"x","findings":[{"atom":"act_any","state":{{state}}}]}""");
        Assert.Contains($"\"act\": \"{act}\"", Run.Palermo("assess", file.Path, "--output", "json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Assess_UnverifiedText_IsShownAndNotComputed()
    {
        var run = Run.Palermo("assess", Decided, "-i", "ae-trafficking/2023", "--output", "jsonl");
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.Contains("\"result\":\"unknown\"", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains("\"notComputed\":\"unverified\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_SameFactsOverTwoDates_SaysSinceWhen()
    {
        using var file = new TemporaryFile("case.json", """{"format":"palermo-case/1","id":"x","findings":[{"atom":"recruitment","state":"true"},{"atom":"deception","state":"true"},{"atom":"forced_marriage","state":"true"}]}""");
        var run = Run.Palermo("compare", file.Path, "-i", "eu-2011-36/2011,eu-2011-36/2024");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("met since 2024-07-14", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Amend_DraftWithANewPurpose_NamesTheCasesThatItCovers()
    {
        var draft = File.ReadAllText(Path.Combine(SharedData.Repository, "data", "instruments", "un-palermo", "2000.json"))
            .Replace("\"version\": \"2000\"", "\"version\": \"draft\"", StringComparison.Ordinal)
            .Replace("\"kind\": \"treaty\"", "\"kind\": \"draft\"", StringComparison.Ordinal)
            .Replace("\"atom\": \"servitude\"", "\"atom\": \"work_contrary_to_human_dignity\"", StringComparison.Ordinal)
            .Replace("\"id\": \"servitude\"", "\"id\": \"work_contrary_to_human_dignity\"", StringComparison.Ordinal)
            .Replace("\"fact\": \"servitude\"", "\"fact\": \"work_contrary_to_human_dignity\"", StringComparison.Ordinal);
        using var file = new TemporaryFile("draft.json", draft);
        var run = Run.Palermo("amend", file.Path, "--against", Decided, "--in-force", "un-palermo", "--output", "json");

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(74, json.RootElement.GetProperty("cases").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("lost").EnumerateArray());
    }

    private static async Task<JsonSchema> Schema(string name) =>
        await JsonSchema.FromFileAsync(Path.Combine(SharedData.Repository, "data", "schemas", name + ".schema.json"), TestContext.Current.CancellationToken);

    private static (int True, int False, int Unknown) Truths(JsonElement at) => (at.GetProperty("true").GetInt32(), at.GetProperty("false").GetInt32(), at.GetProperty("unknown").GetInt32());

    private static (int, int, int, int, int) Row(JsonElement at) =>
        (at.GetProperty("total").GetInt32(), at.GetProperty("purposeAndMeans").GetInt32(), at.GetProperty("purposeOnly").GetInt32(), at.GetProperty("meansOnly").GetInt32(), at.GetProperty("neither").GetInt32());
}
