using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Browser;

/// <summary>The five tasks on PostgreSQL, with a pointer.</summary>
public sealed class TaskOnPostgresTests(PostgresTaskHouse house) : IClassFixture<PostgresTaskHouse>
{
    private readonly TaskTests _tasks = new(house);

    [Fact]
    public Task Screening() => _tasks.Screening_FromTheFirstPageToTheReferral(Way.Mouse);

    [Fact]
    public Task CompletingACase() => _tasks.CompletingACase_FromTheListOfOnesOwnToTheReferral(Way.Mouse);

    [Fact]
    public Task DecidingReasonableGrounds() => _tasks.DecidingReasonableGrounds_WithReasons(Way.Mouse);

    [Fact]
    public Task FindingWhoSawAFile() => _tasks.FindingWhoSawAFile(Way.Mouse);

    [Fact]
    public Task WithdrawingAConsent() => _tasks.WithdrawingAConsent(Way.Mouse);
}

/// <summary>A server with a key and a PostgreSQL database, and in it the people and cases of a demonstration.</summary>
public sealed class PostgresTaskHouse : TaskHouse
{
    public PostgresTaskHouse() : base(Clocked())
    {
        using var scope = Site.Services.CreateScope();
        var services = scope.ServiceProvider;
        // The account that a new server begins with makes room: a demonstration fills a house in which nobody is.
        var accounts = services.GetRequiredService<AccountsContext>();
        accounts.Users.ExecuteDelete();
        Demonstration.Fill(accounts, services.GetRequiredService<CaseHouse>(), services.GetRequiredService<DataFolder>(), services.GetRequiredService<RoleRights>(),
            services.GetRequiredService<TimeProvider>(), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>A browser that holds the session of a role's account, as if begun by passkey.</summary>
    internal override Hand SignIn(Way way, string role)
    {
        using var scope = Site.Services.CreateScope();
        var services = scope.ServiceProvider;
        var accounts = services.GetRequiredService<AccountsContext>();
        var driver = Visitor(way);
        var (token, now) = (Secrets.NewToken(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var agent = (string)driver.ExecuteScript("return navigator.userAgent")!;
        accounts.Sessions.Add(new Session
        {
            Id = Secrets.NewId(), AccountId = accounts.Users.Single(u => u.UserName == role).Id, TokenHash = Secrets.Hash(token), StartedAt = now, SeenAt = now, SteppedUpAt = now,
            Browser = SHA256.HashData(Encoding.UTF8.GetBytes(agent)), Network = "127.0", Method = "passkey",
        });
        accounts.SaveChanges();
        driver.ExecuteCdpCommand("Network.setCookie", new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = Sessions.Cookie, ["value"] = token, ["url"] = new UriBuilder(Address) { Scheme = Uri.UriSchemeHttps }.Uri.ToString(), ["path"] = "/", ["secure"] = true, ["httpOnly"] = true,
        });
        Go(driver, "/en/work");
        return new Hand(driver, way);
    }

    private static PostgresStaffSite Clocked()
    {
        var site = new PostgresStaffSite();
        // Each look at the clock is later than the one before, as in life.
        site.Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);
        return site;
    }
}
