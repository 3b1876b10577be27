using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;
using Palermo.Statistics.National;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Report;
using Palermo.Web.Localization;

namespace Palermo.Web.Tests.Browser;

/// <summary>The report as paper gets it: what stands beside the sheet is cut off without a trace in the PDF, so it is measured here.</summary>
public sealed class PrintedReportTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>A4 without the margins, in CSS pixels: 174 mm.</summary>
    private const int Paper = 657;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [InlineData("fr")]
    [InlineData("es")]
    [InlineData("ru")]
    [InlineData("zh")]
    public async Task EveryTableAndPicture_StandsOnTheSheet(string tag)
    {
        var driver = chromium.Open(Paper);
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?> { ["media"] = "print" });
        var services = chromium.Site.Services;
        var report = await services.GetRequiredService<ReportDesk>().MakeAsync(services.GetRequiredService<DatasetShelf>().Find("sample-routes")!, new ReturnScope(null, 2021), TestContext.Current.CancellationToken);
        var file = Path.Combine(AppContext.BaseDirectory, $"printed-{tag}.html");
        await File.WriteAllTextAsync(file, await PrintedReport.HtmlAsync(report, Language.FindReport(tag)!), TestContext.Current.CancellationToken);
        await driver.Navigate().GoToUrlAsync(new Uri(file));
        Chromium.Picture(driver, "report-print-" + tag);
        var beside = (IReadOnlyCollection<object>)((IJavaScriptExecutor)driver).ExecuteScript(
            """
            return [...document.querySelectorAll("table, svg")].filter(e => {
              const box = e.getBoundingClientRect();
              return box.width > 0 && (box.left < -1 || box.right > document.documentElement.clientWidth + 1);
            }).map(e => (e.closest("[aria-labelledby]")?.getAttribute("aria-labelledby") ?? e.outerHTML.slice(0, 80)) + " " + Math.round(e.getBoundingClientRect().width));
            """)!;
        Assert.Empty(beside);
    }
}
