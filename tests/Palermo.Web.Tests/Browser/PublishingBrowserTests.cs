using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;
using Palermo.Disclosure.Release;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Publish;
using Palermo.Web.Tests.Features;

namespace Palermo.Web.Tests.Browser;

/// <summary>The pages that publish a whole dataset and keep its budget, as people see and use them.</summary>
public sealed class PublishingBrowserTests(PublishingHouse house) : IClassFixture<PublishingHouse>
{
    [Theory]
    [InlineData("en", 390)]
    [InlineData("en", 1280)]
    [InlineData("ar", 390)]
    [InlineData("ar", 1280)]
    public void EveryPage_IsAccessible_FitsAndIsPictured(string language, int width)
    {
        var faults = new List<string>();
        var driver = house.As("Rapporteur", width);
        foreach (var (name, path) in new (string, string)[]
        {
            ("publish-dataset", $"/{language}/publish/dataset?data={RegisterSite.Dataset}"),
            ("publish-made", $"/{language}/publish/dataset/{house.Made}"),
            ("publish-cancelled", $"/{language}/publish/dataset/{house.Cancelled}"),
            ("publish-running", $"/{language}/publish/dataset/{house.Running}"),
            ("publish-budget", $"/{language}/publish/budget?data={RegisterSite.Dataset}"),
            ("grant-budget", $"/{language}/grant-budget"),
            ("sign-off-dataset", $"/{language}/sign-off"),
            ("releases-partner", $"/{language}/partner-releases"),
            ("release-partner", $"/{language}/partner-releases/{house.Published[0]}"),
            ("releases-internal", $"/{language}/internal-releases"),
            ("release-internal", $"/{language}/internal-releases/{house.Published[1]}"),
            ("statement-rows", $"/partner-releases/{house.Published[0]}/statement.{language}.html"),
            ("statement-table", $"/internal-releases/{house.Published[1]}/statement.{language}.html"),
        })
        {
            var what = string.Create(CultureInfo.InvariantCulture, $"{name}-{language}-{width}");
            if (name.StartsWith("statement", StringComparison.Ordinal))
            {
                // A file to keep: opened from disk, as a reader would.
                var file = Path.Combine(Directory.CreateTempSubdirectory("palermo-statement-").FullName, "statement.html");
                File.WriteAllBytes(file, house.Site.Services.GetRequiredService<ReleaseRegister>().FileOf(path.Split('/')[2], path.Split('/')[3])!);
                driver.Navigate().GoToUrl(new Uri(file));
            }
            else
            {
                house.Go(driver, path);
            }

            Chromium.Picture(driver, what);
            faults.AddRange(Chromium.Barriers(driver, what));
            faults.AddRange(Chromium.Overflow(driver, what));
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>Without scripts and with the keyboard alone: ask, grant, choose columns, make, look again, sign off.</summary>
    [Fact]
    public void KeyboardAlone_WithoutScripts_ComesFromTheRequestToThePublishedRelease()
    {
        var second = house.As("Rapporteur", scripts: false);
        house.Go(second, "/en/grant-budget");
        Reach(second, "main form[action='/en/grant-budget'] button", Keys.Enter);
        Assert.Contains("No request waits.", Words(second), StringComparison.Ordinal);

        var first = house.As("Analyst", scripts: false);
        house.Go(first, $"/en/publish/dataset?data={RegisterSite.Dataset}&c=gender&c=citizenship&c=meansThreats&audience=public");
        Reach(first, "section[aria-labelledby='way-private-1'] button", Keys.Enter);
        for (var i = 0; i < 300 && !Words(first).Contains("The release is prepared", StringComparison.Ordinal); i++)
        {
            Thread.Sleep(50);
            Reach(first, "main a.button", Keys.Enter);
        }

        var register = house.Site.Services.GetRequiredService<ReleaseRegister>();
        var job = first.Url.Split('/')[^1];
        var id = house.Site.Services.GetRequiredService<ReleaseJobs>().Find(job)!.Release!;
        Assert.Equal(ReleaseState.Prepared, register.Find(id)!.State);
        house.Go(first, "/en/sign-off");
        Assert.Empty(first.FindElements(By.CssSelector($"section[aria-labelledby='{id}'] form[action='/en/sign-off']")));
        house.Go(second, "/en/sign-off");
        Reach(second, $"section[aria-labelledby='{id}'] form[action='/en/sign-off'] button", Keys.Enter);
        Assert.Equal(ReleaseState.Published, register.Find(id)!.State);
        Assert.Single(house.Site.Services.GetRequiredService<BudgetShelf>().Find(RegisterSite.Dataset)!.Entries, e => e.Kind == "spend" && e.Release == job);
    }

    private static string Words(IWebDriver driver) => driver.FindElement(By.TagName("main")).Text;

    /// <summary>Goes there with the tab key and presses a key; a control that the tab key does not reach fails.</summary>
    private static void Reach(OpenQA.Selenium.Chrome.ChromeDriver driver, string selector, string key)
    {
        if (driver.FindElements(By.CssSelector(selector)).Count == 0)
        {
            return;
        }

        for (var i = 0; i < 150; i++)
        {
            driver.SwitchTo().ActiveElement().SendKeys(Keys.Tab);
            var here = driver.SwitchTo().ActiveElement();
            if (here.Equals(driver.FindElement(By.CssSelector(selector))))
            {
                Chromium.Turn(driver, () => here.SendKeys(key));
                return;
            }
        }

        Assert.Fail($"the tab key does not reach {selector}");
    }
}
