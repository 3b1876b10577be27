using System.Globalization;
using System.Text;
using System.Text.Json;
using Palermo.Estimation.Numerics;
using Palermo.Estimation.Resampling;
using Palermo.Estimation.Selection;
using Palermo.Tests.Cli;

namespace Palermo.Tests.Estimation.Verbs;

/// <summary>The verb as a script runs it: a process of its own, its exit codes and the whole of its JSON.</summary>
public sealed class EstimateVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-estimate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Mse(string table) => SharedData.File("mse", table + ".csv");

    private static JsonElement Json(Run run)
    {
        using var json = JsonDocument.Parse(run.Output);
        return json.RootElement.Clone();
    }

    private static Dictionary<string, JsonElement> Estimates(JsonElement report) =>
        report.GetProperty("estimates").EnumerateArray().ToDictionary(e => e.GetProperty("method").GetString()!);

    [Fact]
    public void Estimate_TheContractForScripts_HoldsEveryFieldAndTheReferenceNumbers()
    {
        var run = Run.Palermo("estimate", Mse("UKdat_5"), "--method", "independence,stepwise,bic-order2,bic,bic-average,dga,chao,sample-coverage", "--seed", "7", "--replicates", "60", "--output", "json", "--models");
        Assert.Equal("", run.Error.Trim());
        Assert.Equal(0, run.ExitCode);
        var report = Json(run);
        Assert.Equal(7, report.GetProperty("seed").GetInt64());
        Assert.Equal(60, report.GetProperty("replicates").GetInt32());
        Assert.Empty(report.GetProperty("refusals").EnumerateArray());
        var estimates = Estimates(report);
        Assert.Equal(["bic", "bic-average", "bic-order2", "chao", "dga", "independence", "sample-coverage", "stepwise"], estimates.Keys.Order(StringComparer.Ordinal));
        foreach (var e in estimates.Values)
        {
            Assert.True(e.GetProperty("low").GetDouble() < e.GetProperty("high").GetDouble());
            Assert.Equal(JsonValueKind.Number, e.GetProperty("estimate").ValueKind);
            Assert.NotEmpty(e.GetProperty("interval").GetString()!);
            Assert.NotEmpty(e.GetProperty("assumption").GetString()!);
            Assert.True(e.TryGetProperty("model", out _) && e.TryGetProperty("bic", out _));
        }

        var reference = Reference.Of("UKdat_5");
        Reference.Close(13444.1312090144, estimates["independence"].GetProperty("estimate").GetDouble(), 1e-8, "independence");
        Reference.Close(reference.GetProperty("stepwise").GetProperty("by_pthresh").GetProperty("0.02").GetProperty("point").GetDouble(), estimates["stepwise"].GetProperty("estimate").GetDouble(), 1e-6, "stepwise");
        Assert.Equal("bca", estimates["stepwise"].GetProperty("interval").GetString());
        var order3 = reference.GetProperty("all_models").GetProperty("bic_maxorder3");
        Reference.Close(order3.GetProperty("point").GetDouble(), estimates["bic"].GetProperty("estimate").GetDouble(), 1e-6, "bic");
        Assert.Equal(order3.GetProperty("best_model").GetString(), estimates["bic"].GetProperty("model").GetString());
        Reference.Close(order3.GetProperty("bic").GetDouble(), estimates["bic"].GetProperty("bic").GetDouble(), 1e-8, "bic of bic");

        var census = report.GetProperty("models");
        Assert.Equal((6893, 6519), (census.GetProperty("models").GetInt32(), census.GetProperty("existing").GetInt32()));
        Assert.Equal([(1, 1, 1), (2, 1023, 1023), (3, 5188, 5060), (4, 681, 435)], census.GetProperty("byOrder").EnumerateArray().Select(o => (o.GetProperty("order").GetInt32(), o.GetProperty("models").GetInt32(), o.GetProperty("existing").GetInt32())));
        Assert.Equal(JsonValueKind.Number, census.GetProperty("sumBic").ValueKind);
    }

    [Fact]
    public void Estimate_Models_HasTheChecksumOfThePackage()
    {
        var run = Run.Palermo("estimate", Mse("UKdat_4"), "--method", "independence", "--replicates", "0", "--models", "--output", "json");
        var expected = Reference.Of("UKdat_4").GetProperty("all_models").GetProperty("bic_maxorder3");
        var census = Json(run).GetProperty("models");
        Reference.Close(expected.GetProperty("sum_bic").GetDouble(), census.GetProperty("sumBic").GetDouble(), 1e-9, "sum of BIC");
        Assert.Equal(expected.GetProperty("n_models_existing").GetInt32(), census.GetProperty("existing").GetInt32());
    }

    [Fact]
    public void Estimate_SameSeed_IsTheSameBytes_OnOneThreadAndTwo()
    {
        string[] command = ["estimate", Mse("UKdat_4"), "--method", "stepwise,bic", "--replicates", "50", "--seed", "11", "--output", "json"];
        Assert.Equal(Run.Palermo([.. command, "--threads", "1"]).Output, Run.Palermo([.. command, "--threads", "2"]).Output);
    }

    [Theory]
    [InlineData("two.csv", "A,B,count\n1,0,50\n0,1,40\n1,1,10\n", "two-lists")]
    [InlineData("apart.csv", "A,B,C,D,count\n1,0,0,0,50\n0,1,0,0,40\n1,1,0,0,10\n0,0,1,0,30\n0,0,0,1,20\n0,0,1,1,5\n", "disconnected")]
    [InlineData("none.csv", "A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,10\n", "no-overlap")]
    [InlineData("giant.csv", "A,B,C,count\n1,0,0,1000000\n0,1,0,40\n0,0,1,30\n1,1,0,10\n1,0,1,9\n0,1,1,8\n", "one-cell")]
    [InlineData("negative.csv", "A,B,C,count\n1,0,0,-5\n0,1,0,4\n", "bad-input")]
    [InlineData("fractional.csv", "A,B,C,count\n1,0,0,4.5\n0,1,0,4\n", "bad-input")]
    [InlineData("twelve.csv", "A,B,C,D,E,F,G,H,I,J,K,L,count\n1,1,0,0,0,0,0,0,0,0,0,0,9\n0,1,1,1,1,1,1,1,1,1,1,1,9\n1,0,0,0,0,0,0,0,0,0,0,0,9\n", "too-many-lists")]
    [InlineData("empty.csv", "", "bad-input")]
    [InlineData("zero.csv", "A,B,C,count\n1,0,0,0\n0,1,0,0\n", "no-cases")]
    public void Estimate_DegenerateInput_IsAReasonAndNeverANumber(string name, string csv, string code)
    {
        var run = Run.Palermo("estimate", Write(name, csv), "--output", "json", "--replicates", "20");
        Assert.Equal(1, run.ExitCode);
        var report = Json(run);
        Assert.Empty(report.GetProperty("estimates").EnumerateArray());
        Assert.Contains(report.GetProperty("refusals").EnumerateArray(), r => r.GetProperty("code").GetString() == code && r.GetProperty("reason").GetString()!.Length > 20);
        Assert.True(!report.TryGetProperty("headline", out var headline) || headline.ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public void Estimate_DuplicateHistories_AreAddedAndSaid()
    {
        var csv = Write("twice.csv", "A,B,C,count\n1,0,0,30\n1,0,0,30\n0,1,0,40\n0,0,1,50\n1,1,0,9\n1,0,1,8\n0,1,1,7\n1,1,1,3\n");
        var report = Json(Run.Palermo("estimate", csv, "--method", "independence", "--replicates", "0", "--output", "json"));
        Assert.Equal(177, report.GetProperty("table").GetProperty("observed").GetInt64());
        Assert.Contains(report.GetProperty("cautions").EnumerateArray(), c => c.GetString()!.Contains("repeat a history", StringComparison.Ordinal));
    }

    [Fact]
    public void Estimate_ArtificialTable_IsRefusedWhereItMustBe()
    {
        var run = Run.Palermo("estimate", Mse("Artificial_3"), "--method", "all-pairs,no-highest-order,mth-darroch,independence", "--model", "[12,3]", "--replicates", "0", "--output", "json");
        Assert.Equal(1, run.ExitCode);
        var report = Json(run);
        Assert.Equal(["all-pairs", "headline", "model", "mth-darroch", "no-highest-order"], report.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("method").GetString()!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("headline").ValueKind);
    }

    [Theory]
    [InlineData("--method", "guesswork")]
    [InlineData("--replicates", "-1")]
    [InlineData("--output", "docx")]
    [InlineData("--output", "pdf")]
    [InlineData("--resamples", "nowhere.csv")]
    [InlineData("--links-missed", "1")]
    public void Estimate_WrongOption_IsUsage(string option, string value) =>
        Assert.Equal(2, Run.Palermo("estimate", Write("t.csv", "A,B,C,count\n1,0,0,5\n0,1,0,5\n0,0,1,5\n1,1,0,2\n"), option, value).ExitCode);

    [Fact]
    public void Estimate_NoSuchFile_SaysSo()
    {
        var run = Run.Palermo("estimate", Path.Combine(_folder, "absent.csv"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("neither a file nor a stored dataset", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Three layouts of the same draws give the same replicates, which are those of the library on the same tables.</summary>
    [Fact]
    public void Estimate_GivenResamples_AreRunInPlaceOfDraws_WhicheverWayTheyAreWritten()
    {
        var table = Reference.Table("UKdat_4");
        var draws = Enumerable.Range(0, 12).Select(r =>
        {
            var counts = new long[16];
            new SeededRandom(99, 5, (ulong)r).Multinomial(table.Observed, table.ToDoubles(), counts);
            return counts;
        }).ToArray();
        var lines = File.ReadLines(Mse("UKdat_4")).Skip(1).Where(l => l.Length > 0).Select(l => Enumerable.Range(0, 4).Sum(j => l.Split(',')[j] == "1" ? 1 << j : 0)).ToArray();
        string Bits(int h, string between) => string.Join(between, Enumerable.Range(0, 4).Select(j => (h >> j) & 1));
        var named = string.Join(',', Enumerable.Range(1, 15).Select(h => Bits(h, ""))) + "\n" + string.Join('\n', draws.Select(d => string.Join(',', d.Skip(1))));
        var plain = string.Join('\n', draws.Select(d => string.Join(',', lines.Select(h => d[h]))));
        var columns = string.Join(',', table.Lists) + "," + string.Join(',', draws.Select((_, r) => "r" + r.ToString(CultureInfo.InvariantCulture))) + "\n" + string.Join('\n', Enumerable.Range(1, 15).Select(h => Bits(h, ",") + "," + string.Join(',', draws.Select(d => d[h]))));
        var json = "[" + string.Join(',', draws.Select(d => "[" + string.Join(',', lines.Select(h => d[h])) + "]")) + "]";
        var selector = new Stepwise(4);
        var expected = draws.Select(d => selector.Run(table.WithCounts(d)).Estimate).ToArray();
        var (_, acceleration) = Bootstrap.Jackknife(table, t => selector.Run(t).Estimate);
        var interval = BootstrapInterval.From(expected, selector.Run(table).Estimate, acceleration);
        foreach (var (name, text) in new[] { ("named.csv", named), ("plain.csv", plain), ("columns.csv", columns), ("draws.json", json) })
        {
            var run = Run.Palermo("estimate", Mse("UKdat_4"), "--method", "stepwise", "--resamples", Write(name, text), "--replicate-estimates", "--output", "json");
            Assert.Equal(0, run.ExitCode);
            var stepwise = Estimates(Json(run))["stepwise"];
            var replicates = stepwise.GetProperty("replicateEstimates").EnumerateArray().Select(v => v.GetDouble()).ToArray();
            Assert.Equal(expected.Length, replicates.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], replicates[i], 1e-9 * expected[i]);
            }

            Reference.Close(interval.Bca.Low, stepwise.GetProperty("low").GetDouble(), 1e-9, name);
            Reference.Close(interval.Bca.High, stepwise.GetProperty("high").GetDouble(), 1e-9, name);
            Reference.Close(Reference.Of("UKdat_4").GetProperty("stepwise").GetProperty("bca_acceleration_p0.02").GetDouble(), stepwise.GetProperty("diagnostics").GetProperty("acceleration").GetDouble(), 1e-6, "acceleration");
        }

        Assert.Equal(1, Run.Palermo("estimate", Mse("UKdat_4"), "--method", "stepwise", "--resamples", Write("short.csv", "1,2,3\n"), "--output", "json").ExitCode);
    }

    [Fact]
    public void Estimate_LinkedRecordsListColumnsAndCountTable_AreOneTable()
    {
        var table = Reference.Table("Korea");
        var (records, people, cells) = (new StringBuilder("who,where\n"), new StringBuilder("sources,note\n"), new StringBuilder("b,c,d,sex\n"));
        var person = 0;
        for (var h = 1; h < 8; h++)
        {
            for (var i = 0; i < table[h]; i++, person++)
            {
                foreach (var list in Enumerable.Range(0, 3).Where(j => ((h >> j) & 1) == 1))
                {
                    records.Append(CultureInfo.InvariantCulture, $"P{person},{table.Lists[list]}\n");
                }

                people.AppendJoin(';', Enumerable.Range(0, 3).Where(j => ((h >> j) & 1) == 1).Select(j => table.Lists[j])).Append(",\"a, note\"\n");
                cells.Append(CultureInfo.InvariantCulture, $"{h & 1},{(h >> 1) & 1},{(h >> 2) & 1},{(person % 3 == 0 ? "" : "f")}\n");
            }
        }

        string Hash(params string[] arguments)
        {
            var run = Run.Palermo(["estimate", .. arguments, "--method", "independence", "--replicates", "0", "--output", "json"]);
            Assert.Equal(0, run.ExitCode);
            return Json(run).GetProperty("table").GetProperty("sha256").GetString()!;
        }

        var expected = Hash(Mse("Korea"));
        Assert.Equal(expected, Hash(Write("records.csv", records.ToString()), "--person", "who", "--list-column", "where"));
        Assert.Equal(expected, Hash(Write("people.csv", people.ToString()), "--list-column", "sources"));
        Assert.Equal(expected, Hash(Write("cells.csv", cells.ToString()), "--lists", "b,c,d"));
        Assert.DoesNotContain("P0", Run.Palermo("estimate", Path.Combine(_folder, "records.csv"), "--person", "who", "--list-column", "where", "--method", "independence", "--replicates", "0").Output, StringComparison.Ordinal);

        var stratified = Json(Run.Palermo("estimate", Path.Combine(_folder, "cells.csv"), "--lists", "b,c,d", "--strata", "sex", "--method", "independence", "--replicates", "0", "--output", "json", "--populations", Write("pop.csv", "sex,population\nf,100000\n")));
        var rows = stratified.GetProperty("strata").GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["f", "not recorded"], rows.Select(r => r.GetProperty("stratum").GetString()!));
        Reference.Close(stratified.GetProperty("strata").GetProperty("total").GetDouble(), rows.Sum(r => r.GetProperty("estimate").GetDouble()), 1e-9, "strata add up");
        Reference.Close(rows[0].GetProperty("estimate").GetDouble(), rows[0].GetProperty("ratePer100000").GetDouble(), 1e-9, "rate");
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("ratePer100000").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, stratified.GetProperty("covariates").ValueKind);
    }

    [Fact]
    public void Estimate_StoredDataset_IsReadByItsListColumns()
    {
        var csv = new StringBuilder("id,registered_year,control_threats,control_debt_bondage,exploitation_sexual,gender\n");
        var table = Reference.Table("HAV");
        var id = 0;
        for (var h = 1; h < 8; h++)
        {
            for (var i = 0; i < table[h]; i++, id++)
            {
                string Cell(int j) => ((h >> j) & 1) == 1 ? "true" : "false";
                csv.Append(CultureInfo.InvariantCulture, $"{id},2020,{Cell(0)},{Cell(1)},{Cell(2)},woman\n");
            }
        }

        csv.Append("x,2020,,true,false,woman\n");
        var data = Path.Combine(_folder, "data");
        var import = Run.Palermo("import", Write("cases.csv", csv.ToString()), "--data", data, "--as", "cases");
        Assert.True(import.ExitCode is 0 or 1, import.Error + import.Output);
        var run = Run.Palermo("estimate", "cases", "--data", data, "--lists", "control_threats,control_debt_bondage,exploitation_sexual", "--method", "independence", "--replicates", "0", "--output", "json");
        Assert.Equal(0, run.ExitCode);
        var report = Json(run);
        Reference.Close(388.483494836853, Estimates(report)["independence"].GetProperty("estimate").GetDouble(), 1e-6, "independence");
        Assert.Contains(report.GetProperty("cautions").EnumerateArray(), c => c.GetString()!.Contains("not recorded is not the same", StringComparison.Ordinal));
        Assert.Equal(2, Run.Palermo("estimate", "cases", "--data", data).ExitCode);
    }

    [Fact]
    public void Estimate_LinkageError_WidensTheInterval_AndSaysItsShare()
    {
        var run = Run.Palermo("estimate", Mse("UKdat_4"), "--method", "independence", "--replicates", "0", "--links-missed", "0.1", "--links-false", "0.05", "--output", "json");
        var linkage = Json(run).GetProperty("linkage").EnumerateArray().First(l => l.GetProperty("method").GetString() == "independence");
        Assert.InRange(linkage.GetProperty("linkageShare").GetDouble(), 0.01, 0.99);
        Assert.True(linkage.GetProperty("estimate").GetDouble() < 10694);
        var given = Run.Palermo("estimate", Mse("UKdat_4"), "--method", "independence", "--replicates", "0", "--linked", Mse("UKdat_4"), "--linked", Mse("UKdat_4"), "--output", "json");
        Assert.Equal(0, Json(given).GetProperty("linkage")[0].GetProperty("linkageShare").GetDouble(), 1e-12);
    }

    [Fact]
    public void Estimate_Html_IsAPageOfItsOwn_WithTablesBeforePictures()
    {
        var path = Path.Combine(_folder, "report.html");
        var run = Run.Palermo("estimate", Mse("UKdat_4"), "--method", "independence,stepwise,bic-average,dga-open", "--replicates", "20", "--sensitivity", "true", "--output", "html", "--file", path);
        Assert.Equal(0, run.ExitCode);
        var html = File.ReadAllText(path);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("<table", StringComparison.Ordinal) < html.IndexOf("<svg", StringComparison.Ordinal));
        Assert.Equal(5, html.Split("<svg").Length - 1);
        Assert.Contains("z0", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimate_HtmlInArabic_IsRightToLeft_AndSaysWhatItRestsOn()
    {
        var run = Run.Palermo("estimate", Mse("UKdat_4"), "--method", "independence,stepwise", "--replicates", "20", "--output", "html", "--language", "ar", "--links-missed", "0.05");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", run.Output, StringComparison.Ordinal);
        Assert.Contains("نتيجة عمل لمن لديهم البيانات", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Working output", run.Output, StringComparison.Ordinal);
    }
}
