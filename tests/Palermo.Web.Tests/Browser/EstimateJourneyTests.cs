using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;
using Palermo.Web.Localization;
using Palermo.Web.Security;
using Palermo.Web.Tests.Pages;

namespace Palermo.Web.Tests.Browser;

public sealed class EstimateChromium : Chromium
{
    private readonly DirectoryInfo _folder;

    public EstimateChromium() : this(Directory.CreateTempSubdirectory("palermo-estimate-journey-"))
    {
    }

    private EstimateChromium(DirectoryInfo folder) : base(new EstimateSite(folder.FullName)) => _folder = folder;

    public string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}

/// <summary>The whole way of an estimate before a real browser: form, mistake, running, report, refusal; by keyboard and without script.</summary>
public sealed class EstimateJourneyTests(EstimateChromium chromium) : IClassFixture<EstimateChromium>
{
    private const string Apart = "A,B,C,D,count\n1,0,0,0,50\n0,1,0,0,40\n1,1,0,0,10\n0,0,1,0,30\n0,0,0,1,20\n0,0,1,1,15\n";

    [Theory]
    [InlineData("en", true)]
    [InlineData("ar", false)]
    public void EveryState_IsAccessible_FitsAndIsPictured(string language, bool scripts)
    {
        List<string> faults = [];
        // axe is a script of its own: the way without scripts is walked in a browser of its own and looked at in another.
        var driver = Signed(chromium.Open(scripts: scripts));
        var looker = scripts ? driver : Signed(chromium.Open());

        void Look(string state)
        {
            if (driver != looker)
            {
                looker.Navigate().GoToUrl(driver.Url);
            }

            foreach (var width in new[] { 390, 1280 })
            {
                looker.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?> { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
                var what = string.Create(CultureInfo.InvariantCulture, $"estimate-{state}-{language}-{width}");
                Chromium.Picture(looker, what);
                faults.AddRange(Chromium.Barriers(looker, what));
                faults.AddRange(Chromium.Overflow(looker, what));
            }
        }

        chromium.Go(driver, $"/{language}/estimates");
        Look("form");

        // A mistake: what was written stands there again, and the summary leads to the field.
        Fill(driver, chromium.Write("lists.csv", EstimateTests.Table), replicates: "many", seed: "4");
        Assert.Equal("many", driver.FindElement(By.Id("replicates")).GetDomProperty("value"));
        Assert.Equal("4", driver.FindElement(By.Id("seed")).GetDomProperty("value"));
        Assert.Equal("true", driver.FindElement(By.Id("replicates")).GetDomAttribute("aria-invalid"));
        Assert.NotEmpty(driver.FindElements(By.CssSelector("a[href$='#replicates']")));
        if (scripts)
        {
            Look("mistake");
        }

        // Running: a job long enough to be met on its way, then cancelled.
        Fill(driver, chromium.Write("lists.csv", EstimateTests.Table), replicates: "5000", seed: "4", validate: true);
        Assert.NotEmpty(driver.FindElements(By.CssSelector("form[action$='/cancel']")));
        Look("running");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("form[action$='/cancel'] button")));
        Assert.Contains(Texts.In(Language.Find(language)!)["estimate.cancelled"], driver.FindElement(By.TagName("main")).Text, StringComparison.Ordinal);
        Look("cancelled");

        chromium.Go(driver, $"/{language}/estimates");
        Fill(driver, chromium.Write("apart.csv", Apart), replicates: "20", seed: "4");
        Done(driver);
        Assert.Empty(driver.FindElements(By.CssSelector("svg.estimate-picture")));
        Look("refused");

        chromium.Go(driver, $"/{language}/estimates");
        Fill(driver, chromium.Write("lists.csv", EstimateTests.Table), replicates: "20", seed: "4");
        Done(driver);
        Assert.Equal(5, driver.FindElements(By.CssSelector("svg.estimate-picture")).Count);
        Look("done");
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private static ChromeDriver Signed(ChromeDriver driver)
    {
        driver.ExecuteCdpCommand("Network.enable", []);
        driver.ExecuteCdpCommand("Network.setExtraHTTPHeaders", new Dictionary<string, object?> { ["headers"] = new Dictionary<string, object?> { [GivenRights.Header] = nameof(Right.Estimate) } });
        return driver;
    }

    private static void Fill(ChromeDriver driver, string file, string replicates, string seed, bool validate = false)
    {
        driver.FindElement(By.Id("file")).SendKeys(file);
        foreach (var (field, value) in new[] { ("replicates", replicates), ("seed", seed) })
        {
            driver.FindElement(By.Id(field)).Clear();
            driver.FindElement(By.Id(field)).SendKeys(value);
        }

        if (validate)
        {
            driver.FindElement(By.Id("validate")).SendKeys(Keys.Space);
        }

        Chromium.Press(driver, driver.FindElement(By.CssSelector("form[enctype] button.button")));
    }

    /// <summary>Looks again, as a person does, until the report is there.</summary>
    private static void Done(ChromeDriver driver) =>
        new WebDriverWait(driver, TimeSpan.FromSeconds(60)) { PollingInterval = TimeSpan.FromMilliseconds(300) }.Until(d =>
        {
            if (d.FindElements(By.CssSelector("form[action$='/cancel']")).Count == 0)
            {
                return true;
            }

            d.Navigate().Refresh();
            return false;
        });
}
