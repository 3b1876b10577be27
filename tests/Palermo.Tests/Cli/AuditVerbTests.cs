using System.Text.Json;
using NJsonSchema;

namespace Palermo.Tests.Cli;

/// <summary>The audit as a person runs it: a process, files, an exit code.</summary>
public sealed class AuditVerbTests
{
    private const string Small = "sex,year,count\nTotal,2020,10\nF,2020,7\nM,2020,\n";

    private static async Task<JsonElement> Json(Run run)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SharedData.Repository, "data", "schemas", "audit.schema.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(run.Output));
        return JsonDocument.Parse(run.Output).RootElement;
    }

    [Fact]
    public async Task TablesRecordsAndReleases_AnswerUnderTheSchema()
    {
        using var table = new TemporaryFile("table.csv", "sex,year,count\nTotal,2020,10\nF,2020,7\nM,2020,<5\n");
        using var revised = new TemporaryFile("revised.csv", "sex,year,count\nTotal,2020,11\nF,2020,7\nM,2020,\n");
        using var records = new TemporaryFile("records.csv", "sex,age\nF,1\nF,1\nM,2\n");
        var run = Run.Palermo("audit", table.Path, revised.Path, records.Path, "--output", "json", "--sensitive", "age", "--uniques", "2");
        var json = await Json(run);
        Assert.Equal(1, run.ExitCode);
        Assert.True(json.GetProperty("complete").GetBoolean());
        Assert.Equal((1, 1), (json.GetProperty("hiddenCells").GetInt32(), json.GetProperty("recoveredCells").GetInt32()));
    }

    [Fact]
    public async Task Schema_RefusesWhatItDoesNotName()
    {
        using var table = new TemporaryFile("table.csv", Small);
        var run = Run.Palermo("audit", table.Path, "--output", "json");
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SharedData.Repository, "data", "schemas", "audit.schema.json"), TestContext.Current.CancellationToken);
        Assert.NotEmpty(schema.Validate(run.Output.Replace("\"recoveredCells\"", "\"recoveredValues\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(run.Output.Replace("\"complete\": true", "\"complete\": 1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TimeLimit_WhenOver_SaysWhatWasNotSearchedAndIsNoSuccess()
    {
        using var table = new TemporaryFile("table.csv", "sex,year,count\nTotal,2020,30\nF,2020,17\nM,2020,13\n");
        var (whole, cut, text) = (Run.Palermo("audit", table.Path), Run.Palermo("audit", table.Path, "--time-limit", "0", "--output", "json"), Run.Palermo("audit", table.Path, "--time-limit", "0"));
        Assert.Equal((0, 1, 1), (whole.ExitCode, cut.ExitCode, text.ExitCode));
        var json = await Json(cut);
        Assert.False(json.GetProperty("complete").GetBoolean());
        Assert.True(json.GetProperty("timeLimit").GetProperty("reached").GetBoolean());
        Assert.Equal("reading", json.GetProperty("unsearched")[0].GetProperty("step").GetString());
        Assert.Contains("The time limit of 0 s was over before the search was", text.Output, StringComparison.Ordinal);
        Assert.Contains("table.csv: the file was not read to its end", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing found by these methods", text.Output, StringComparison.Ordinal);
        Assert.Equal(2, Run.Palermo("audit", table.Path, "--time-limit", "-1").ExitCode);
    }

    [Fact]
    public async Task BlankCells_AreReadAsTheSwitchSaysAndTheOutputTells()
    {
        using var table = new TemporaryFile("table.csv", Small);
        var (missing, hidden) = (await Json(Run.Palermo("audit", table.Path, "--output", "json")), await Json(Run.Palermo("audit", table.Path, "--blank", "hidden", "--output", "json")));
        Assert.Equal(("missing", 0), (missing.GetProperty("blanks").GetString(), missing.GetProperty("hiddenCells").GetInt32()));
        Assert.Equal(("hidden", 1, 1), (hidden.GetProperty("blanks").GetString(), hidden.GetProperty("hiddenCells").GetInt32(), hidden.GetProperty("recoveredCells").GetInt32()));
        Assert.Contains("a blank cell says nothing: 1 row (--blank hidden reads it as a hidden count)", Run.Palermo("audit", table.Path).Output, StringComparison.Ordinal);
        Assert.Contains("a blank cell hides a count of 0 or more: 1 row (--blank missing reads it as no count)", Run.Palermo("audit", table.Path, "--blank", "hidden").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unodc_ThroughTheCommand_GivesTheGoldenCounts()
    {
        var run = Run.Palermo("audit", SharedData.File("unodc", "data_glotip_20250414.csv"), "--output", "json");
        var json = await Json(run);
        int At(string name) => json.GetProperty(name).GetInt32();
        var table = json.GetProperty("files")[0].GetProperty("table");
        var by = table.GetProperty("recoveredBy").GetProperty("Dimension");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(57_553, table.GetProperty("cells").GetInt32());
        Assert.Equal((28_825, 905, 2_885, 4_623, 754), (At("hiddenCells"), At("contradictoryGroups"), At("hiddenCellsInContradictoryGroups"), At("recoveredCells"), At("narrowedCells")));
        Assert.Equal((3_824, 799), (by.GetProperty("Total").GetInt32(), by.GetProperty("by form of exploitation").GetInt32()));
        Assert.Equal((4_371, 0, 0), (table.GetProperty("recoveredBySubtraction").GetInt32(), table.GetProperty("subtractionDisagreements").GetInt32(), At("undecidedCells")));
        Assert.Equal(6, json.GetProperty("relations").GetArrayLength());
    }

    [Theory]
    [InlineData("place,count\nTotal,10\nnorth,12\nsouth,<5\n", "1 group contradicts itself; nothing is claimed about the 1 hidden cell inside")]
    [InlineData("place,count\nTotal,10\nnorth,-3\nsouth,<5\n", "1 cell prints a negative count, which no count can be; nothing is claimed in its group")]
    [InlineData("place,count\nTotal,10\nTotal,11\nnorth,<5\nsouth,<5\n", "1 more occurs several times and is left out")]
    [InlineData("place,count\nTotal,99999999999999999999\nnorth,maybe\nsouth,<5\n", "2 cells are neither a count nor a known mark and take part in nothing")]
    public void HostileTables_GetAStatement(string content, string statement)
    {
        using var table = new TemporaryFile("hostile.csv", content);
        var run = Run.Palermo("audit", table.Path);
        Assert.Contains(statement, run.Output, StringComparison.Ordinal);
    }
}
