using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.VirtualAuth;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Browser;

/// <summary>A real server with a key, and accounts of people.</summary>
public class StaffChromium : Chromium
{
    public StaffChromium() : base(new StaffSite())
    {
    }

    protected StaffChromium(StaffSite site) : base(site)
    {
    }

    public StaffSite Staff => (StaffSite)Site;

    /// <summary>By its name: a passkey belongs to a name, never to a number.</summary>
    public void GoByName(ChromeDriver driver, string path) => driver.Navigate().GoToUrl(new UriBuilder(new Uri(Address, path)) { Host = "localhost" }.Uri);
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresStaffChromium() : StaffChromium(new PostgresStaffSite());

public sealed class SignInBrowserTests(StaffChromium chromium) : IClassFixture<StaffChromium>
{
    [Theory]
    [InlineData("en", 390)]
    [InlineData("en", 1280)]
    [InlineData("ar", 390)]
    [InlineData("ar", 1280)]
    public Task Newcomer_AddsAPasskey_AndComesBackWithIt(string language, int width) => Newcomer.Begins(chromium, language, width);
}

public sealed class SignInBrowserOnPostgresTests(PostgresStaffChromium chromium) : IClassFixture<PostgresStaffChromium>
{
    [Fact]
    public Task Newcomer_AddsAPasskey_AndComesBackWithIt() => Newcomer.Begins(chromium, "en", 1280);
}

/// <summary>Beginning an account and signing in, with an authenticator that the browser only pretends to have.</summary>
internal static class Newcomer
{
    private const string Password = "seven grey herons wade";

    public static async Task Begins(StaffChromium chromium, string language, int width)
    {
        var faults = new List<string>();
        var account = await chromium.Staff.AddAccount(["caseworker"]);
        await chromium.Staff.Change(a => a.Users.Single(x => x.Id == account.Id).HasSecondFactor = false);
        string code;
        using (var scope = chromium.Staff.Services.CreateScope())
        {
            code = await scope.ServiceProvider.GetRequiredService<Invitations>().Invite(account.Id, Guid.Empty, TestContext.Current.CancellationToken);
        }

        var driver = chromium.Open(width);
        driver.AddVirtualAuthenticator(new VirtualAuthenticatorOptions().SetProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2).SetTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
            .SetHasResidentKey(true).SetHasUserVerification(true).SetIsUserVerified(true));
        chromium.GoByName(driver, $"/{language}/sign-in");
        Look("sign-in");
        chromium.GoByName(driver, $"/{language}/join");
        Look("join");
        driver.FindElement(By.Id("code")).SendKeys(code);
        driver.FindElement(By.Id("new")).SendKeys("short");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("main .button")));
        Look("join-error");
        driver.FindElement(By.Id("new")).SendKeys(Password);
        Chromium.Press(driver, driver.FindElement(By.CssSelector("main .button")));
        Look("enrol");
        chromium.GoByName(driver, $"/{language}/account/authenticator");
        Look("authenticator");
        chromium.GoByName(driver, $"/{language}/account/passkeys");
        Look("passkey");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("main .button")));
        Look("account");
        Assert.EndsWith($"/{language}/account", driver.Url, StringComparison.Ordinal);
        Assert.True((await chromium.Staff.Ask(a => Task.FromResult(a.Users.Single(x => x.Id == account.Id)))).HasSecondFactor);
        Chromium.Press(driver, driver.FindElement(By.CssSelector("form[action$='/recovery-codes'] button")));
        Look("codes");
        chromium.GoByName(driver, $"/{language}/account/password");
        Look("password");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("form[action$='/sign-out'] button")));
        chromium.GoByName(driver, $"/{language}/sign-in");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("form.passkey .button")));
        Assert.EndsWith($"/{language}/work", driver.Url, StringComparison.Ordinal);
        Chromium.Press(driver, driver.FindElement(By.CssSelector("form[data-lock] button")));
        Look("unlock");
        Chromium.Press(driver, driver.FindElement(By.CssSelector("form.passkey .button")));
        Assert.EndsWith($"/{language}/work", driver.Url, StringComparison.Ordinal);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

        void Look(string name)
        {
            var what = string.Create(CultureInfo.InvariantCulture, $"enter-{name}-{language}-{width}");
            Chromium.Picture(driver, what);
            faults.AddRange(Chromium.Barriers(driver, what));
            faults.AddRange(Chromium.Overflow(driver, what));
        }
    }
}
