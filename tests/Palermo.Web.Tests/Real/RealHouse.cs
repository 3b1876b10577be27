using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Casework.Access;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Real;

/// <summary>What outlives a server: its folder, its key file, its database of either kind, and the people with an account.</summary>
/// <param name="folder">A folder of its own.</param>
/// <param name="postgres">The connection string of an empty PostgreSQL database; null: a SQLite file in the folder.</param>
/// <param name="program">The assembly of the web application.</param>
public sealed class RealHouse(string folder, string? postgres, string program)
{
    private const string Agent = "Mozilla/5.0 (real)";

    /// <summary>Identity asks its own options which schema the accounts have.</summary>
    private static readonly ServiceProvider Services = new ServiceCollection().Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3).BuildServiceProvider();

    public string KeyPath { get; } = Path.Combine(folder, "key.json");

    /// <summary>Settings beside those of the house, by their environment names.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal) { ["Limits__RequestsPerMinute"] = "1000000" };

    public CaseworkDatabase Database() => new(postgres ?? SqliteConnection);

    private string SqliteConnection => $"Data Source={Path.Combine(folder, "palermo.db")};Pooling=False";

    public RealServer Start()
    {
        if (!File.Exists(KeyPath))
        {
            KeyFile.Create(KeyPath, null).Dispose();
        }

        Dictionary<string, string> settings = new(Settings, StringComparer.Ordinal) { ["Casework__Folder"] = folder, ["Casework__KeyFile"] = KeyPath };
        if (postgres is not null)
        {
            settings["Casework__Connection"] = postgres;
        }

        return RealServer.Start(program, settings);
    }

    /// <summary>Somebody with an account and, for twelve hours, a session as if begun by passkey. The server must have made the database before.</summary>
    /// <param name="known">The account's identifier, where one is expected; an account that is there already is kept.</param>
    public async Task<SignedIn> AddPersonAsync(string role, string office, CancellationToken stop, Guid? known = null)
    {
        await using var accounts = Accounts();
        var (id, token, now) = (known ?? Secrets.NewId(), Secrets.NewToken(), TimeProvider.System.GetUtcNow());
        var account = new Account { Id = id, UserName = id.ToString("N"), NormalizedUserName = id.ToString("N").ToUpperInvariant(), DisplayName = $"Test {role}", Office = office, Kind = AccountKind.Person, CreatedAt = now, SecurityStamp = Secrets.NewToken(), HasSecondFactor = true };
        account.Roles.Add(role);
        if (!await accounts.Users.AnyAsync(u => u.Id == id, stop))
        {
            accounts.Users.Add(account);
        }

        accounts.Sessions.Add(new Session { Id = Secrets.NewId(), AccountId = id, TokenHash = Secrets.Hash(token), StartedAt = now, SeenAt = now, SteppedUpAt = now, Browser = SHA256.HashData(Encoding.UTF8.GetBytes(Agent)), Network = "127.0", Method = "passkey" });
        await accounts.SaveChangesAsync(stop);
        return new SignedIn(new Actor(id, [role], office, now), token);
    }

    private AccountsContext Accounts() => postgres is null
        ? new SqliteAccountsContext(new DbContextOptionsBuilder<SqliteAccountsContext>().UseApplicationServiceProvider(Services).UseSqlite(SqliteConnection).Options)
        : new PostgresAccountsContext(new DbContextOptionsBuilder<PostgresAccountsContext>().UseApplicationServiceProvider(Services).UseNpgsql(postgres).Options);

    /// <summary>A person with the token of a session.</summary>
    public sealed record SignedIn(Actor Actor, string Token)
    {
        /// <summary>A browser of this person at a server.</summary>
        public HttpClient At(Uri server)
        {
            var browser = new HttpClient(new CookieJar(Token) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false } }) { BaseAddress = server };
            browser.DefaultRequestHeaders.Add("User-Agent", Agent);
            return browser;
        }
    }
}

/// <summary>Keeps cookies as a browser would that trusts loopback, beginning with a session's.</summary>
public sealed class CookieJar(string token) : DelegatingHandler
{
    private readonly CookieContainer _cookies = new();

    private bool _begun;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Secure cookies go to https alone; browsers take loopback for as good.
        var at = new UriBuilder(request.RequestUri!) { Scheme = Uri.UriSchemeHttps }.Uri;
        if (!_begun)
        {
            _begun = true;
            _cookies.SetCookies(at, $"{Web.Accounts.Sessions.Cookie}={token}; path=/; secure; httponly");
        }

        request.Headers.Add("Cookie", _cookies.GetCookieHeader(at));
        var response = await base.SendAsync(request, cancellationToken);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            _cookies.SetCookies(at, cookie);
        }

        return response;
    }
}
