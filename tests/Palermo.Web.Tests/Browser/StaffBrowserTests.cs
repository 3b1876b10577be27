using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests.Browser;

/// <summary>The pages of staff around the case, as each role of the demonstration sees them.</summary>
public sealed class StaffBrowserTests(DemonstrationChromium chromium) : IClassFixture<DemonstrationChromium>
{
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void EveryPage_IsAccessible_FitsAndIsPictured(string language)
    {
        var faults = new List<string>();
        var driver = chromium.Open();
        foreach (var (name, open) in Stations(language))
        {
            open(driver);
            faults.AddRange(Chromium.Faults(driver, $"staff-{name}-{language}"));
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Keyboard_AloneFindsWhoSawACase()
    {
        var driver = chromium.Open();
        chromium.Go(driver, "/en/sign-in");
        Chromium.Press(driver, TabTo(driver, e => e.GetDomAttribute("value") == "caseworker"));
        Chromium.Press(driver, TabTo(driver, e => e.TagName == "a" && (e.GetDomAttribute("href") ?? "").StartsWith("/en/case/", StringComparison.Ordinal)));
        Chromium.Press(driver, TabTo(driver, e => e.Text == "Who saw this"));
        Assert.StartsWith("Who saw this case", driver.Title, StringComparison.Ordinal);
        new Actions(driver).KeyDown(Keys.Control).SendKeys("l").KeyUp(Keys.Control).Perform();
        for (var i = 0; i < 60 && !driver.Title.StartsWith("Locked", StringComparison.Ordinal); i++)
        {
            Thread.Sleep(50);
        }

        Assert.StartsWith("Locked", driver.Title, StringComparison.Ordinal);
        Chromium.Press(driver, TabTo(driver, e => e is { TagName: "button", Text: "This is me" }));
        Assert.StartsWith("Your work", driver.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_AreNotNeeded_AndNothingIsLeftBehind()
    {
        var driver = chromium.Open(390, scripts: false);
        As(driver, "en", "caseworker");
        chromium.Go(driver, "/en/search");
        driver.FindElement(By.Id("text")).SendKeys("Example");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("main .button")));
        Chromium.Press(driver, driver.FindElement(By.CssSelector("table.caseload tbody a")));
        Chromium.Press(driver, driver.FindElements(By.CssSelector(".parts a")).Single(a => a.GetDomAttribute("href")!.EndsWith("/who-saw", StringComparison.Ordinal)));
        Assert.StartsWith("Who saw this case", driver.Title, StringComparison.Ordinal);
        Chromium.Press(driver, driver.FindElement(By.CssSelector("form[action$='/sign-out'] button")));
        Assert.Empty(driver.Manage().Cookies.AllCookies.Where(c => c.Name == Web.Accounts.Sessions.Cookie));
        driver.Navigate().Back();
        Assert.DoesNotContain("Entries, newest first", driver.PageSource, StringComparison.Ordinal);
    }

    private IEnumerable<(string Name, Action<ChromeDriver> Open)> Stations(string language)
    {
        yield return ("sign-in", d =>
        {
            d.Manage().Cookies.DeleteAllCookies();
            chromium.Go(d, $"/{language}/sign-in");
        });
        yield return ("work", d => As(d, language, "caseworker"));
        yield return ("office", d => chromium.Go(d, $"/{language}/work?list=office"));
        yield return ("search", d => chromium.Go(d, $"/{language}/search"));
        yield return ("search-error", d => Chromium.Press(d, d.FindElement(By.CssSelector("main .button"))));
        yield return ("search-found", d =>
        {
            d.FindElement(By.Id("text")).SendKeys("Example");
            Chromium.Press(d, d.FindElement(By.CssSelector("main .button")));
        });
        yield return ("who-saw", d =>
        {
            Chromium.Press(d, d.FindElement(By.CssSelector("table.caseload tbody a")));
            chromium.Go(d, new Uri(d.Url).AbsolutePath + "/who-saw");
        });
        yield return ("account", d => chromium.Go(d, $"/{language}/account"));
        yield return ("emergency", d =>
        {
            As(d, language, "supervisor");
            chromium.Go(d, $"/{language}/work?list=office");
            Chromium.Press(d, d.FindElement(By.CssSelector("table.caseload tbody a")));
            var at = new Uri(d.Url).AbsolutePath;
            chromium.Go(d, at + "/emergency");
        });
        yield return ("step-up", _ => { });
        yield return ("emergency-asked", d => Chromium.Press(d, d.FindElement(By.CssSelector("main .button"))));
        yield return ("emergency-error", d => Chromium.Press(d, d.FindElement(By.CssSelector("main .button"))));
        yield return ("accounts", d =>
        {
            As(d, language, "system-administrator");
            chromium.Go(d, $"/{language}/accounts");
        });
        yield return ("accounts-new", d =>
        {
            chromium.Go(d, $"/{language}/accounts/new");
            Chromium.Press(d, d.FindElement(By.CssSelector("main .button")));
        });
        yield return ("accounts-new-error", d => Chromium.Press(d, d.FindElement(By.CssSelector("main .button"))));
        yield return ("accounts-one", d =>
        {
            chromium.Go(d, $"/{language}/accounts");
            Chromium.Press(d, d.FindElement(By.CssSelector("main tbody a")));
        });
        yield return ("locked", d => Chromium.Press(d, d.FindElement(By.CssSelector("form[data-lock] button"))));
        yield return ("forbidden", d =>
        {
            As(d, language, "analyst");
            chromium.Go(d, $"/{language}/accounts");
        });
        yield return ("signed-out", d => Chromium.Press(d, d.FindElement(By.CssSelector("form[action$='/sign-out'] button"))));
    }

    private void As(ChromeDriver driver, string language, string role)
    {
        driver.Manage().Cookies.DeleteAllCookies();
        chromium.Go(driver, $"/{language}/sign-in");
        Chromium.Press(driver, driver.FindElement(By.CssSelector($"button[name=as][value='{role}']")));
    }

    private static IWebElement TabTo(ChromeDriver driver, Func<IWebElement, bool> wanted)
    {
        for (var i = 0; i < 120; i++)
        {
            new Actions(driver).SendKeys(Keys.Tab).Perform();
            var at = driver.SwitchTo().ActiveElement();
            if (wanted(at))
            {
                return at;
            }
        }

        throw new InvalidOperationException("no such field or button can be reached with the keyboard");
    }
}
