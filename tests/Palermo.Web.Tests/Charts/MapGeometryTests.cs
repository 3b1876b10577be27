using System.Net;
using System.Text.RegularExpressions;
using Palermo.Web.Charts;
using Palermo.Web.Localization;
using Palermo.Web.Printing;

namespace Palermo.Web.Tests.Charts;

/// <summary>What the map draws: everyone who is in the data, small states as marks, disputed areas with nobody's colour.</summary>
public sealed partial class MapGeometryTests
{
    private static readonly WorldOutlines World = WorldOutlines.Default;

    public static TheoryData<string> SixLanguages => [.. Language.Reports.Select(l => l.Tag)];

    [Fact]
    public void SmallStates_AreMarksOfTheirOwn_InsideTheDrawing()
    {
        // Member States of the United Nations with little or no land at this scale.
        string[] small = ["AD", "AG", "BB", "BH", "BN", "CV", "DM", "FM", "GD", "KI", "KM", "KN", "LC", "LI", "MC", "MH", "MT", "MU", "MV", "NR", "PW", "SC", "SG", "SM", "ST", "TO", "TT", "TV", "VC", "WS"];
        Assert.All(small, code => Assert.True(World.Find(code) is { IsSmall: true }, code));
        Assert.All(World.Territories, t => Assert.True(t.X is > 0 and < WorldOutlines.Width && t.Y > 0 && t.Y < WorldOutlines.Height, t.Code));
        Assert.All(World.Territories.Where(t => !t.IsSmall), t => Assert.NotEmpty(t.Path));
        Assert.Equal(World.Territories.Length, World.Territories.Select(t => t.Code).Distinct().Count());
    }

    [Fact]
    public async Task EverySmallStateWithAFigure_IsDrawnWithARim_AndSaid()
    {
        var areas = World.Territories.Select(t => new MapArea("c-" + t.Code, t.Code, t.Code, MapFill.Step3, $"{t.Code}: 7")).ToArray();
        var html = await Map(Language.English, areas);
        var small = World.Territories.Count(t => t.IsSmall);

        Assert.Equal(small, Count(html, "class=\"dot rim\""));
        Assert.Equal(small, Count(html, "class=\"dot step3\""));
        // Each territory is one mark that the keyboard reaches, whether it is drawn as land or as a dot.
        Assert.All(areas, a => Assert.Equal(1, Count(html, $"href=\"#map-{a.Key}\"")));
        Assert.All(areas, a => Assert.Contains($"aria-label=\"{a.Said}\"", html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DisputedAreas_AreDashed_AndNeverFilledWithAFigure()
    {
        string[] disputed = ["crimea", "falkland-islands-malvinas", "kosovo", "northern-cyprus", "siachen", "somaliland", "western-sahara"];
        Assert.Equal(disputed, World.Neutral.Select(n => n.Key).Order(StringComparer.Ordinal));
        var html = await Map(Language.English, [.. World.Territories.Select(t => new MapArea("c-" + t.Code, t.Code, t.Code, MapFill.Step5, t.Code))]);
        Assert.All(World.Neutral, n => Assert.Contains($"class=\"land neutral\" d=\"{n.Path}\"", html, StringComparison.Ordinal));
        Assert.All(World.Neutral, n => Assert.DoesNotContain($"step5\" d=\"{n.Path}\"", html, StringComparison.Ordinal));
        // They stand over the countries around them, so that no colour shows through.
        Assert.True(html.IndexOf("land neutral", StringComparison.Ordinal) > html.LastIndexOf("land step5", StringComparison.Ordinal));
        var css = await File.ReadAllTextAsync(Path.Combine(Golden.Repository, "src", "Palermo.Web", "Assets", "Files", "charts.css"), TestContext.Current.CancellationToken);
        Assert.Matches(@"\.land\.neutral \{ fill: var\(--paper\);[^}]*stroke-dasharray:", css);
    }

    [Theory]
    [MemberData(nameof(SixLanguages))]
    public async Task EveryMap_SaysThatBoundariesImplyNoOpinion(string tag)
    {
        var language = Language.FindReport(tag)!;
        var html = WebUtility.HtmlDecode(await Map(language, []));

        Assert.Contains(Texts.In(language)["chart.map.disclaimer"], html, StringComparison.Ordinal);
        Assert.Contains(Texts.In(language)["chart.map.neutral"], html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACountryWithoutAPlace_IsNamedUnderTheMap() =>
        Assert.Contains("Nowhere", Scripts().Replace(await Map(Language.English, [new("c-QQ", "QQ", "Nowhere", MapFill.Step1, "Nowhere: 9")]), ""), StringComparison.Ordinal);

    private static Task<string> Map(Language language, MapArea[] areas) => StaticHtml.RenderAsync<CountryMap>(language,
        (nameof(CountryMap.Id), "map"), (nameof(CountryMap.Title), "A map"), (nameof(CountryMap.Source), "Made up."),
        (nameof(CountryMap.Table), null), (nameof(CountryMap.Areas), System.Collections.Immutable.ImmutableArray.Create(areas)));

    private static int Count(string html, string part) => html.Split(part).Length - 1;

    [GeneratedRegex("<svg class=\"map\".*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
