using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Report;
using Palermo.Web.Localization;
using Palermo.Web.Printing;
using Palermo.Web.Security;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;

namespace Palermo.Web.Tests.Reports;

/// <summary>The national report of the made-up sample, as HTML and as PDF, in six languages.</summary>
public sealed partial class ReportTests(Site site) : IClassFixture<Site>
{
    public static TheoryData<string> SixLanguages => [.. Language.Reports.Select(l => l.Tag)];

    [Theory]
    [MemberData(nameof(SixLanguages))]
    public async Task Html_InEachLanguage_IsTheSameEachTime_AndSpeaksIt(string tag)
    {
        var language = Language.FindReport(tag)!;
        var html = await PrintedReport.HtmlAsync(await Report(2022), language, madeUp: true);
        var again = await PrintedReport.HtmlAsync(await Report(2022), language, madeUp: true);
        Assert.Equal(html, again);
        Assert.StartsWith($"<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"{(tag == "ar" ? "rtl" : "ltr")}\">", html, StringComparison.Ordinal);
        var texts = Texts.In(language);
        Assert.Contains(texts["report.section.not"], html, StringComparison.Ordinal);
        Assert.Contains(texts["data.sample.warning"], html, StringComparison.Ordinal);
        Assert.Contains(texts["report.table.sdg-16-2-2"], System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotMatch(OutsideAddress(), html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<html", html[20..], StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        if (tag is "ar" or "ru" or "zh")
        {
            // A code without words would stand in Latin letters, in a heading or in a picture.
            Assert.Empty(CodeShown().Matches(html).Select(m => m.Value));
        }
    }

    [Theory]
    [MemberData(nameof(SixLanguages))]
    public async Task EverySentence_HasItsWords(string tag)
    {
        var texts = Texts.In(Language.FindReport(tag)!);
        var report = await Report(2022);
        Assert.All(report.MayBeSaid.Concat(report.MayNotBeSaid).Concat(report.Methods), s => Assert.Null(texts.Say(s, report).Language));
        Assert.All(report.Tables.Concat(report.FlowTables), t => Assert.Null(texts.Title(t).Language));
    }

    /// <summary>Titles, variables and every code of every closed list, of all packs; codes of open lists are the data's own, and a band of ages in figures needs no words.</summary>
    [Theory]
    [MemberData(nameof(SixLanguages))]
    public async Task EveryPack_HasItsWords(string tag)
    {
        var texts = Texts.In(Language.FindReport(tag)!);
        var report = await Report(2022);
        Assert.Equal(TablePack.Default.Tables.Select(t => t.Pack).Distinct().Order(), report.Tables.Select(t => TablePack.Default.Tables.Single(d => d.Id == t.Id).Pack).Distinct().Order());
        foreach (var table in report.Tables)
        {
            Assert.Null(texts.Title(table).Language);
            foreach (var axis in table.Axes)
            {
                Assert.True(texts.Variable(axis.Name).Language is null, $"{tag}: {axis.Name}");
                foreach (var code in axis.Name is "year" or "quarter" or "nationality" ? [] : axis.Codes.Where(c => c.Any(char.IsLetter)))
                {
                    Assert.True(texts.Code(axis.Name, code).Language is null, $"{tag}: {axis.Name} {code}");
                }
            }
        }

        if (tag != "en")
        {
            Assert.NotEqual(texts["report.code.exploitation.domestic"], texts["report.code.domestic"]);
        }
    }

    [Fact]
    public void SixLanguages_HaveTheSameWords()
    {
        // The folders whose words a report is made of; the other folders are words of pages.
        string[] folders = ["Charts", "Wording", "Features/Flows", "Features/Report"];
        var shared = folders.SelectMany(f => XDocument.Load(Path.Combine(Golden.Repository, "src", "Palermo.Web", f, "Texts.resx")).Root!.Elements("data").Select(d => d.Attribute("name")!.Value)).ToList();
        Assert.True(shared.Count > 200);
        foreach (var language in Language.Reports)
        {
            var texts = Texts.In(language);
            Assert.Empty(shared.Where(k => !texts.Has(k) || string.IsNullOrWhiteSpace(texts[k])));
            Assert.Empty(shared.Where(k => !Holes(Texts.In(Language.English)[k]).SetEquals(Holes(texts[k]))));
        }

        static HashSet<string> Holes(string words) => [.. Hole().Matches(words).Select(m => m.Value)];
    }

    [Fact]
    public async Task Html_HoldsNoCountUnderTheThreshold()
    {
        var report = await Report(2012);
        Assert.NotEmpty(report.Tables.SelectMany(t => t.Observations).Where(o => o.Cell.State == Palermo.Statistics.Counts.CellState.Suppressed));
        var html = await PrintedReport.HtmlAsync(report, Language.English);
        Assert.DoesNotMatch(SmallNumberCell(), html);
        Assert.Contains("[c]", html, StringComparison.Ordinal);
    }

    /// <summary>Under every table its definition, mapping, data with hash, and query; under every picture the data with hash.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Html_SaysUnderEachTable_WhatItsFiguresRestOn(string tag)
    {
        var report = await Report(2022);
        var html = await PrintedReport.HtmlAsync(report, Language.FindReport(tag)!);
        var hash = report.Origin.Sha256!;
        Assert.Equal(64, hash.Length);
        var filled = report.Tables.Where(t => !ReportTables.IsBlank(t)).Concat(report.FlowTables).ToList();
        Assert.True(filled.Count > 5);
        foreach (var table in filled)
        {
            // The corridors are a picture with its table; all others have a heading of their own.
            var from = html.IndexOf(table.Id == "flows-corridors" ? "id=\"p-corridors\"" : $"id=\"t-{table.Id}\"", StringComparison.Ordinal);
            Assert.True(from >= 0, table.Id);
            var end = html.IndexOf("class=\"sub-table\"", from, StringComparison.Ordinal);
            var part = System.Net.WebUtility.HtmlDecode(html[from..(end < 0 ? html.Length : end)]);
            var p = table.Provenance;
            Assert.NotEmpty(p.Query);
            Assert.Contains(hash, p.Origins.Select(o => o.Sha256));
            if (!table.Id.StartsWith("flows-", StringComparison.Ordinal))
            {
                Assert.NotEmpty(p.Definitions);
                Assert.NotEmpty(p.Mappings);
            }

            // Among Arabic words a name or a query stands apart as one run from left to right.
            var (definition, mapping, law, query) = tag == "en" ? ("table ", "mapping ", "law ", "query: ") : ("الجدول \u2066", "المطابقة \u2066", "القانون \u2066", "الاستعلام: \u2066");
            Assert.All(p.Definitions.Select(d => definition + d).Concat(p.Mappings.Select(m => mapping + m)).Concat(p.Laws.Select(l => law + l)).Append(hash).Append(query + p.Query),
                words => Assert.True(part.Contains(words, StringComparison.Ordinal), $"{table.Id}: {words}"));
        }

        Assert.NotEmpty(FigureSource().Matches(html));
        Assert.All(FigureSource().Matches(html), m => Assert.Contains(hash, m.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [InlineData("fr")]
    [InlineData("ru")]
    public async Task Pdf_HasItsWords_Tags_AndPageNumbers(string tag)
    {
        Assert.SkipUnless(HeadlessBrowser.Find() is not null, "needs Chromium (Debian: apt-get install chromium), or PALERMO_CHROMIUM");
        var language = Language.FindReport(tag)!;
        var pdf = await PrintedReport.PdfAsync(await Report(2022), language, madeUp: true, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", $"report-{tag}.pdf"), pdf!, TestContext.Current.CancellationToken);
        using var document = PdfDocument.Open(pdf!);
        var catalog = document.Structure.Catalog.CatalogDictionary;
        Assert.True(catalog.TryGet(NameToken.Create("StructTreeRoot"), out _), "the PDF is not tagged");
        Assert.True(catalog.TryGet(NameToken.Create("MarkInfo"), out _));
        Assert.True(catalog.TryGet(NameToken.Create("Lang"), out var lang) && lang.ToString()!.Contains(tag, StringComparison.Ordinal));
        var pages = document.GetPages().ToList();
        Assert.True(pages.Count is > 2 and < 40, $"{pages.Count} pages");
        foreach (var page in pages)
        {
            var foot = string.Concat(page.Letters.Where(l => l.Location.Y < 60).OrderBy(l => l.Location.X).Select(l => l.Value)).Replace(" ", "", StringComparison.Ordinal);
            Assert.Contains(tag == "ar" ? $"{pages.Count}/{page.Number}" : $"{page.Number}/{pages.Count}", foot, StringComparison.Ordinal);
            // Nothing printed reaches beyond the paper: a label that does is cut off.
            Assert.Empty(page.Letters.Where(l => !string.IsNullOrWhiteSpace(l.Value) && (l.BoundingBox.Left < -1 || l.BoundingBox.Right > page.Width + 1)).Select(l => $"page {page.Number}: {l.Value}"));
        }

        var words = string.Concat(pages.Select(p => p.Text)).Replace(" ", "", StringComparison.Ordinal);
        var texts = Texts.In(language);
        var read = tag == "ar" ? RightToLeft.Read(pages) : words;
        foreach (var key in new[] { "report.section.say", "report.section.methods", "report.table.unodc-victims-sex-age", "data.sample.warning" })
        {
            Assert.Contains(tag == "ar" ? RightToLeft.Bare(texts[key]) : texts[key].Replace(" ", "", StringComparison.Ordinal), read, StringComparison.Ordinal);
        }

        Assert.Contains("SHA-256", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_GiveTheReport_AndRefuseWithoutTheRight()
    {
        using var inside = site.Holder(Right.ReadCounts);
        using var outside = site.Visitor();
        var page = await inside.Get("/en/report?data=sample-routes&year=2021&country=GB&language=zh");
        Assert.Contains("贩运人口", page.Html, StringComparison.Ordinal);
        Assert.Contains("<div class=\"report\" lang=\"zh\"", page.Html, StringComparison.Ordinal);
        var html = await inside.Get("/en/report/html?data=sample-routes&year=2021&country=GB&language=zh");
        Assert.Equal("national-report-GB-2021-zh.html", html.Response.Content.Headers.ContentDisposition!.FileName);
        foreach (var closed in new[] { "report", "report/pdf", "report/html", "report/json" })
        {
            var refused = await outside.Get($"/en/{closed}?data=sample-routes");
            Assert.True(refused.Status is System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.SeeOther, closed);
            Assert.DoesNotContain("SHA-256", refused.Html, StringComparison.Ordinal);
        }

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await inside.Get("/en/report/html?data=nothing")).Status);
    }

    private async Task<NationalReport> Report(int year)
    {
        var shelf = site.Services.GetRequiredService<DatasetShelf>();
        return await site.Services.GetRequiredService<ReportDesk>().MakeAsync(shelf.Find("sample-routes")!, new ReturnScope(null, year), TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""(?:src|href)="https?://""")]
    private static partial Regex OutsideAddress();

    [GeneratedRegex("<p class=\"source\" id=\"[^\"]+-source\"[^>]*>[^<]*</p>")]
    private static partial Regex FigureSource();

    [GeneratedRegex("<(?:th|text|tspan)[^>]*>[^<]*[a-z]{3,}[^<]*<")]
    private static partial Regex CodeShown();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Hole();

    [GeneratedRegex("<td class=\"number is-number\">\\s*[1-4]\\s*<")]
    private static partial Regex SmallNumberCell();
}
