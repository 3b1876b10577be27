using System.Globalization;
using OpenQA.Selenium;
using Palermo.Web.Security;
using Palermo.Web.Tests.Features;

namespace Palermo.Web.Tests.Browser;

public sealed class JudgedChromium() : Chromium(new JudgedPopulation());

/// <summary>The page of determinations before a real browser.</summary>
public sealed class DeterminationBrowserTests(JudgedChromium chromium) : IClassFixture<JudgedChromium>
{
    [Theory]
    [InlineData("en", 390)]
    [InlineData("en", 1280)]
    [InlineData("ar", 390)]
    [InlineData("ar", 1280)]
    public void Page_IsAccessible_FitsAndIsPictured(string language, int width)
    {
        var driver = chromium.Open(width);
        driver.ExecuteCdpCommand("Network.enable", []);
        driver.ExecuteCdpCommand("Network.setExtraHTTPHeaders", new Dictionary<string, object?> { ["headers"] = new Dictionary<string, object?> { [GivenRights.Header] = nameof(Right.ReadCounts) } });
        List<string> faults = [];
        foreach (var (name, query) in new[] { ("determinations", ""), ("determinations-given", "?text=eu-2011-36/2024&with=un-palermo/2000&act=given") })
        {
            chromium.Go(driver, $"/{language}/determinations{query}");
            var what = string.Create(CultureInfo.InvariantCulture, $"{name}-{language}-{width}");
            Chromium.Picture(driver, what);
            faults.AddRange(Chromium.Barriers(driver, what));
            faults.AddRange(Chromium.Overflow(driver, what));
            faults.AddRange(Chromium.Cut(driver, what));
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        Assert.NotEmpty(driver.FindElements(By.CssSelector("svg.bars a.mark")));
    }
}
