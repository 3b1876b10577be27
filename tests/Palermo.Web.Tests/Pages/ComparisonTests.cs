using System.Net;
using Palermo.Law.Determinations;
using Palermo.Law.Instruments;

namespace Palermo.Web.Tests.Pages;

public sealed class ComparisonTests(Site site) : IClassFixture<Site>
{
    private const string Case = """{"format":"palermo-case/1","id":"x","findings":[{"atom":"recruitment","state":"true"},{"atom":"under_18","state":"false"},{"atom":"abuse_of_vulnerability","state":"true"},{"atom":"forced_labour","state":"true"}]}""";

    [Fact]
    public async Task Comparison_ShowsEveryDefinitionWithItsOwnResult()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/en/compare", [new("case", Case)]);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        foreach (var version in site.Library.Definitions)
        {
            Assert.Contains($"/en/laws/{version.Key}\"", page.Html, StringComparison.Ordinal);
        }

        Assert.Contains("Met under", page.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_ComputesNothingWithUnverifiedTexts()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/en/compare", [new("case", Case)]);
        var rows = page.Html.Split("<tr").Count(r => r.Contains("not computed", StringComparison.Ordinal));
        Assert.Equal(site.Library.Definitions.Count(v => !v.IsVerified && v.Kind != InstrumentKind.Draft), rows);
    }

    [Fact]
    public async Task Comparison_OnADay_ShowsOnlyWhatWasInForce()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/en/compare", [new("case", Case), new("on", "2010-01-01")]);
        var day = new DateOnly(2010, 1, 1);
        foreach (var version in site.Library.Definitions.Where(v => v.Key != site.Library.Protocol.Key && v.Kind != InstrumentKind.Draft))
        {
            Assert.Equal(version.InForce.Covers(day), page.Html.Contains($"/en/laws/{version.Key}\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Comparison_GoesBackToTheSameFacts()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/ar/compare", [new("case", Case)]);
        var back = await visitor.Post("/ar/walk-through", page.Fields);
        Assert.Equal("التعريف متحقق وفق هذه الأجوبة – Palermo", back.Title);
    }

    /// <summary>Between Arabic letters a bare 2003-12-25 would be set as 25-12-2003.</summary>
    [Theory]
    [InlineData("/ar/laws")]
    [InlineData("/ar/compare")]
    [InlineData("/ar/laws/un-palermo/2000")]
    public async Task Dates_InArabic_KeepTheirOrder(string address)
    {
        using var visitor = site.Visitor();
        var words = (await visitor.Get(address)).Words;
        Assert.Contains("\u20662003-12-25\u2069", words, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?<!\u2066)2003-12-25", words);
    }

    [Fact]
    public async Task QuestionOfOtherLaws_SaysWhatTheAnswerDoesThere()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Go(await visitor.Post("/en/walk-through", [new("case", Case), new("at", "result")]), "more");
        Assert.NotNull(page.Question);
        Assert.Matches("Met under \\d+ texts", page.Words);
        Assert.Contains("Asked by:", page.Words, StringComparison.Ordinal);

        // It is worth asking: its yes and its no do not come to the same.
        var effects = System.Text.RegularExpressions.Regex.Matches(page.Words, @"Met under \d+ texts, not met under (\d+|none), open under (\d+|none)").Select(m => m.Value).ToList();
        Assert.Equal(2, effects.Count);
        Assert.NotEqual(effects[0], effects[1]);
    }

    [Fact]
    public async Task UnverifiedLaw_IsShownAsSuch()
    {
        using var visitor = site.Visitor();
        var list = await visitor.Get("/en/laws");
        Assert.Equal(site.Library.Versions.Count(v => !v.IsVerified), list.Html.Split("class=\"unverified\"").Length - 1);
        if (site.Library.Versions.FirstOrDefault(v => !v.IsVerified) is { } unverified)
        {
            Assert.Contains("has not been checked", (await visitor.Get($"/en/laws/{unverified.Key}")).Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Law_ShowsItsWholeText()
    {
        using var visitor = site.Visitor();
        foreach (var version in site.Library.Versions)
        {
            var words = Squeeze((await visitor.Get($"/en/laws/{version.Key}")).Words);
            Assert.All(version.Text.Spans, s => Assert.Contains(Squeeze(s.Words), words, StringComparison.Ordinal));
        }

        static string Squeeze(string words) => string.Concat(words.Where(c => !char.IsWhiteSpace(c)));
    }
}
