using System.Text;
using OpenQA.Selenium;
using Palermo.Web.Localization;
using Palermo.Web.Printing;
using Palermo.Web.Tests.Charts;

namespace Palermo.Web.Tests.Browser;

/// <summary>Every kind of picture before a real browser, with every kind of cell in it.</summary>
public sealed class PictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("en", 390, false)]
    [InlineData("en", 1280, false)]
    [InlineData("ar", 390, false)]
    [InlineData("ar", 1280, false)]
    [InlineData("zh", 390, false)]
    [InlineData("en", 1280, true)]
    public async Task EveryPicture_IsAccessible_FitsAndIsPictured(string language, int width, bool dark)
    {
        var driver = chromium.Open(width);
        if (dark)
        {
            Chromium.Prefer(driver, "dark");
        }

        var name = $"pictures-{language}-{width}{(dark ? "-dark" : "")}";
        var file = Path.Combine(AppContext.BaseDirectory, name + ".html");
        await File.WriteAllTextAsync(file, await Gallery(Language.FindReport(language)!), TestContext.Current.CancellationToken);
        await driver.Navigate().GoToUrlAsync(new Uri(file));
        Chromium.Picture(driver, name);
        Assert.Empty(Chromium.Barriers(driver, name).Concat(Chromium.Overflow(driver, name)));
        Assert.Empty(Clipped(driver));
    }

    private static async Task<string> Gallery(Language language)
    {
        var body = new StringBuilder("<main><h1>Pictures</h1>");
        foreach (var (_, render) in Samples.Pictures())
        {
            body.Append(await render(language));
        }

        return StandaloneDocument.Of(language, "Pictures", body.Append("</main>").ToString());
    }

    /// <summary>Words of pictures that stand, in part, outside the drawing.</summary>
    private static IReadOnlyList<string> Clipped(OpenQA.Selenium.Chrome.ChromeDriver driver) => [.. ((IEnumerable<object>)driver.ExecuteScript(
        """
        return [...document.querySelectorAll('.chart-picture svg text')].filter(t => {
          const frame = t.ownerSVGElement, root = (frame.closest('.pan') ? frame : frame).getBoundingClientRect(), at = t.getBoundingClientRect();
          return at.width > 0 && (at.left < root.left - 1 || at.right > root.right + 1 || at.top < root.top - 1 || at.bottom > root.bottom + 1);
        }).map(t => t.textContent);
        """)!).Cast<string>()];
}
