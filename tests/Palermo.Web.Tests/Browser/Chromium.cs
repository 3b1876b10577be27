using System.Globalization;
using Deque.AxeCore.Commons;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Palermo.Web.Tests.Browser;

/// <summary>The application on a loopback port and a real browser before it. Tests skip with a message where no browser is installed.</summary>
public class Chromium : IDisposable
{
    private const string AxeResource = "Deque.AxeCore.Commons.Resources.axe.min.js";

    private static readonly int[] Widths = [390, 1280];

    private readonly Site _site;
    private readonly List<(ChromeDriver Driver, string Profile)> _open = [];

    public Chromium() : this(new Site())
    {
    }

    protected Chromium(Site site)
    {
        _site = site;
        _site.UseKestrel();
        _site.StartServer();
        Address = _site.ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    public Site Site => _site;

    private static string Browser => Environment.GetEnvironmentVariable("PALERMO_CHROMIUM") ?? "/usr/bin/chromium";

    private static string Driver => Environment.GetEnvironmentVariable("PALERMO_CHROMEDRIVER") ?? "/usr/bin/chromedriver";

    private static string AxeScript { get; } = ReadAxe();

    public ChromeDriver Open(int width = 1280, bool scripts = true)
    {
        Assert.SkipUnless(File.Exists(Browser) && File.Exists(Driver), $"needs {Browser} and {Driver} (Debian: apt-get install chromium chromium-driver), or PALERMO_CHROMIUM and PALERMO_CHROMEDRIVER");
        var profile = Directory.CreateTempSubdirectory("palermo-browser-").FullName;
        var options = new ChromeOptions { BinaryLocation = Browser };
        options.AddArguments(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + profile, string.Create(CultureInfo.InvariantCulture, $"--window-size={width},900"));
        if (!scripts)
        {
            options.AddUserProfilePreference("profile.managed_default_content_settings.javascript", 2);
        }

        var driver = new ChromeDriver(ChromeDriverService.CreateDefaultService(Driver), options);
        // axe goes through thousands of elements of a long report; on a busy machine half a minute is not enough.
        driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromMinutes(3);
        Resize(driver, width);
        _open.Add((driver, profile));
        return driver;
    }

    public void Go(ChromeDriver driver, string path) => driver.Navigate().GoToUrl(new Uri(Address, path));

    /// <summary>Presses a button or follows a link with the keyboard and waits for the next page.</summary>
    public static void Press(ChromeDriver driver, IWebElement button) => Turn(driver, () => button.SendKeys(Keys.Enter));

    /// <summary>Does what leads to another page and waits for it.</summary>
    public static void Turn(ChromeDriver driver, Action act)
    {
        var page = driver.FindElement(By.TagName("html"));
        act();
        new WebDriverWait(driver, TimeSpan.FromMinutes(2)) { Message = $"the page '{driver.Title}' was not left" }.Until(d => IsGone(page) && d.FindElements(By.CssSelector("footer.bottom")).Count == 1);

        static bool IsGone(IWebElement element)
        {
            try
            {
                return element.TagName.Length == 0;
            }
            catch (WebDriverException)
            {
                // Stale, or caught between two documents.
                return true;
            }
        }
    }

    /// <summary>
    /// What is wrong with the page as it stands, without asking for it again: on a phone and on a desk a picture is kept and the width is
    /// asked, at 320 px (WCAG 1.4.10) the width alone. axe is asked on a desk where the page is written from the left and on a phone where
    /// it is written from the right: every page stands in both.
    /// </summary>
    public static IEnumerable<string> Faults(ChromeDriver driver, string name)
    {
        List<string> faults = [];
        var axeAt = (string?)driver.ExecuteScript("return document.documentElement.dir") == "rtl" ? Widths[0] : Widths[^1];
        foreach (var width in Widths)
        {
            Resize(driver, width);
            var what = string.Create(CultureInfo.InvariantCulture, $"{name}-{width}");
            Picture(driver, what);
            faults.AddRange(width == axeAt ? Barriers(driver, what) : []);
            faults.AddRange(Overflow(driver, what));
        }

        Resize(driver, 320);
        faults.AddRange(Overflow(driver, name + " at 320 px"));
        Resize(driver, Widths[^1]);
        return faults;
    }

    /// <summary>What axe finds on the page as it stands, for those who read light on dark; a picture is kept.</summary>
    public static IEnumerable<string> FaultsInTheDark(ChromeDriver driver, string name)
    {
        Prefer(driver, "dark");
        Picture(driver, name + "-dark");
        List<string> faults = [.. Barriers(driver, name + "-dark")];
        Prefer(driver, "light");
        return faults;
    }

    public static void Prefer(ChromeDriver driver, string scheme) => driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?>
    {
        ["features"] = new object[] { new Dictionary<string, object?> { ["name"] = "prefers-color-scheme", ["value"] = scheme } },
    });

    public static void Resize(ChromeDriver driver, int width) =>
        driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?> { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    /// <summary>Checks a page against WCAG 2.2 AA and axe's good practice.</summary>
    public static IEnumerable<string> Barriers(ChromeDriver driver, string what)
    {
        driver.ExecuteScript(AxeScript);
        var json = (string)driver.ExecuteAsyncScript(
            "const done = arguments[arguments.length - 1]; axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } } }).then(r => done(JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 3).join(' | ')))));")!;
        return json == "[]" ? [] : [$"{what}: {json}"];
    }

    public static IEnumerable<string> Overflow(ChromeDriver driver, string what)
    {
        var over = (long)driver.ExecuteScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth")!;
        return over <= 0 ? [] : [$"{what}: wider than the window by {over} px"];
    }

    /// <summary>Keeps a picture of the whole page under artifacts/screenshots.</summary>
    public static void Picture(ChromeDriver driver, string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots");
        Directory.CreateDirectory(folder);
        // A page from right to left that fits into the window is shifted in a picture taken beyond it.
        var beyond = (bool)driver.ExecuteScript("return document.documentElement.scrollHeight > window.innerHeight")!;
        var shot = (Dictionary<string, object?>)driver.ExecuteCdpCommand("Page.captureScreenshot", new Dictionary<string, object?> { ["captureBeyondViewport"] = beyond, ["format"] = "png", ["optimizeForSpeed"] = true })!;
        File.WriteAllBytes(Path.Combine(folder, name + ".png"), Convert.FromBase64String((string)shot["data"]!));
    }

    public void Dispose()
    {
        foreach (var (driver, profile) in _open)
        {
            driver.Quit();
            Directory.Delete(profile, recursive: true);
        }

        _site.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string ReadAxe()
    {
        using var stream = typeof(AxeResult).Assembly.GetManifestResourceStream(AxeResource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
