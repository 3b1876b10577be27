using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Records.Store;
using Palermo.Web.Features.Estimate;
using Palermo.Web.Jobs;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Pages;

/// <summary>An application whose estimates are kept in a folder that outlives it.</summary>
/// <param name="store">A folder of stored datasets; null for the samples.</param>
public sealed class EstimateSite(string folder, string? store = null) : Site
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Estimates:Folder", folder);
        if (store is not null)
        {
            builder.UseSetting("Datasets:Folder", store);
            builder.UseSetting("Datasets:Samples", "false");
        }
    }
}

public sealed class EstimateTests : IDisposable
{
    /// <summary>Four invented lists of 1,044 people.</summary>
    internal const string Table = "A,B,C,D,count\n1,0,0,0,210\n0,1,0,0,260\n0,0,1,0,180\n0,0,0,1,240\n1,1,0,0,31\n1,0,1,0,22\n1,0,0,1,27\n0,1,1,0,24\n0,1,0,1,25\n0,0,1,1,18\n1,1,1,0,3\n1,1,0,1,2\n0,1,1,1,2\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-estimates-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<JsonElement> Asked(HttpClient client, object body)
    {
        var response = await client.PostAsJsonAsync("/api/v1/estimates", body, Stop);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).Clone();
    }

    private static async Task<JsonElement> Finished(HttpClient client, string address)
    {
        for (var i = 0; i < 600; i++)
        {
            var job = await client.GetFromJsonAsync<JsonElement>(address, Stop);
            if (job.GetProperty("state").GetString() is "done" or "cancelled" or "failed")
            {
                return job;
            }

            await Task.Delay(100, Stop);
        }

        throw new TimeoutException("the estimate did not end");
    }

    [Fact]
    public async Task Api_AsksWaitsAndHoldsTheReport_WithoutOverlaps()
    {
        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        var job = await Asked(client, new { csv = Table, methods = new[] { "independence", "stepwise" }, seed = 5, replicates = 40 });
        var done = await Finished(client, job.GetProperty("address").GetString()!);
        Assert.Equal("done", done.GetProperty("state").GetString());
        var report = done.GetProperty("report");
        Assert.Equal(5, report.GetProperty("seed").GetInt64());
        Assert.Equal(["independence", "stepwise"], report.GetProperty("estimates").EnumerateArray().Select(e => e.GetProperty("method").GetString()!));
        Assert.Empty(report.GetProperty("table").GetProperty("overlaps").EnumerateArray());
        Assert.Empty(report.GetProperty("table").GetProperty("seenTimes").EnumerateArray());
        Assert.Contains((await client.GetFromJsonAsync<JsonElement>("/api/v1/estimates", Stop)).GetProperty("estimates").EnumerateArray(), j => j.GetProperty("id").GetString() == job.GetProperty("id").GetString());
    }

    /// <summary>People split by sex, one part of three people: it is not shown, nor what gives it away; no count below ten stands anywhere.</summary>
    [Fact]
    public async Task Api_Strata_AddUp_AndNoSmallCountIsShown()
    {
        var csv = new StringBuilder("A,B,C,D,sex,count\n");
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')))
        {
            foreach (var (sex, times) in new[] { ("f", 3), ("m", 2) })
            {
                csv.Append(CultureInfo.InvariantCulture, $"{string.Join(',', line[..4])},{sex},{times * int.Parse(line[4], CultureInfo.InvariantCulture)}\n");
            }
        }

        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        var two = await Finished(client, (await Asked(client, new { csv = csv.ToString(), strata = new[] { "sex" }, methods = new[] { "independence" }, replicates = 20, sensitivity = true })).GetProperty("address").GetString()!);
        var report = two.GetProperty("report");
        foreach (var part in new[] { "strata", "covariates" })
        {
            var rows = report.GetProperty(part).GetProperty("rows").EnumerateArray().ToArray();
            Assert.Equal(["f", "m"], rows.Select(r => r.GetProperty("stratum").GetString()!));
            Assert.Equal(report.GetProperty(part).GetProperty("total").GetDouble(), rows.Sum(r => r.GetProperty("estimate").GetDouble()), 1e-6);
        }

        csv.Append("1,0,0,0,x,3\n");
        var three = await Finished(client, (await Asked(client, new { csv = csv.ToString(), strata = new[] { "sex" }, methods = new[] { "independence" }, replicates = 0, sensitivity = true })).GetProperty("address").GetString()!);
        report = three.GetProperty("report");
        Assert.Equal(["m", "x"], report.GetProperty("strata").GetProperty("rows").EnumerateArray().Where(r => r.GetProperty("observed").ValueKind == JsonValueKind.Null).Select(r => r.GetProperty("stratum").GetString()!));
        NoSmallCount(report);
        var page = await client.Get("/en" + three.GetProperty("address").GetString()!["/api/v1".Length..]);
        Assert.Contains("Not shown: few people", page.Words, StringComparison.Ordinal);
    }

    /// <summary>Rates of the parts whose population is known, the census of models, and how often each method held a truth like this table's.</summary>
    [Fact]
    public async Task Api_PopulationsAndValidation_GiveRatesAndWhatEachMethodIsWorth()
    {
        var csv = new StringBuilder("A,B,C,D,sex,count\n");
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')))
        {
            csv.Append(CultureInfo.InvariantCulture, $"{string.Join(',', line[..4])},f,{line[4]}\n{string.Join(',', line[..4])},m,{line[4]}\n");
        }

        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        var asked = await Asked(client, new { csv = csv.ToString(), strata = new[] { "sex" }, populations = new Dictionary<string, int> { ["f"] = 50_000 }, methods = new[] { "stepwise" }, replicates = 0, validate = 2 });
        var report = (await Finished(client, asked.GetProperty("address").GetString()!)).GetProperty("report");
        foreach (var part in new[] { "strata", "covariates" })
        {
            var rows = report.GetProperty(part).GetProperty("rows").EnumerateArray().ToArray();
            Assert.Equal(2 * rows[0].GetProperty("estimate").GetDouble(), rows[0].GetProperty("ratePer100000").GetDouble(), 1e-6);
            Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("ratePer100000").ValueKind);
        }

        Assert.Equal(113, report.GetProperty("models").GetProperty("models").GetInt32());
        Assert.NotEmpty(report.GetProperty("validation").EnumerateArray());
        var page = await client.Get("/en" + asked.GetProperty("address").GetString()!["/api/v1".Length..]);
        Assert.All(new[] { "Per 100,000", "If one model were the truth", "113 models" }, words => Assert.Contains(words, page.Words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_NamesOfListsAndFile_AreText()
    {
        var table = CaptureCsv.Read(new StringReader(Table)).Table!;
        var named = CaptureTable.Create(["<b>A", "B&C", "\"D\"", "E"], table.Counts);
        var report = Ensemble.Run(named, new EstimationOptions { Methods = ["independence"], Replicates = 0 }, stop: Stop);
        foreach (var language in Language.All)
        {
            var html = await PrintedEstimate.HtmlAsync(report, "<i>t", language);
            Assert.DoesNotContain("<b>A", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<i>t", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        }
    }

    /// <summary>What is said about the lines of a table has words in every language, and tells no small number of people.</summary>
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    [InlineData("es")]
    public void Cautions_HaveWordsInEveryLanguage(string language)
    {
        var texts = Texts.In(Language.Find(language)!);
        foreach (var caution in ReadingNotes.All.Values.Select(n => n is ReadingNotes.NoCount or ReadingNotes.Unobservable ? n : n + ": 12").Append(Gate.FewShared))
        {
            Assert.NotEqual(Remarks.Caution(caution, Texts.In(Language.English)), Remarks.Caution(caution, texts));
        }

        Assert.Contains("12", Remarks.Caution(ReadingNotes.Nowhere + ": 12", texts), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryMethod_HasANameAndAnAssumptionInEveryLanguage() =>
        Assert.All(Language.All, l => Assert.All(Methods.Names.Add("model"), m => Assert.True(Texts.In(l).Has("estimate.method." + m) && Texts.In(l).Has("estimate.assumes." + m), m)));

    [Fact]
    public async Task Api_FewPeopleLeftOut_AreNotCounted()
    {
        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        var people = "A,B,C\n" + string.Concat(Enumerable.Repeat("1,0,0\n0,1,0\n0,0,1\n1,1,0\n1,0,1\n0,1,1\n1,1,1\n", 20)) + ",1,0\n1,,1\n";
        var done = await Finished(client, (await Asked(client, new { csv = people, methods = new[] { "independence" }, replicates = 0 })).GetProperty("address").GetString()!);
        Assert.Contains(done.GetProperty("report").GetProperty("cautions").EnumerateArray(), c => c.GetString() == ReadingNotes.Unknown + ": fewer than 10");
    }

    /// <summary>A table whose rare histories would show by subtraction: the parts that give them away are gone.</summary>
    [Fact]
    public async Task Api_RareHistories_AreNotToBeHadBySubtraction()
    {
        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        var rare = Table.Replace("0,0,0,1,240", "0,0,0,1,4", StringComparison.Ordinal);
        var done = await Finished(client, (await Asked(client, new { csv = rare, methods = new[] { "independence" }, replicates = 0, sensitivity = true })).GetProperty("address").GetString()!);
        NoSmallCount(done.GetProperty("report"));
        Assert.DoesNotContain(done.GetProperty("report").GetProperty("sensitivity").EnumerateArray(), s => s.GetProperty("kind").GetString() == "drop" && s.GetProperty("what").GetString() == "D");
        Assert.NotEmpty(done.GetProperty("report").GetProperty("sensitivity").EnumerateArray());
    }

    private static void NoSmallCount(JsonElement report)
    {
        var n = report.GetProperty("table").GetProperty("observed").GetInt64();
        foreach (var (name, value) in Counts(report, ""))
        {
            Assert.True(value == 0 || value >= 10, name);
            Assert.True(n - value == 0 || n - value >= 10, name);
        }

        foreach (var check in report.GetProperty("checks").EnumerateArray())
        {
            Assert.True(check.GetProperty("known").GetInt64() - check.GetProperty("seen").GetInt64() is 0 or >= 10);
        }
    }

    private static IEnumerable<(string Name, long Value)> Counts(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Counts(p.Value, p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Counts(e, name)),
        JsonValueKind.Number when name is "observed" or "known" or "seen" or "both" or "listTotals" or "seenTimes" => [(name, element.GetInt64())],
        _ => [],
    };

    [Fact]
    public async Task Page_ColumnToSplitByThatIsNotThere_SaysWhere()
    {
        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        Assert.Contains("name=\"strata\"", (await client.Get("/en/estimates")).Html, StringComparison.Ordinal);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Table)), "file", "lists.csv" }, { new StringContent("sex"), "strata" } };
        var page = await client.Post("/en/estimates", form);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("no such column", page.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"csv": "A,B,C,count\n1,0,0,-4\n"}""", "negative")]
    [InlineData("""{"dataset": "nothing", "lists": ["a", "b", "c"]}""", "no_dataset")]
    [InlineData("""{"csv": "A,B,C,count\n1,0,0,4\n", "methods": ["guess"]}""", "method")]
    [InlineData("""{"csv": "A,B,C,sex,count\n1,0,0,f,4\n", "strata": ["sex"], "populations": {"x": 5}}""", "populations")]
    [InlineData("""{"csv": "A,B,C,count\n1,0,0,4\n", "validate": 100000}""", "validate")]
    [InlineData("""[1]""", "JSON object")]
    [InlineData("{", "not JSON")]
    public async Task Api_BadRequest_SaysWhereAndWhy(string body, string why)
    {
        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await client.PostAsync(new Uri("/api/v1/estimates", UriKind.Relative), content, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(why, await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryRoute_NeedsTheRight()
    {
        using var site = new EstimateSite(_folder);
        using var other = site.Holder(Right.ReadCounts);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.Get("/en/estimates")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.Get("/api/v1/estimates")).Status);
        using var nobody = site.Visitor();
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.Get("/api/v1/estimates")).Status);
    }

    [Fact]
    public async Task AJobCutOffByAStop_IsBegunAgain_AndEndsWithTheSameReport()
    {
        string address, first;
        using (var site = new EstimateSite(_folder))
        {
            using var client = site.Holder(Right.Estimate);
            var whole = await Asked(client, new { csv = Table, methods = new[] { "stepwise", "bic" }, seed = 5, replicates = 60 });
            first = (await Finished(client, whole.GetProperty("address").GetString()!)).GetProperty("report").GetRawText();

            // Long enough that the server stops in the middle of it.
            var job = await Asked(client, new { csv = Table, methods = new[] { "stepwise", "bic" }, seed = 5, replicates = 60 });
            var folder = site.Services.GetRequiredService<EstimateFolder>();
            address = job.GetProperty("address").GetString()!;
            await Finished(client, address);

            // As a stop leaves it: running, begun once, no report.
            var cut = folder.Find(job.GetProperty("id").GetString()!)!;
            folder.Save(cut with { State = JobState.Running, Starts = 1, Percent = 40 });
            File.Delete(Path.Combine(_folder, cut.Id, "report.json"));
        }

        using (var again = new EstimateSite(_folder))
        {
            using var client = again.Holder(Right.Estimate);
            var done = await Finished(client, address);
            Assert.Equal(("done", 2), (done.GetProperty("state").GetString(), done.GetProperty("starts").GetInt32()));
            Assert.Equal(first, done.GetProperty("report").GetRawText());
        }
    }

    [Fact]
    public async Task AJobThatWasBegunThreeTimes_IsGivenUp()
    {
        string address;
        using (var site = new EstimateSite(_folder))
        {
            using var client = site.Holder(Right.Estimate);
            var job = await Asked(client, new { csv = Table, methods = new[] { "independence" }, replicates = 0 });
            address = job.GetProperty("address").GetString()!;
            await Finished(client, address);
            var folder = site.Services.GetRequiredService<EstimateFolder>();
            folder.Save(folder.Find(job.GetProperty("id").GetString()!)! with { State = JobState.Running, Starts = 3 });
        }

        using var again = new EstimateSite(_folder);
        using var other = again.Holder(Right.Estimate);
        Assert.Equal("failed", (await Finished(other, address)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task ACancelledJob_EndsAndStaysCancelled()
    {
        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        var job = await Asked(client, new { csv = Table, replicates = 5000 });
        var address = job.GetProperty("address").GetString()!;
        var cancelled = await client.DeleteFromJsonAsync<JsonElement>(address, Stop);
        Assert.Equal("cancelled", cancelled.GetProperty("state").GetString());
        var next = await Asked(client, new { csv = Table, methods = new[] { "independence" }, replicates = 0 });
        Assert.Equal("done", (await Finished(client, next.GetProperty("address").GetString()!)).GetProperty("state").GetString());
        Assert.Equal("cancelled", (await Finished(client, address)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Page_UploadedTable_ShowsProgressThenTheReport_AndItsFiles(string language)
    {
        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Table)), "file", "lists.csv" },
            { new StringContent("30"), "replicates" },
            { new StringContent("3"), "seed" },
            { new StringContent("on"), "sensitivity" },
        };
        var asked = await client.Post($"/{language}/estimates", form);
        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        var page = asked.Response.Headers.Location!.OriginalString;
        var open = await client.Get(page);
        Assert.Equal(HttpStatusCode.OK, open.Status);
        await Finished(client, "/api/v1/estimates/" + page.Split('/')[^1]);
        var report = await client.Get(page);
        Assert.Contains("estimate-picture", report.Html, StringComparison.Ordinal);
        Assert.True(report.Html.IndexOf("<table", StringComparison.Ordinal) < report.Html.IndexOf("estimate-picture", StringComparison.Ordinal));
        Assert.DoesNotContain(" style=\"", report.Html, StringComparison.Ordinal);
        foreach (var (format, kind) in new[] { ("text", "text/plain"), ("json", "application/json"), ("html", "text/html") })
        {
            var file = await client.Get(page + "/" + format);
            Assert.Equal(HttpStatusCode.OK, file.Status);
            Assert.Equal(kind, file.Response.Content.Headers.ContentType!.MediaType);
        }

        if (Palermo.Web.Printing.HeadlessBrowser.Find() is not null)
        {
            var pdf = await client.Get(page + "/pdf");
            Assert.StartsWith("%PDF", pdf.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_BadTable_NamesThePlaces_AndKeepsNothing()
    {
        using var site = new EstimateSite(_folder);
        using var client = site.Holder(Right.Estimate);
        using var form = new MultipartFormDataContent { { new ByteArrayContent("A,B,C,count\n1,0,0,7.5\n"u8.ToArray()), "file", "lists.csv" } };
        var page = await client.Post("/en/estimates", form);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("line 2", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("7.5", page.Words, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder));
    }

    [Fact]
    public async Task Page_Dataset_OffersItsYesOrNoColumnsAsLists_AndEstimatesFromThem()
    {
        var data = Directory.CreateTempSubdirectory("palermo-estimate-data-");
        var file = Path.Combine(data.FullName, "seen.csv");
        await File.WriteAllLinesAsync(file, (string[])["recruitment,transportation,transfer,harbouring", .. Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(','))
            .SelectMany(l => Enumerable.Repeat(string.Join(',', l[..4].Select(c => c == "1" ? "yes" : "no")), int.Parse(l[4], CultureInfo.InvariantCulture)))], Stop);
        var store = Path.Combine(data.FullName, "store");
        DatasetStore.Open(store, TimeProvider.System).Import(file, "seen", cancel: Stop);
        using var site = new EstimateSite(_folder, store);
        using var client = site.Holder(Right.Estimate);
        string[] lists = ["recruitment", "transportation", "transfer"];
        var page = await client.Get("/en/estimates?data=seen");
        Assert.All(lists, l => Assert.Contains($"value=\"{l}\"", page.Html, StringComparison.Ordinal));
        var job = await Asked(client, new { dataset = "seen", lists, methods = new[] { "independence" }, replicates = 0 });
        Assert.Equal("done", (await Finished(client, job.GetProperty("address").GetString()!)).GetProperty("state").GetString());
        data.Delete(recursive: true);
    }
}
