using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;

namespace Palermo.Web.Tests.Browser;

/// <summary>How somebody works a page.</summary>
public enum Way
{
    Mouse,

    /// <summary>Tab, arrows, space and enter, and nothing else.</summary>
    Keyboard,

    /// <summary>With a pointer, in a browser that runs no script.</summary>
    NoScript,
}

/// <summary>
/// Somebody at a browser. The same task is done in every way; each press, tick and choice counts as one act, typing as none. With the
/// keyboard a field is reached by tabbing to it from where the focus is, so what cannot be reached fails.
/// </summary>
internal sealed class Hand(ChromeDriver driver, Way way)
{
    private const int MostTabs = 250;

    /// <summary>What one has to read to act: the heading and what leads in; of the form that is acted on each label, button and hint to a whole question; and the hint to what is chosen.</summary>
    private const string Needed =
        """
        const target = arguments[0], form = target.closest('form');
        const parts = [...document.querySelectorAll('main h1, main .lead'), ...(form ? form.querySelectorAll('legend, h2, label, button, summary, fieldset > .hint') : [target]),
          ...(target.getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id))];
        return parts.filter(e => e && e.offsetParent).map(e => e.innerText);
        """;

    public int Acts { get; private set; }

    /// <summary>How long somebody would have taken.</summary>
    public Pace Pace { get; } = new();

    public ChromeDriver Driver => driver;

    public Way Way => way;

    /// <summary>Presses a link or button and waits for the page that it leads to.</summary>
    public void Press(string css) => Press(Find(css));

    /// <summary>Presses the link or button with these words.</summary>
    public void PressWords(string words) =>
        Press(driver.FindElements(By.CssSelector("a, button")).FirstOrDefault(e => e.Displayed && e.Text.Trim() == words) ?? throw new InvalidOperationException($"'{driver.Title}' has nothing that says '{words}'"));

    /// <summary>Opens what is folded, on the same page.</summary>
    public void Unfold(string css)
    {
        var summary = Find(css);
        Consider(summary);
        if (way == Way.Keyboard)
        {
            TabTo(summary);
            Send(Keys.Enter);
        }
        else
        {
            Pace.ClickOn();
            summary.Click();
        }
    }

    /// <summary>Ticks a box or chooses one of several.</summary>
    public void Pick(string css)
    {
        var wanted = Find(css);
        Consider(wanted);
        if (way != Way.Keyboard)
        {
            Pace.ClickOn();
            wanted.Click();
        }
        else if (wanted.GetDomAttribute("type") == "checkbox")
        {
            TabTo(wanted);
            Send(Keys.Space);
        }
        else
        {
            // One stop of the tab key for the whole group; arrows choose within it.
            var name = wanted.GetDomAttribute("name");
            var at = TabTo(e => e.GetDomAttribute("type") == "radio" && e.GetDomAttribute("name") == name);
            if (at.Equals(wanted))
            {
                Send(Keys.Space);
            }

            for (var i = 0; i < 30 && !driver.SwitchTo().ActiveElement().Equals(wanted); i++)
            {
                Send(Keys.ArrowDown);
            }
        }

        Assert.True(Find(css).Selected, $"{css} was not chosen on '{driver.Title}'");
    }

    /// <summary>Chooses from a list.</summary>
    public void Choose(string css, string value)
    {
        var list = Find(css);
        Consider(list);
        if (way == Way.Keyboard)
        {
            TabTo(list);
            var values = list.FindElements(By.TagName("option")).Select(o => o.GetDomAttribute("value")).ToList();
            Send(Keys.Home);
            for (var i = 0; i < values.IndexOf(value); i++)
            {
                Send(Keys.ArrowDown);
            }
        }
        else
        {
            // Opens the list, then chooses from it.
            Pace.ClickOn();
            Pace.ClickOn();
            list.FindElement(By.CssSelector($"option[value='{value}']")).Click();
        }

        Assert.Equal(value, Find(css).GetDomProperty("value"));
    }

    /// <summary>Goes to a link or field with the tab key alone.</summary>
    public void Reach(string css) => TabTo(Find(css));

    public void Type(string css, string text)
    {
        var field = Find(css);
        Look(field);
        if (way == Way.Keyboard)
        {
            TabTo(field);
            Send(text);
        }
        else
        {
            Pace.ClickOn();
            Pace.Strike(text.Length);
            field.SendKeys(text);
        }
    }

    private void Press(IWebElement target)
    {
        Consider(target);
        if (way == Way.Keyboard)
        {
            TabTo(target);
            Chromium.Turn(driver, () => Send(Keys.Enter));
        }
        else
        {
            Pace.ClickOn();
            Chromium.Turn(driver, target.Click);
        }

        Pace.Await();
    }

    /// <summary>Takes in what the page shows by now.</summary>
    public void See() => Pace.Pass(driver.FindElement(By.TagName("body")).Text);

    private void Consider(IWebElement target)
    {
        Acts++;
        Look(target);
    }

    private void Look(IWebElement target)
    {
        See();
        var (read, said) = ((IReadOnlyCollection<object>)driver.ExecuteScript(Needed, target)!, driver.FindElements(By.CssSelector(".notice.wording")));
        Pace.Read(string.Join('\n', read));
        Pace.Say(string.Join('\n', said.Select(s => s.Text)));
        Pace.Decide();
    }

    private IWebElement Find(string css) =>
        driver.FindElements(By.CssSelector(css)).FirstOrDefault() ?? throw new InvalidOperationException($"'{driver.Title}' ({driver.Url}) has no {css}");

    private void TabTo(IWebElement target) => TabTo(target.Equals);

    private IWebElement TabTo(Func<IWebElement, bool> wanted)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            var at = driver.SwitchTo().ActiveElement();
            if (wanted(at))
            {
                return at;
            }

            Send(Keys.Tab);
        }

        throw new InvalidOperationException($"what is wanted on '{driver.Title}' cannot be reached with the tab key");
    }

    private void Send(string keys)
    {
        Pace.Strike(keys.Length);
        new Actions(driver).SendKeys(keys).Perform();
    }
}
