using System.Text;
using OpenQA.Selenium;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Strata;
using Palermo.Web.Features.Estimate;
using Palermo.Web.Localization;
using Palermo.Web.Printing;
using Palermo.Web.Tests.Pages;

namespace Palermo.Web.Tests.Browser;

/// <summary>The report of an estimate before a real browser, in both languages and widths.</summary>
public sealed class EstimatePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly Lazy<EstimationReport> Report = new(() =>
    {
        var table = CaptureCsv.Read(new StringReader(EstimateTests.Table)).Table!;
        Stratum[] parts = [.. new[] { ("f", 4), ("m", 2), ("not recorded", 1) }.Select(p => new Stratum(p.Item1, table.WithCounts(Array.ConvertAll(table.Counts.ToArray(), c => c * p.Item2))) { Factors = ["sex"] })];
        var few = new Stratum("other", table.WithCounts([0, 1, 1, .. new long[13]])) { Factors = ["sex"] };
        Stratum[] all = [.. parts, few];
        table = table.WithCounts([.. Enumerable.Range(0, table.CellCount).Select(h => all.Sum(s => s.Table[h]))]);
        return Ensemble.Run(table, new EstimationOptions { Replicates = 40, Sweeps = 2000, Strata = [.. all] });
    });

    [Theory]
    [InlineData("en", 390, false)]
    [InlineData("en", 1280, false)]
    [InlineData("ar", 390, false)]
    [InlineData("ar", 1280, false)]
    [InlineData("en", 1280, true)]
    public async Task Report_IsAccessible_FitsAndIsPictured(string language, int width, bool dark)
    {
        var driver = chromium.Open(width);
        if (dark)
        {
            Chromium.Prefer(driver, "dark");
        }

        var of = Language.All.Single(l => l.Tag == language);
        var body = await StaticHtml.RenderAsync<EstimateBody>(of, (nameof(EstimateBody.Report), Report.Value));
        var name = $"estimate-{language}-{width}{(dark ? "-dark" : "")}";
        var file = Path.Combine(AppContext.BaseDirectory, name + ".html");
        await File.WriteAllTextAsync(file, StandaloneDocument.Of(of, "Estimate", "<main><h1>Estimate</h1>" + body + "</main>"), Encoding.UTF8, TestContext.Current.CancellationToken);
        await driver.Navigate().GoToUrlAsync(new Uri(file));
        Chromium.Picture(driver, name);
        Assert.Empty(Chromium.Barriers(driver, name).Concat(Chromium.Overflow(driver, name)));
        Assert.Equal(5, driver.FindElements(By.CssSelector("svg.estimate-picture")).Count);
    }
}
