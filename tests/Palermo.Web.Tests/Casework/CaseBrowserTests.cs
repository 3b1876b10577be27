using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;
using Palermo.Web.Tests.Browser;

namespace Palermo.Web.Tests.Casework;

/// <summary>The application as its demonstration.</summary>
public sealed class DemonstrationSite : Site
{
    /// <summary>The address of a scanner of files; null: none is set.</summary>
    public string? Scanner { get; init; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Demonstration", "true");
        builder.UseSetting("Casework:Scanner", Scanner);
        // Where the quick exit leads: somewhere that is there without the network.
        builder.UseSetting("LeaveTo:en", "/health");
    }
}

public sealed class DemonstrationChromium() : Chromium(new DemonstrationSite());

/// <summary>The way from first contact to a decision in a real browser.</summary>
public sealed class CaseBrowserTests(DemonstrationChromium chromium) : IClassFixture<DemonstrationChromium>
{
    [Fact]
    public void Screening_AsANewUser_TakesFewClicksAndSavesAsItGoes()
    {
        var driver = chromium.Open(390);
        SignIn(driver, "caseworker");
        var (file, clicks, saved) = Screen(driver, scripts: true);
        Assert.InRange(clicks, 1, 25);
        Assert.Equal(4, saved);
        Assert.Contains("/case/", file, StringComparison.Ordinal);
    }

    [Fact]
    public void Screening_WithoutScript_EndsTheSame()
    {
        var driver = chromium.Open(1280, scripts: false);
        SignIn(driver, "caseworker");
        Assert.Contains("/case/", Screen(driver, scripts: false).File, StringComparison.Ordinal);
    }

    /// <summary>The parts of a case are on the tour; here are the pages that only somebody on the way sees.</summary>
    [Fact]
    public void EveryStepOfACase_IsAccessibleFitsAndIsPictured()
    {
        var faults = new List<string>();
        var driver = chromium.Open();
        SignIn(driver, "caseworker");
        chromium.Go(driver, "/en/intake");
        Look(driver, "who", faults);
        LookAtConsent(driver, faults);
        var (file, _, _) = Screen(driver, scripts: true, (what, d) => Look(d, what, faults));

        SignIn(driver, "competent-authority");
        chromium.Go(driver, file);
        Look(driver, "receipt", faults);
        Click(driver, "form[action$='/take'] button");
        chromium.Go(driver, file + "/decision");
        Look(driver, "decision", faults);
        foreach (var element in new[] { "act", "means", "purpose" })
        {
            driver.FindElement(By.Id("r-" + element)).SendKeys("Words of the authority.");
        }

        Click(driver, "#outcome-negative");
        Click(driver, "form.measure button.button");
        Look(driver, "decision-waiting", faults);
        Click(driver, "form[action$='/decision/reader'] button");
        SignIn(driver, "second-reviewer");
        chromium.Go(driver, file + "/second-reading");
        Look(driver, "second-reading", faults);
        Click(driver, "#outcome-negative");
        driver.FindElement(By.Id("reason")).SendKeys("Read on the same findings.");
        Click(driver, "form.measure button.button");
        Look(driver, "second-reading-done", faults);
        SignIn(driver, "competent-authority");
        chromium.Go(driver, file + "/decision");
        Click(driver, "section.panel a[href*='/decision/']");
        Look(driver, "document", faults);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private void SignIn(ChromeDriver driver, string account)
    {
        driver.Manage().Cookies.DeleteAllCookies();
        chromium.Go(driver, "/en/sign-in");
        Click(driver, $"button[value='{account}']");
    }

    /// <summary>From the first page to the referral, counting clicks; the address of the case after the language.</summary>
    private (string File, int Clicks, int Saved) Screen(ChromeDriver driver, bool scripts, Action<string, ChromeDriver>? look = null)
    {
        var (clicks, saved) = (0, 0);
        chromium.Go(driver, "/en/intake");
        foreach (var css in new[] { "#age-Adult", "#private-yes", "main form button.button", "#agrees-yes", "#purposes-identification-decision", "#recipients-competent_authority", "main form button.button" })
        {
            Click(driver, css);
            clicks++;
        }

        for (var page = 0; driver.FindElements(By.CssSelector("form[data-autosave]")).Count == 1; page++)
        {
            look?.Invoke("interview-" + page.ToString(CultureInfo.InvariantCulture), driver);
            var item = driver.FindElement(By.CssSelector("form[data-autosave] input[name='item']")).GetDomAttribute("value");
            Click(driver, item switch { "act" => "#pick-recruitment", "means" => "#pick-deception", "purpose" => "#pick-forced_labour", _ => "#answer-No" });
            clicks++;
            if (scripts)
            {
                new WebDriverWait(driver, TimeSpan.FromSeconds(60)).Until(d => d.FindElement(By.CssSelector("[data-saved]")).Text == "Saved");
                saved++;
            }

            Click(driver, "form[data-autosave] button.button");
            clicks++;
        }

        look?.Invoke("interview-done", driver);
        Click(driver, "main form button.button");
        clicks++;
        return (new Uri(driver.Url).AbsolutePath, clicks, saved);
    }

    /// <summary>The pages that answer a form on the way to a yes or a no: they have no address, so each language is walked.</summary>
    private void LookAtConsent(ChromeDriver driver, List<string> faults)
    {
        foreach (var language in (string[])["en", "ar"])
        {
            chromium.Go(driver, $"/{language}/intake");
            Click(driver, "#age-Adult");
            Click(driver, "#private-yes");
            Click(driver, "main form button.button");
            faults.AddRange(Chromium.Faults(driver, $"casework-consent-{language}"));
            Click(driver, "#agrees-no");
            Click(driver, "main form button.button");
            faults.AddRange(Chromium.Faults(driver, $"casework-notice-{language}"));
        }
    }

    /// <summary>Looks at a page in both languages and at both widths.</summary>
    private void Look(ChromeDriver driver, string what, List<string> faults)
    {
        var at = new Uri(driver.Url).PathAndQuery;
        foreach (var language in (string[])["en", "ar"])
        {
            chromium.Go(driver, $"/{language}/" + at["/en/".Length..]);
            faults.AddRange(Chromium.Faults(driver, $"casework-{what}-{language}"));
        }

        chromium.Go(driver, at);
    }

    private static void Click(ChromeDriver driver, string css)
    {
        var element = driver.FindElement(By.CssSelector(css));
        if (element.TagName == "button" || element.TagName == "a")
        {
            Chromium.Press(driver, element);
        }
        else
        {
            element.Click();
        }
    }
}
