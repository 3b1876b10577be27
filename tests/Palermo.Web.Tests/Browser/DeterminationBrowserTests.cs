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
    [InlineData("en")]
    [InlineData("ar")]
    public void Page_IsAccessible_FitsAndIsPictured(string language)
    {
        var driver = chromium.Open();
        driver.ExecuteCdpCommand("Network.enable", []);
        driver.ExecuteCdpCommand("Network.setExtraHTTPHeaders", new Dictionary<string, object?> { ["headers"] = new Dictionary<string, object?> { [GivenRights.Header] = nameof(Right.ReadCounts) } });
        List<string> faults = [];
        foreach (var (name, query) in new[] { ("determinations", ""), ("determinations-given", "?text=eu-2011-36/2024&with=un-palermo/2000&act=given") })
        {
            chromium.Go(driver, $"/{language}/determinations{query}");
            faults.AddRange(Chromium.Faults(driver, $"{name}-{language}"));
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        Assert.NotEmpty(driver.FindElements(By.CssSelector("svg.bars a.mark")));
    }
}
