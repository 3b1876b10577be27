using System.Text.Json;
using Palermo.Statistics.Tables;
using Palermo.Tests.Cli;

namespace Palermo.Tests.Statistics.Verbs;

/// <summary>The verbs as a user runs them.</summary>
public sealed class StatisticsVerbTests
{
    private const string People = "id,registered_year,gender,majority_at_registration,citizenship,country_of_exploitation,exploitation_sexual,exploitation_forced_labour\n"
        + "a,2019,woman,adult,NG,IT,true,false\nb,2019,woman,adult,NG,IT,true,\nc,2019,man,adult,RO,IT,,true\nd,2019,,minor,IT,IT,true,false\ne,2020,woman,adult,NG,ES,true,\nf,2019,woman,,,IT,,\n";

    /// <summary>A document is made to be passed on.</summary>
    [Fact]
    public void Report_Document_LeavesThroughTheGate_WhateverThreshold()
    {
        var page = Path.Combine(Path.GetTempPath(), $"palermo-report-{Environment.ProcessId}.html");
        try
        {
            var sample = Path.Combine(SharedData.Repository, "data", "samples", "routes.csv");
            Assert.Equal(0, Run.Palermo("report", "national", sample, "--year", "2021", "--document", page).ExitCode);
            var html = File.ReadAllText(page);
            Assert.Contains("[c]", html, StringComparison.Ordinal);
            Assert.Contains("These people do not exist", html, StringComparison.Ordinal);
            Assert.DoesNotMatch("""<td class="number is-number">\s*[1-4]\s*<""", html);
            Assert.Equal(0, Run.Palermo("report", "national", sample, "--year", "2021", "--document", page, "--threshold", "2").ExitCode);
            Assert.Equal(html, File.ReadAllText(page));
            Assert.Contains("All tables of this report were protected together", html, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(page);
        }
    }

    /// <summary>The made-up sample says so under any name; a file of one's own does not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Report_Document_OfTheSampleUnderAnotherName_SaysThatItIsMadeUp(bool sample)
    {
        var routes = File.ReadAllText(Path.Combine(SharedData.Repository, "data", "samples", "routes.csv"));
        using var file = new TemporaryFile("returns.csv", sample ? routes : routes + "2023,female,24-26,forced_labour,UA,,PL\n");
        var page = file.Path + ".html";
        try
        {
            Assert.Equal(0, Run.Palermo("report", "national", file.Path, "--year", "2021", "--document", page).ExitCode);
            Assert.Equal(sample, File.ReadAllText(page).Contains("These people do not exist", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(page);
        }
    }

    [Fact]
    public void Count_ByColumnsWithAFilter_ShowsNotRecordedAndTotals()
    {
        using var file = new TemporaryFile("people.csv", People);

        var run = Run.Palermo("count", file.Path, "--by", "gender", "--where", "registered_year=2019 & !(citizenship=RO)", "-o", "csv");

        Assert.Equal(0, run.ExitCode);
        var cells = CsvTable.Read(run.Output).ToDictionary(o => o.Codes[0], o => o.Cell.ToString(), StringComparer.Ordinal);
        Assert.Equal(("2", "0", "1", "3"), (cells["woman"], cells["man"], cells[Axis.NotRecorded], cells[Axis.Total]));
    }

    [Fact]
    public void Determinations_UnderTextsAndDates_CountsWhoDiffersAndWhatIsMissing()
    {
        // One of each: met; met as a child alone; no means known; nothing but the purpose; a purpose that is not one.
        using var file = new TemporaryFile("facts.csv", "id,recruitment,deception,forced_labour,forced_criminality,under_18\n"
            + "a,true,true,true,,false\nb,true,,true,,true\nc,true,,true,,false\nd,,,true,,\ne,true,true,,true,false\n");

        var run = Run.Palermo("determinations", file.Path, "-i", "un-palermo,eu-2011-36", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        var tables = json.RootElement.EnumerateArray().ToArray();
        long Value(int table, params string[] codes) => tables[table].GetProperty("cells").EnumerateArray()
            .Single(c => c.GetProperty("codes").EnumerateArray().Select(x => x.GetString()).SequenceEqual(codes)).TryGetProperty("value", out var v) ? v.GetInt64() : -1;
        Assert.Equal((2, 0, 3, 5), (Value(0, "un-palermo/2000", "met"), Value(0, "un-palermo/2000", "not_met"), Value(0, "un-palermo/2000", "undetermined"), Value(0, "un-palermo/2000", Axis.Total)));
        // Forced criminality is a purpose of the European text and no stated one of the Protocol's.
        Assert.Equal(1, Value(1, "undetermined", "met"));
        Assert.Equal((3, 3, 5), (Value(1, "met", Axis.Total) + 1, Value(0, "eu-2011-36/2024", "met"), Value(1, Axis.Total, Axis.Total)));
        Assert.Equal(1, Value(2, "means", "either"));
        Assert.All(tables, t => Assert.Contains(t.GetProperty("notes").EnumerateArray(), n => n.GetString()!.StartsWith("Working output for those who hold the data", StringComparison.Ordinal)));
        Assert.Contains("palermo-facts 1", tables[0].GetProperty("provenance").GetProperty("mappings")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(64, tables[2].GetProperty("provenance").GetProperty("data")[0].GetProperty("sha256").GetString()!.Length);
    }

    [Theory]
    [InlineData(2, "-i", "no-such-text")]
    [InlineData(2, "--as-of", "yesterday")]
    [InlineData(1, "--as-of", "1990-01-01")]
    public void Determinations_ThatCannotBeMade_SayWhyAndPrintNothing(int exit, params string[] more)
    {
        using var file = new TemporaryFile("people.csv", People);

        var run = Run.Palermo(["determinations", file.Path, .. more]);

        Assert.Equal((exit, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Error.Trim());
    }

    [Fact]
    public void Determinations_OfRecordsWithoutAMapping_AreRefused()
    {
        var run = Run.Palermo("determinations", Path.Combine(SharedData.Repository, "data", "samples", "routes.csv"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no mapping to facts", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--threshold", "1")]
    [InlineData(2, "-o", "xlsx")]
    [InlineData(1, "--by", "nothing")]
    [InlineData(1, "--where", "gender=Woman")]
    [InlineData(1, "--where", "gender")]
    public void Count_ThatCannotBeDone_SaysWhyAndPrintsNothing(int exit, params string[] more)
    {
        using var file = new TemporaryFile("people.csv", People);

        var run = Run.Palermo(["count", file.Path, .. more]);

        Assert.Equal(exit, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error.Trim());
    }

    [Fact]
    public void Flows_AsJson_HasCorridorsAndRoles()
    {
        using var file = new TemporaryFile("people.csv", People);

        var run = Run.Palermo("flows", file.Path, "-o", "json");

        using var json = JsonDocument.Parse(run.Output);
        var tables = json.RootElement.EnumerateArray().ToDictionary(t => t.GetProperty("id").GetString()!, t => t.GetProperty("cells").EnumerateArray().ToDictionary(c => string.Join('>', c.GetProperty("codes").EnumerateArray().Select(x => x.GetString())), c => c), StringComparer.Ordinal);
        Assert.Equal(2, tables["flows-corridors"]["NG>IT"].GetProperty("value").GetInt64());
        Assert.Equal(3, tables["flows-roles"]["IT>destination"].GetProperty("value").GetInt64());
        Assert.Equal("not recorded", tables["flows-roles"]["IT>transit"].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("markdown")]
    [InlineData("csv")]
    [InlineData("sdmx-csv")]
    [InlineData("json-stat")]
    public void Report_MadeTwice_IsTheSameToTheByte(string format)
    {
        using var file = new TemporaryFile("people.csv", People);
        string[] words = ["report", "national", file.Path, "--year", "2019", "--country", "IT", "-o", format];

        var (first, second) = (Run.Palermo(words), Run.Palermo(words));

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Output, second.Output);
        Assert.NotEmpty(first.Output);
    }

    [Fact]
    public void Report_AsWorkbook_IsTheSameToTheByte()
    {
        using var file = new TemporaryFile("people.csv", People);
        var (one, two) = (file.Path + ".1.xlsx", file.Path + ".2.xlsx");
        foreach (var to in (string[])[one, two])
        {
            Assert.Equal(0, Run.Palermo("report", "national", file.Path, "--year", "2019", "-o", "xlsx", "--to", to).ExitCode);
        }

        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Fact]
    public void Report_AsText_SaysWhatMayAndMayNotBeSaid()
    {
        using var file = new TemporaryFile("people.csv", People);

        var run = Run.Palermo("report", "national", file.Path, "--year", "2019", "--country", "IT", "--pack", "sdg-16.2.2,eu-art-19a", "--exact");

        Golden.Matches(run.Output, "Statistics", "Verbs", "report.txt");
        Assert.Contains("5 people of IT in 2019 were recorded as victims", run.Output, StringComparison.Ordinal);
        Assert.Contains("That a blank cell is a zero.", run.Output, StringComparison.Ordinal);
        Assert.Contains("(unverified)", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing of this may be published as it stands", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_ShowsNoSmallCountAnywhere()
    {
        using var file = new TemporaryFile("people.csv", People);

        foreach (var format in (string[])["text", "json", "csv"])
        {
            var run = Run.Palermo("report", "national", file.Path, "--year", "2019", "--country", "IT", "--pack", "unodc-questionnaire", "--threshold", "10", "-o", format);
            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotContain("80 %", run.Output, StringComparison.Ordinal);
            Assert.DoesNotMatch(format switch { "json" => "\"value\": [1-9]", "csv" => ",[1-9][0-9]*,value", _ => "  [1-9][0-9]?  " }, run.Output);
        }
    }

    [Fact]
    public void Database_ThatIsNotNamed_IsAUsageError()
    {
        var run = Run.Palermo("count", "name", "--database");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("PALERMO_DATABASE", run.Error, StringComparison.Ordinal);
    }
}
