using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Audit;
using Palermo.Casework.Vault;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Tests.Real;

namespace Palermo.Web.Tests;

/// <summary>The application with accounts and case files, a key and a database of its own, and a clock that tests move.</summary>
public class StaffSite : Site
{
    public const string Agent = "Mozilla/5.0 (test)";

    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-site-").FullName;

    /// <summary>The connection string of a PostgreSQL database; null: a SQLite file in the folder.</summary>
    protected virtual string? Postgres => null;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    public string Folder => _folder;

    /// <summary>A browser with its own cookies, signed in as nobody.</summary>
    public HttpClient Browser()
    {
        var browser = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new Uri("https://localhost") });
        browser.DefaultRequestHeaders.Add("User-Agent", Agent);
        return browser;
    }

    /// <summary>A browser signed in as a new person with these roles, who proved just now who they are.</summary>
    public async Task<HttpClient> As(string role, string office = "north") => (await Person([role], office)).Browser;

    public async Task<(HttpClient Browser, Account Account)> Person(string[] roles, string office = "north")
    {
        var account = await AddAccount(roles, office);
        return (await In(account), account);
    }

    /// <summary>A browser in which an account is signed in, as if by passkey.</summary>
    public async Task<HttpClient> In(Account account, bool proved = true)
    {
        var token = Secrets.NewToken();
        var now = Clock.GetUtcNow();
        await Change(accounts => accounts.Sessions.Add(new Session
        {
            Id = Secrets.NewId(),
            AccountId = account.Id,
            TokenHash = Secrets.Hash(token),
            StartedAt = now,
            SeenAt = now,
            SteppedUpAt = proved ? now : null,
            Browser = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Agent)),
            Network = "local",
            Method = "passkey",
        }));
        // The handler of a factory client keeps its cookies to itself; so the session's cookie is put where the others are added.
        var browser = CreateDefaultClient(new Uri("https://localhost"), new CookieJar(token));
        browser.DefaultRequestHeaders.Add("User-Agent", Agent);
        return browser;
    }

    public async Task<Account> AddAccount(string[] roles, string office = "north", string? password = null, byte[]? authenticator = null)
    {
        using var scope = Services.CreateScope();
        var name = string.Join('_', roles) + "-" + Secrets.NewId().ToString("N")[..8];
        var account = new Account
        {
            Id = Secrets.NewId(),
            UserName = name,
            NormalizedUserName = name.ToUpperInvariant(),
            DisplayName = "Test " + string.Join(' ', roles),
            Office = office,
            Kind = AccountKind.Person,
            CreatedAt = Clock.GetUtcNow(),
            SecurityStamp = Secrets.NewToken(),
            HasSecondFactor = password is null || authenticator is not null,
        };
        account.Roles.AddRange(roles);
        if (password is not null)
        {
            account.PasswordHash = scope.ServiceProvider.GetRequiredService<IPasswordHasher<Account>>().HashPassword(account, password);
        }

        if (authenticator is not null)
        {
            account.AuthenticatorKey = scope.ServiceProvider.GetRequiredService<Authenticators>().Seal(authenticator);
        }

        var accounts = scope.ServiceProvider.GetRequiredService<AccountsContext>();
        accounts.Users.Add(account);
        await accounts.SaveChangesAsync(TestContext.Current.CancellationToken);
        return account;
    }

    public async Task Change(Action<AccountsContext> change)
    {
        using var scope = Services.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountsContext>();
        change(accounts);
        await accounts.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Every entry of the audit log, oldest first.</summary>
    public async Task<List<AuditEntry>> Audit()
    {
        await using var db = Services.GetRequiredService<CaseHouse>().Setting.Database.NewContext();
        return await db.Set<AuditEntry>().AsNoTracking().OrderBy(e => e.Seq).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async Task<T> Ask<T>(Func<AccountsContext, Task<T>> ask)
    {
        using var scope = Services.CreateScope();
        return await ask(scope.ServiceProvider.GetRequiredService<AccountsContext>());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        var key = Path.Combine(_folder, "key.json");
        if (!File.Exists(key))
        {
            KeyFile.Create(key, null).Dispose();
        }

        builder.UseSetting("Casework:Folder", _folder);
        builder.UseSetting("Casework:KeyFile", key);
        if (Postgres is { } connection)
        {
            builder.UseSetting("Casework:Connection", connection);
        }

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            // Hashing is slow on purpose; the tests that are about it use the real count.
            services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}

/// <summary>The same on PostgreSQL; the test is skipped where there is none.</summary>
public class PostgresStaffSite : StaffSite
{
    private string? _connection;

    protected override string? Postgres => _connection ??= PostgresServer.NewDatabase();
}

/// <summary>Filling in the forms of a page.</summary>
public static partial class Forms
{
    /// <summary>Sends the form of a page that goes to an address, with its hidden fields and these.</summary>
    public static Task<Answered> Submit(this HttpClient browser, Answered page, string action, params (string Name, string Value)[] fields) =>
        browser.Post(action, [.. Hidden(page, action).Where(h => fields.All(f => f.Name != h.Key)), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]);

    public static IEnumerable<KeyValuePair<string, string>> Hidden(Answered page, string action)
    {
        var form = FormPattern().Matches(page.Html).FirstOrDefault(m => WebUtility.HtmlDecode(m.Groups[1].Value) == action)
            ?? throw new InvalidOperationException($"the page '{page.Title}' ({page.Status}) has no form that goes to {action}");
        return HiddenPattern().Matches(form.Value).Select(m => new KeyValuePair<string, string>(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)));
    }

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)" ?/?>""")]
    private static partial Regex HiddenPattern();
}
