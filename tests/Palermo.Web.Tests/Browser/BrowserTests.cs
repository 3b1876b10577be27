using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;

namespace Palermo.Web.Tests.Browser;

public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
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
            faults.AddRange(Chromium.Faults(driver, $"{name}-{language}"));
            if (language == "en")
            {
                faults.AddRange(Chromium.FaultsInTheDark(driver, $"{name}-en"));
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Keyboard_AloneReachesAResult()
    {
        var driver = chromium.Open();
        chromium.Go(driver, "/en");
        new Actions(driver).SendKeys(Keys.Tab).Perform();
        Assert.Equal("skip", driver.SwitchTo().ActiveElement().GetDomAttribute("class"));
        Chromium.Press(driver, TabTo(driver, e => e.Text == "Start the walk-through"));
        Chromium.Press(driver, TabTo(driver, e => e is { TagName: "button", Text: "Start" }));
        foreach (var answer in new[] { "answer-no", "pick-recruitment", "pick-deception", "pick-forced_labour" })
        {
            var field = TabTo(driver, e => e.GetDomAttribute("name") is "answer" or "pick" && (e.GetDomAttribute("type") == "radio" || e.GetDomAttribute("id") == answer));
            if (field.GetDomAttribute("type") == "radio")
            {
                field.SendKeys(Keys.Space + Keys.ArrowDown);
                Assert.Equal(answer, driver.SwitchTo().ActiveElement().GetDomAttribute("id"));
            }
            else
            {
                field.SendKeys(Keys.Space);
            }

            Chromium.Press(driver, TabTo(driver, e => e is { TagName: "button", Text: "Continue" }));
        }

        Assert.StartsWith("The definition is met", driver.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "The definition is not met on these answers – Palermo")]
    [InlineData("ar", "التعريف غير متحقق وفق هذه الأجوبة – Palermo")]
    public void Walk_WorksWithoutScripts(string language, string title)
    {
        var driver = chromium.Open(390, scripts: false);
        Begin(driver, language);
        Assert.DoesNotContain("scripted", driver.FindElement(By.TagName("html")).GetDomAttribute("class") ?? "", StringComparison.Ordinal);
        Choose(driver, "answer-no");
        Choose(driver, "pick-transportation");
        Choose(driver, "answer-none");
        Assert.Equal(title, driver.Title);
        Chromium.Press(driver, driver.FindElement(By.CssSelector("button[value='ask:under_18']")));
        Choose(driver, "answer-refused");
        Chromium.Press(driver, driver.FindElement(By.CssSelector($".languages button[lang='{(language == "en" ? "ar" : "en")}']")));
        Assert.Equal(language == "en" ? "ar" : "en", driver.FindElement(By.TagName("html")).GetDomAttribute("lang"));
        Assert.Empty(driver.Manage().Cookies.AllCookies);
    }

    [Fact]
    public void Browser_KeepsNoAnswers()
    {
        var driver = chromium.Open();
        Begin(driver, "en");
        Choose(driver, "answer-no");
        Choose(driver, "pick-transportation");
        Assert.EndsWith("/en/walk-through", driver.Url, StringComparison.Ordinal);
        Assert.Empty(driver.Manage().Cookies.AllCookies);
        Assert.Equal(0L, driver.ExecuteScript("return localStorage.length + sessionStorage.length"));
    }

    [Fact]
    public void ExclusiveAnswer_UnticksTheList()
    {
        var driver = chromium.Open();
        Begin(driver, "en");
        Choose(driver, "answer-no");
        driver.FindElement(By.Id("pick-recruitment")).SendKeys(Keys.Space);
        driver.FindElement(By.Id("answer-none")).SendKeys(Keys.Space);
        Assert.False(driver.FindElement(By.Id("pick-recruitment")).Selected);
        driver.FindElement(By.Id("pick-transfer")).SendKeys(Keys.Space);
        Assert.False(driver.FindElement(By.Id("answer-none")).Selected);
    }

    [Fact]
    public void QuickExit_BlanksThePageAtOnce()
    {
        var driver = chromium.Open();
        Begin(driver, "en");
        driver.ExecuteScript("document.querySelector('[data-leave]').href = '/health'");
        var keys = new Actions(driver);
        for (var i = 0; i < 3; i++)
        {
            keys.KeyDown(Keys.Shift).KeyUp(Keys.Shift);
        }

        keys.Perform();
        for (var i = 0; i < 50 && !driver.Url.EndsWith("/health", StringComparison.Ordinal); i++)
        {
            Thread.Sleep(50);
        }

        Assert.EndsWith("/health", driver.Url, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_InThePrinter_IsPictured()
    {
        var driver = chromium.Open(800);
        Met(driver, "en");
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?> { ["media"] = "print" });
        Assert.False(driver.FindElement(By.CssSelector(".leave")).Displayed);
        Assert.True(driver.FindElement(By.CssSelector(".picture")).Displayed);
        Chromium.Picture(driver, "result-met-en-print");
    }

    /// <summary>Every kind of page, in the order of a visit.</summary>
    private IEnumerable<(string Name, Action<ChromeDriver> Open)> Stations(string language)
    {
        yield return ("start", d => chromium.Go(d, $"/{language}"));
        yield return ("before", d => chromium.Go(d, $"/{language}/walk-through"));
        yield return ("question", d => Begin(d, language));
        yield return ("error", d => Chromium.Press(d, d.FindElement(By.CssSelector("#question .button"))));
        yield return ("list-act", d => Choose(d, "answer-no"));
        yield return ("list-means", d => Choose(d, "pick-recruitment"));
        yield return ("list-purpose", d => Choose(d, "pick-deception"));
        yield return ("result-met", d => Choose(d, "pick-forced_labour"));
        yield return ("compare", d => Chromium.Press(d, d.FindElement(By.CssSelector("button.button[formaction$='compare']"))));
        yield return ("result-not-met", d =>
        {
            Begin(d, language);
            Choose(d, "answer-no");
            Choose(d, "pick-recruitment");
            Choose(d, "answer-none");
        });
        yield return ("beyond", d =>
        {
            Met(d, language);
            Chromium.Press(d, d.FindElement(By.CssSelector("button[value=more]")));
        });
        yield return ("child", d =>
        {
            Begin(d, language);
            Choose(d, "answer-yes");
        });
        yield return ("one-by-one", d => Chromium.Press(d, d.FindElement(By.CssSelector("button[value=each]"))));
        yield return ("result-open", d =>
        {
            Begin(d, language);
            Choose(d, "answer-unknown");
            Choose(d, "pick-recruitment");
            Choose(d, "answer-refused");
            Choose(d, "answer-unknown");
        });
        yield return ("cases", d => chromium.Go(d, $"/{language}/cases"));
        yield return ("case", d => chromium.Go(d, $"/{language}/cases/{chromium.Site.Cases.All[0].Id}"));
        yield return ("laws", d => chromium.Go(d, $"/{language}/laws"));
        yield return ("law", d => chromium.Go(d, $"/{language}/laws/un-palermo/2000"));
        yield return ("law-other", d => chromium.Go(d, $"/{language}/laws/{chromium.Site.Library.Versions[0].Key}"));
        yield return ("side-by-side", d => chromium.Go(d, $"/{language}/compare"));
        yield return ("about", d => chromium.Go(d, $"/{language}/about"));
        yield return ("missing", d => chromium.Go(d, $"/{language}/nothing"));
    }

    private void Met(ChromeDriver driver, string language)
    {
        Begin(driver, language);
        foreach (var answer in new[] { "answer-no", "pick-recruitment", "pick-deception", "pick-forced_labour" })
        {
            Choose(driver, answer);
        }
    }

    private void Begin(ChromeDriver driver, string language)
    {
        chromium.Go(driver, $"/{language}/walk-through");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("button[value=start]")));
    }

    private static void Choose(ChromeDriver driver, string id)
    {
        driver.FindElement(By.Id(id)).SendKeys(Keys.Space);
        Chromium.Press(driver, driver.FindElement(By.CssSelector("#question .button")));
    }

    private static IWebElement TabTo(ChromeDriver driver, Func<IWebElement, bool> wanted)
    {
        for (var i = 0; i < 80; i++)
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
