using System.Diagnostics;
using System.Text.Json;

namespace Palermo.Tests.Records.Verbs;

/// <summary>The record verbs as a user runs them: a process of its own.</summary>
public sealed class RecordVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("palermo-verbs").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string Output) Palermo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private const string Good = "id,registered_year,control_threats,exploitation_sexual,gender\na,2020,true,false,woman\nb,2021,,true,man\n";

    [Fact]
    public void Check_CleanFile_IsDone_AndADoubtfulOneIsAFinding()
    {
        Assert.Equal(0, Palermo("check", Write("good.csv", Good)).Code);

        var (code, output) = Palermo("check", "--json", Write("bad.csv", Good + "c,2021,perhaps,true,woman\n"));
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("palermo-records", json.RootElement.GetProperty("dialect").GetString());
        Assert.Contains(json.RootElement.GetProperty("ledger").EnumerateArray(), l => l.GetProperty("check").GetString() == "unrecognised-value" && l.GetProperty("column").GetString() == "control_threats");
        Assert.DoesNotContain("perhaps", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Countries_ListsTheTextsThatWaitForAPerson()
    {
        var file = Write("unodc.csv", "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source\n"
            + string.Concat(((string[])["Nigerian", "Freedonian", "Freedonian"]).Select(c => $"FRA,France,R,S,Persons convicted,by citizenship,{c},Total,Total,2020,Counts,7,GLOTIP\n")));

        var (code, output) = Palermo("check", file, "--countries");
        Assert.Equal(1, code);
        Assert.Contains("Category: 1 rows read", output, StringComparison.Ordinal);
        Assert.Contains("2  Freedonian", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Freedonian", Palermo("check", file).Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(Palermo("check", file, "--countries", "--json").Output);
        var category = json.RootElement.GetProperty("countries").EnumerateArray().Single(c => c.GetProperty("column").GetString() == "Category");
        Assert.Equal("NG", category.GetProperty("texts")[0].GetProperty("code").GetString());
        Assert.Equal("Demonym", category.GetProperty("texts")[0].GetProperty("rule").GetString());
        Assert.InRange(category.GetProperty("texts")[0].GetProperty("confidence").GetDouble(), 0.9, 1);
        Assert.Equal("NotFound", category.GetProperty("review")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void CountryQueue_FilledIn_IsTakenByCheckAndImport()
    {
        var file = Write("people.csv", "id,registered_year,citizenship,exploitation_sexual,gender\n1,2020,Freedonian,,man\n2,2020,Freedonian,,man\n3,2020,QX,,woman\n");
        var data = Path.Combine(folder, "data");
        var queue = Path.Combine(folder, "queue.jsonl");

        Assert.Equal(1, Palermo("country", "queue", file, "--out", queue).Code);
        var lines = File.ReadAllLines(queue);
        Assert.Equal(2, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(("Freedonian", 2), (first.RootElement.GetProperty("text").GetString(), first.RootElement.GetProperty("rows").GetInt32()));
        Assert.Contains("country-not-read", Palermo("check", file, "--decisions", queue).Output, StringComparison.Ordinal);

        File.WriteAllText(queue, string.Join('\n', lines).Replace("\"countries\":[],\"class\":null,\"decidedBy\":\"\",\"decidedOn\":null", "\"countries\":[\"FR\"],\"class\":null,\"decidedBy\":\"desk 4\",\"decidedOn\":\"2026-03-01\"", StringComparison.Ordinal));
        Assert.DoesNotContain("country-not-read", Palermo("check", file, "--decisions", queue).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("country-not-read", Palermo("import", file, "--as", "people", "--decisions", queue, "--data", data).Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), Palermo("country", "queue", "people", "--data", data));

        Assert.Contains("country-not-read", Palermo("import", file, "--as", "undecided", "--data", data).Output, StringComparison.Ordinal);
        Assert.Equal(2, Palermo("country", "queue", "undecided", "--data", data).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(1, Palermo("check", file, "--decisions", Write("bad.jsonl", "{}\n")).Code);
    }

    [Fact]
    public void Describe_Columns_ShowNotRecordedAsItsOwn()
    {
        var (code, output) = Palermo("describe", "--json", Write("good.csv", Good));

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var threats = json.RootElement.GetProperty("columns").EnumerateArray().First(c => c.GetProperty("name").GetString() == "control_threats");
        Assert.Equal(1, threats.GetProperty("not_recorded").GetInt32());
        Assert.Equal((1, 0), (threats.GetProperty("counts").GetProperty("true").GetInt32(), threats.GetProperty("counts").GetProperty("false").GetInt32()));
    }

    [Fact]
    public void Convert_WithLoss_WritesTheFileAndTheReport()
    {
        var target = Path.Combine(folder, "out.jsonl");
        var losses = Path.Combine(folder, "losses.json");
        var (code, output) = Palermo("convert", Write("good.csv", Good), target, "--to", "htcds-2.0", "--losses", losses);

        Assert.Equal(1, code);
        Assert.Contains("Lost:", output, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(target).Length);
        using var json = JsonDocument.Parse(File.ReadAllText(losses));
        Assert.Contains(json.RootElement.GetProperty("losses").EnumerateArray(), l => l.GetProperty("column").GetString() == "exploitation_sexual" && l.GetProperty("value").GetString() == "false" && l.GetProperty("kind").GetString() == "dropped");
        Assert.Empty(Directory.GetFiles(folder, "*.part"));
    }

    [Fact]
    public void Convert_WithoutLoss_IsDone() =>
        Assert.Equal(0, Palermo("convert", Write("good.csv", Good), Path.Combine(folder, "out.parquet")).Code);

    [Fact]
    public void Convert_UnknownEnding_IsUsage() =>
        Assert.Equal(2, Palermo("convert", Write("good.csv", Good), Path.Combine(folder, "out.doc")).Code);

    [Fact]
    public void Check_AbsentFile_IsUsage() => Assert.Equal(2, Palermo("check", Path.Combine(folder, "none.csv")).Code);

    [Fact]
    public void Import_KilledAtAnyMoment_LeavesTheOldStateOrTheNew()
    {
        var data = Path.Combine(folder, "data");
        var file = Write("many.csv", "id,registered_year,control_threats,exploitation_sexual,gender\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},2020,true,false,woman\n")));
        Palermo("import", Write("good.csv", Good), "--as", "old", "--data", data);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll"), "import", file, "--as", "new", "--data", data })
        {
            start.ArgumentList.Add(argument);
        }

        for (var wait = 60; wait < 700; wait += 80)
        {
            using var process = Process.Start(start)!;
            if (!process.WaitForExit(wait))
            {
                process.Kill();
                process.WaitForExit();
            }

            var listed = Palermo("datasets", "--data", data);
            Assert.Equal(0, listed.Code);
            Assert.Contains("old  2 rows", listed.Output, StringComparison.Ordinal);
            Assert.True(!listed.Output.Contains("new", StringComparison.Ordinal) || listed.Output.Contains("new  300,000 rows", StringComparison.Ordinal), listed.Output);
        }

        Assert.Equal(0, Palermo("import", file, "--as", "new", "--data", data).Code);
        Assert.Contains("new  300,000 rows", Palermo("datasets", "--data", data).Output, StringComparison.Ordinal);
        Assert.Equal(0, Palermo("export", "new", Path.Combine(folder, "new.csv"), "--data", data).Code);
        Assert.Equal(300_001, File.ReadLines(Path.Combine(folder, "new.csv")).Count());
    }

    [Fact]
    public void DescribeAndConvert_TakeAStoredDatasetsName()
    {
        var data = Path.Combine(folder, "data");
        var file = Write("good.csv", Good);
        Assert.Equal(0, Palermo("import", file, "--as", "first", "--data", data).Code);

        var (described, output) = Palermo("describe", "first", "--json", "--data", data);
        Assert.Equal(0, described);
        using var stored = JsonDocument.Parse(output);
        using var direct = JsonDocument.Parse(Palermo("describe", file, "--json").Output);
        Assert.Equal("first", stored.RootElement.GetProperty("file").GetString());
        Assert.Equal(direct.RootElement.GetProperty("sha256").GetString(), stored.RootElement.GetProperty("sha256").GetString());
        Assert.Equal(direct.RootElement.GetProperty("columns").GetRawText(), stored.RootElement.GetProperty("columns").GetRawText());

        var (fromFile, fromStore) = (Path.Combine(folder, "file.csv"), Path.Combine(folder, "store.csv"));
        // The file's identifiers have no place in the other dialect and are lost; a dataset never had them.
        Assert.Equal(1, Palermo("convert", file, fromFile, "--to", "ctdc-63").Code);
        Assert.Equal(0, Palermo("convert", "first", fromStore, "--to", "ctdc-63", "--data", data).Code);
        Assert.Equal(File.ReadAllText(fromFile), File.ReadAllText(fromStore));

        var none = Path.Combine(folder, "none");
        Assert.Equal(2, Palermo("describe", "other", "--data", data).Code);
        Assert.Equal(2, Palermo("convert", "other", fromStore, "--data", none).Code);
        Assert.False(Directory.Exists(none));
    }

    [Fact]
    public void Import_Datasets_Export_Erase_FollowEachOther()
    {
        var data = Path.Combine(folder, "data");
        var target = Path.Combine(folder, "out.csv");

        Assert.Equal(0, Palermo("import", Write("good.csv", Good), "--as", "first", "--data", data).Code);
        Assert.Contains("first  2 rows  palermo-records", Palermo("datasets", "--data", data).Output, StringComparison.Ordinal);
        Assert.Equal(0, Palermo("export", "first", target, "--data", data).Code);
        var lines = File.ReadAllLines(target);
        Assert.Equal(3, lines.Length);
        Assert.Contains("woman", lines[1], StringComparison.Ordinal);
        Assert.StartsWith(",", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, Palermo("datasets", "erase", "first", "--data", data).Code);
        Assert.Equal(0, Palermo("datasets", "erase", "first", "--for-ever", "--data", data).Code);
        Assert.Contains("ERASED", Palermo("datasets", "--data", data).Output, StringComparison.Ordinal);
    }
}
