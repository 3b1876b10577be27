using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Browser;

/// <summary>The pages of figures before a real browser, on the made-up sample.</summary>
public sealed class FigureTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Routes = "?data=sample-routes";

    private static readonly (string Name, string Path)[] Pages =
    [
        ("flows", "flows" + Routes),
        ("flows-filtered", "flows" + Routes + "&is.year==2021"),
        ("explore", "explore"),
        ("explore-map", "explore" + Routes + "&rows=destination"),
        ("explore-pyramid", "explore" + Routes + "&rows=age&columns=sex"),
        ("explore-flow", "explore" + Routes + "&rows=origin&columns=destination"),
        ("explore-share", "explore" + Routes + "&rows=form&measure=share&is.sex==female&add=age"),
        ("report", "report"),
        ("report-made", "report" + Routes + "&year=2022&country=GB"),
        ("report-french", "report" + Routes + "&language=fr"),
        ("explore-wrong", "explore?data=nothing"),
    ];

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void EveryPage_IsAccessible_FitsAndIsPictured(string language)
    {
        var faults = new List<string>();
        var driver = Inside(1280);
        foreach (var (name, path) in Pages)
        {
            chromium.Go(driver, $"/{language}/{path}");
            faults.AddRange(Chromium.Faults(driver, $"{name}-{language}"));
            if (language == "en")
            {
                faults.AddRange(Chromium.FaultsInTheDark(driver, $"{name}-en"));
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Keyboard_ReachesAMarkAndItsRow_AndPassesThePicture()
    {
        var driver = Inside(1280);
        chromium.Go(driver, $"/en/explore{Routes}&rows=destination");
        var keys = new Actions(driver);
        driver.ExecuteScript("document.querySelector('.skip-picture').focus()");
        Assert.True(driver.FindElement(By.CssSelector(".skip-picture")).Size.Height > 20);
        keys.SendKeys(Keys.Tab).Perform();
        var mark = driver.SwitchTo().ActiveElement();
        Assert.Contains("mark", mark.GetDomAttribute("class"), StringComparison.Ordinal);
        var said = mark.GetDomAttribute("aria-label");
        mark.SendKeys(Keys.Enter);
        var row = driver.FindElement(By.CssSelector("tr:target"));
        Assert.StartsWith(row.FindElement(By.TagName("th")).Text, said, StringComparison.Ordinal);
        Assert.EndsWith(row.FindElement(By.TagName("td")).Text, said, StringComparison.Ordinal);
        driver.ExecuteScript("document.querySelector('.skip-picture').focus()");
        driver.SwitchTo().ActiveElement().SendKeys(Keys.Enter);
        Assert.EndsWith("-source", driver.SwitchTo().ActiveElement().GetDomAttribute("id"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void Explore_WorksWithoutScripts(string language)
    {
        var driver = Inside(390, scripts: false);
        chromium.Go(driver, $"/{language}/explore");
        driver.FindElement(By.Id("rows")).FindElement(By.CssSelector("option[value=age]")).Click();
        driver.FindElement(By.Id("columns")).FindElement(By.CssSelector("option[value=sex]")).Click();
        driver.FindElement(By.Id("add")).FindElement(By.CssSelector("option[value=form]")).Click();
        Chromium.Press(driver, driver.FindElement(By.CssSelector(".explore .button")));
        Assert.NotEmpty(driver.FindElements(By.CssSelector("svg.pyramid")));
        driver.FindElement(By.Id("is-form")).FindElement(By.CssSelector("option[value='=forced_labour']")).Click();
        Chromium.Press(driver, driver.FindElement(By.CssSelector(".explore .button")));
        Assert.Contains("is.form=%3Dforced_labour", driver.Url, StringComparison.Ordinal);
        Assert.NotEmpty(driver.FindElements(By.CssSelector("svg.pyramid a.mark")));
    }

    private ChromeDriver Inside(int width, bool scripts = true)
    {
        var driver = chromium.Open(width, scripts);
        driver.ExecuteCdpCommand("Network.enable", []);
        driver.ExecuteCdpCommand("Network.setExtraHTTPHeaders", new Dictionary<string, object?> { ["headers"] = new Dictionary<string, object?> { [GivenRights.Header] = nameof(Right.ReadCounts) } });
        return driver;
    }
}
