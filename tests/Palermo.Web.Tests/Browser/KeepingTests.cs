using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;
using OpenQA.Selenium.Support.UI;
using Palermo.Casework.Facts;

namespace Palermo.Web.Tests.Browser;

/// <summary>Nothing that was given to a page is lost, overwritten or left behind for the next person at the screen.</summary>
public sealed class KeepingTests(TaskHouse house) : IClassFixture<TaskHouse>
{
    /// <summary>Each kind of field of the interview, given and then left without pressing anything; a new browser finds it and goes on there.</summary>
    [Theory]
    [InlineData("act", "#pick-recruitment", "")]
    [InlineData("act", "#rest-Unknown", "")]
    [InlineData("act", "", "said it in another language")]
    [InlineData("fraud", "#answer-Declined", "")]
    [InlineData("fraud", "#answer-Yes", "told on the second day")]
    [InlineData("fraud", "", "wants to speak of it later")]
    public async Task EveryField_IsSavedAsItIsGiven(string item, string chosen, string typed)
    {
        var id = await house.Opened();
        var file = await house.Read(id);
        var address = $"/en/case/{id}/interview/{file.Interviews[0].Id}?ask={item}";
        var driver = house.SignIn(Way.Mouse, "caseworker").Driver;
        house.Go(driver, address);
        if (chosen.Length > 0)
        {
            driver.FindElement(By.CssSelector(chosen)).Click();
        }

        if (typed.Length > 0)
        {
            driver.FindElement(By.CssSelector("details:has(#note) > summary")).Click();
            driver.FindElement(By.Id("note")).SendKeys(typed);
        }

        new WebDriverWait(driver, TimeSpan.FromSeconds(20)).Until(d => d.FindElement(By.CssSelector("[data-saved]")).Text == "Saved");
        var another = house.SignIn(Way.NoScript, "caseworker").Driver;
        house.Go(another, address);
        if (chosen.Length > 0)
        {
            Assert.True(another.FindElement(By.CssSelector(chosen)).Selected);
        }

        Assert.Equal(typed, another.FindElement(By.Id("note")).GetDomProperty("value"));
    }

    /// <summary>What is typed and not yet saved by the clock is saved when the page is left.</summary>
    [Fact]
    public async Task Typing_IsSavedWhenThePageIsLeftAtOnce()
    {
        var id = await house.Opened();
        var address = $"/en/case/{id}/interview/{(await house.Read(id)).Interviews[0].Id}?ask=fraud";
        var driver = house.SignIn(Way.Mouse, "caseworker").Driver;
        house.Go(driver, address);
        driver.FindElement(By.CssSelector("details:has(#note) > summary")).Click();
        driver.FindElement(By.Id("note")).SendKeys("half a sentence");
        house.Go(driver, "/en/work");
        for (var i = 0; i < 100 && (await house.Read(id)).Knowledge.Notes.IsEmpty; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["half a sentence"], (await house.Read(id)).Knowledge.Notes.Values);
    }

    /// <summary>Words of a long form, typed and not sent; the tab is closed; whoever comes back finds them, whoever sends them finds them no more.</summary>
    [Theory]
    [InlineData("caseworker", "/notes", "#words")]
    [InlineData("competent-authority", "/decision", "#r-act")]
    [InlineData("competent-authority", "/findings", "#what")]
    public async Task LongForm_IsKeptAsItIsTyped(string role, string part, string field)
    {
        var id = (await house.Referred(taken: true)).CaseId;
        var driver = house.SignIn(Way.Mouse, role).Driver;
        house.Go(driver, $"/en/case/{id}{part}");
        if (field == "#what")
        {
            driver.FindElement(By.CssSelector("details:has(#what) > summary")).Click();
        }

        driver.FindElement(By.CssSelector(field)).SendKeys("half a sentence");
        var status = driver.FindElement(By.CssSelector($"form:has({field}) [data-saved]"));
        new WebDriverWait(driver, TimeSpan.FromSeconds(20)).Until(_ => status.Text == "Kept as your draft");
        var tab = driver.CurrentWindowHandle;
        driver.SwitchTo().NewWindow(WindowType.Tab);
        var next = driver.CurrentWindowHandle;
        driver.SwitchTo().Window(tab).Close();
        driver.SwitchTo().Window(next);
        // An empty tab has no address, and so no cookies that the next test could take away.
        house.Go(driver, "/health");
        var another = house.SignIn(Way.NoScript, role).Driver;
        house.Go(another, $"/en/case/{id}{part}");
        Assert.Equal("half a sentence", another.FindElement(By.CssSelector(field)).GetDomProperty("value"));
        Assert.True(another.FindElement(By.CssSelector(field)).Displayed);
        Chromium.Picture(another, "kept" + part.Replace('/', '-'));
    }

    /// <summary>A form is sent while its last words are just being kept: nothing is kept of what was sent.</summary>
    [Fact]
    public async Task LongForm_SentWhileItIsBeingKept_IsNoDraft()
    {
        var id = await house.Opened();
        var driver = house.SignIn(Way.Mouse, "caseworker").Driver;
        for (var i = 0; i < 3; i++)
        {
            house.Go(driver, $"/en/case/{id}/notes");
            driver.FindElement(By.Id("words")).SendKeys("a whole sentence");
            await Task.Delay(1450 + (30 * i), TestContext.Current.CancellationToken);
            Chromium.Turn(driver, driver.FindElement(By.CssSelector("form:has(#words) button.button")).Click);
            Assert.Empty(driver.FindElement(By.Id("words")).GetDomProperty("value") ?? "");
        }

        Assert.Empty((await house.Read(id)).Kept);
        Assert.Equal(3, driver.FindElements(By.CssSelector("article.note")).Count);
    }

    /// <summary>The browser is gone in the middle; the next day the case offers to go on, at the question that was open.</summary>
    [Theory]
    [InlineData(Way.Mouse)]
    [InlineData(Way.NoScript)]
    public async Task Interview_IsResumedAtTheQuestionThatWasOpen(Way way)
    {
        var id = await house.Opened();
        var hand = house.SignIn(way, "caseworker");
        hand.Press($"table.caseload a[href='/en/case/{id}']");
        hand.PressWords("Go on with the conversation");
        hand.Pick("#answer-No");
        hand.PressWords("Continue");
        hand.Pick("#pick-recruitment");
        hand.PressWords("Continue");
        var open = hand.Driver.FindElement(By.CssSelector("input[name='item']")).GetDomAttribute("value");
        var heading = hand.Driver.FindElement(By.TagName("h1")).Text;
        var later = house.SignIn(way, "caseworker");
        later.Press($"table.caseload a[href='/en/case/{id}']");
        later.PressWords("Go on with the conversation");
        Assert.Equal((open, heading), (later.Driver.FindElement(By.CssSelector("input[name='item']")).GetDomAttribute("value"), later.Driver.FindElement(By.TagName("h1")).Text));
    }

    /// <summary>Two people at two browsers answer one question at once: both answers stand, the pages say so, and a person chooses.</summary>
    [Fact]
    public async Task TwoEditors_OfOneField_BothKept_APersonChooses()
    {
        var opened = await house.Referred(taken: true);
        var address = $"/en/case/{opened.CaseId}/interview/{opened.InterviewId}?ask=fraud";
        var one = house.SignIn(Way.Mouse, "caseworker").Driver;
        var two = house.SignIn(Way.Keyboard, "competent-authority").Driver;
        house.Go(one, address);
        house.Go(two, address);
        one.FindElement(By.Id("answer-Yes")).Click();
        Status(one, "Saved");
        two.FindElement(By.Id("answer-No")).Click();
        Status(two, null);
        Assert.NotEqual("Saved", two.FindElement(By.CssSelector("[data-saved]")).Text);
        Assert.Equal([FactAnswer.No, FactAnswer.Yes], Assert.Single((await house.Read(opened.CaseId)).Knowledge.EditConflicts).Select(c => c.Answer).OrderBy(a => a == FactAnswer.Yes));
        house.Go(one, $"/en/case/{opened.CaseId}/facts");
        Assert.Contains("Two people edited at once", one.FindElement(By.TagName("main")).Text, StringComparison.Ordinal);
        var choices = one.FindElements(By.CssSelector("form[action$='/choose'] button"));
        Assert.Equal(2, choices.Count);
        Chromium.Turn(one, choices.Single(c => c.Text.Contains("No", StringComparison.Ordinal)).Click);
        var after = (await house.Read(opened.CaseId)).Knowledge;
        Assert.Empty(after.EditConflicts);
        Assert.Equal(FactAnswer.No, after.Standing.Single(f => f.Code == "fraud").Answer);
        Assert.Contains(after.Facts, f => f is { Code: "fraud", Answer: FactAnswer.Yes });

        static void Status(ChromeDriver driver, string? words) =>
            new WebDriverWait(driver, TimeSpan.FromSeconds(20)).Until(d => d.FindElement(By.CssSelector("[data-saved]")).Text is { Length: > 0 } said && (words is null || said == words));
    }

    /// <summary>The way out of the pages that a survivor may use: by pointer, by key and without script; what was open does not come back.</summary>
    [Theory]
    [InlineData(Way.Mouse)]
    [InlineData(Way.Keyboard)]
    [InlineData(Way.NoScript)]
    public void QuickExit_LeavesNothingToComeBackTo(Way way)
    {
        var driver = house.Visitor(way);
        house.Go(driver, "/en/walk-through");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("main form .button")));
        var question = driver.FindElement(By.TagName("h1")).Text;
        var exit = driver.FindElement(By.CssSelector("[data-leave]"));
        if (way == Way.Keyboard)
        {
            new Hand(driver, way).Reach("[data-leave]");
            new Actions(driver).SendKeys(Keys.Enter).Perform();
        }
        else
        {
            exit.Click();
        }

        new WebDriverWait(driver, TimeSpan.FromSeconds(20)).Until(d => d.Url.EndsWith("/health", StringComparison.Ordinal));
        driver.Navigate().Back();
        Assert.DoesNotContain(question, driver.PageSource, StringComparison.Ordinal);
    }

    /// <summary>Control and L blank the page and lock it; neither the back button nor another address opens it again without proof.</summary>
    [Fact]
    public async Task LockKey_ClosesTheFile_AlsoForTheBackButton()
    {
        var id = (await house.Referred()).CaseId;
        var driver = house.SignIn(Way.Mouse, "caseworker").Driver;
        house.Go(driver, $"/en/case/{id}");
        Assert.Contains("Example Task", driver.PageSource, StringComparison.Ordinal);
        Chromium.Turn(driver, () => new Actions(driver).KeyDown(Keys.Control).SendKeys("l").KeyUp(Keys.Control).Perform());
        Assert.StartsWith("Locked", driver.Title, StringComparison.Ordinal);
        driver.Navigate().Back();
        Assert.DoesNotContain("Example Task", driver.PageSource, StringComparison.Ordinal);
        house.Go(driver, $"/en/case/{id}/person");
        Assert.StartsWith("Locked", driver.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("Example Task", driver.PageSource, StringComparison.Ordinal);
    }
}
