using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Browser;

/// <summary>The pages that audit and publish, as a person sees them.</summary>
public sealed class DisclosureTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void EveryPage_IsAccessible_FitsAndIsPictured(string language)
    {
        var faults = new List<string>();
        var driver = chromium.Open();
        driver.ExecuteCdpCommand("Network.enable", []);
        driver.ExecuteCdpCommand("Network.setExtraHTTPHeaders", new Dictionary<string, object?>
        {
            ["headers"] = new Dictionary<string, object?> { [GivenRights.Header] = string.Join(',', Enum.GetValues<Right>()), [GivenRights.Name] = "Analyst" },
        });
        var file = Path.Combine(Directory.CreateTempSubdirectory("palermo-table-").FullName, "table.csv");
        File.WriteAllText(file, "Sex,Place,Count\nTotal,North,14\nFemale,North,9\nMale,North,<6\nTotal,South,50\nFemale,South,30\nMale,South,20\n");
        foreach (var (name, open) in new (string, Action<ChromeDriver>)[]
        {
            ("audit", d => chromium.Go(d, $"/{language}/audit")),
            ("audit-result", d =>
            {
                d.FindElement(By.Id("files")).SendKeys(file);
                Chromium.Press(d, d.FindElement(By.CssSelector("main .button")));
            }),
            ("audit-own", d => chromium.Go(d, $"/{language}/audit/own")),
            ("publish", d => chromium.Go(d, $"/{language}/publish?data=sample-routes&rows=year&columns=sex")),
            ("sign-off", d => chromium.Go(d, $"/{language}/sign-off")),
            ("releases", d => chromium.Go(d, $"/{language}/releases")),
        })
        {
            open(driver);
            faults.AddRange(Chromium.Faults(driver, $"{name}-{language}"));
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }
}
