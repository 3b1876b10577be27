using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using Palermo.Web.Tests.Browser;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests.Tours;

public sealed class EveryPageInEnglishTests(DemonstrationChromium chromium) : EveryPageTests(chromium, "en"), IClassFixture<DemonstrationChromium>;

public sealed class EveryPageInArabicTests(DemonstrationChromium chromium) : EveryPageTests(chromium, "ar"), IClassFixture<DemonstrationChromium>;

/// <summary>axe, the width and a picture of every route that the application serves as a page, on a phone and on a desk.</summary>
public abstract class EveryPageTests(DemonstrationChromium chromium, string language)
{
    private const int FewestPages = 45;

    [Fact]
    public async Task EveryRoute_IsAccessible_FitsAndIsPictured()
    {
        var driver = chromium.Open();
        var tour = await Tour.Of(chromium.Site);
        var faults = new List<string>();
        var pages = 0;
        foreach (var (role, stops) in tour.Stops().GroupBy(s => s.Role).OrderBy(g => g.Key is not null).Select(g => (g.Key, g)))
        {
            driver.Manage().Cookies.DeleteAllCookies();
            if (role is not null)
            {
                chromium.Go(driver, $"/{language}/sign-in");
                Chromium.Turn(driver, driver.FindElement(By.CssSelector($"button[name=as][value='{role}']")).Click);
                await tour.Prove();
            }

            foreach (var stop in stops)
            {
                chromium.Go(driver, $"/{language}{stop.Path}");
                pages++;
                var status = (long)driver.ExecuteScript("return performance.getEntriesByType('navigation')[0].responseStatus")!;
                if (status != 200 || new Uri(driver.Url).AbsolutePath != $"/{language}{stop.Path}".Split('?')[0])
                {
                    faults.Add($"{stop.Pattern} as {role ?? "nobody"}: {status} at {new Uri(driver.Url).PathAndQuery}");
                    continue;
                }

                faults.AddRange(Chromium.Faults(driver, $"route{string.Concat(stop.Pattern.Replace(":guid", "", StringComparison.Ordinal).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}-{language}"));
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        Assert.True(pages >= FewestPages, $"{pages} pages");
    }
}
