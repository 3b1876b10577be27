using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Palermo.Web.House;

namespace Palermo.Web.Accounts;

/// <summary>Begins, finds and ends sessions.</summary>
public sealed class Sessions(AccountsContext accounts, CaseHouse house, TimeProvider clock)
{
    public const string Cookie = "__Host-palermo";

    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15), Longest = TimeSpan.FromHours(12);

    // Being seen is written at most this often: a page with many parts is one visit.
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session and gives its cookie to the browser. Whatever session the browser had before ends.</summary>
    /// <param name="proved">Whether the person proved who they are just now, which a demonstration does not ask.</param>
    public async Task<Session> Begin(HttpContext context, Account account, string method, bool proved, CancellationToken cancel)
    {
        if (context.Request.Cookies[Cookie] is { Length: > 0 } before)
        {
            await accounts.Sessions.Where(s => s.TokenHash == Secrets.Hash(before)).ExecuteDeleteAsync(cancel);
        }

        var now = clock.GetUtcNow();
        var token = Secrets.NewToken();
        var session = new Session
        {
            Id = Secrets.NewId(),
            AccountId = account.Id,
            TokenHash = Secrets.Hash(token),
            StartedAt = now,
            SeenAt = now,
            SteppedUpAt = proved ? now : null,
            Browser = BrowserOf(context),
            Network = NetworkOf(context),
            Method = method,
        };
        accounts.Sessions.Add(session);
        await accounts.SaveChangesAsync(cancel);
        context.Response.Cookies.Append(Cookie, token, Options);
        return session;
    }

    /// <summary>The live session of a request with its account; null if there is none, if it ran out, or if its cookie turned up in another browser.</summary>
    public async Task<(Session Session, Account Account)?> Find(HttpContext context, CancellationToken cancel)
    {
        if (context.Request.Cookies[Cookie] is not { Length: 64 } token)
        {
            return null;
        }

        var hash = Secrets.Hash(token);
        var found = await accounts.Sessions.AsNoTracking().Where(s => s.TokenHash == hash)
            .Join(accounts.Users.AsNoTracking(), s => s.AccountId, a => a.Id, (session, account) => new { session, account })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var (session, now) = (found.session, clock.GetUtcNow());
        if (found.account.Disabled || now - session.SeenAt > Idle || now - session.StartedAt > Longest || !CryptographicOperations.FixedTimeEquals(session.Browser, BrowserOf(context)))
        {
            await accounts.Sessions.Where(s => s.Id == session.Id).ExecuteDeleteAsync(cancel);
            return null;
        }

        if (session.Network != NetworkOf(context) && !session.Locked)
        {
            // A telephone changes networks; so does a stolen cookie. The one can prove who holds it.
            session.Locked = true;
            session.Network = NetworkOf(context);
            await accounts.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Locked, true).SetProperty(x => x.Network, session.Network), cancel);
        }

        if (now - session.SeenAt > Seen)
        {
            // In turn with the desk's acts: whoever waits for the writer inside SQLite is overtaken by them again and again.
            using var turn = await house.Setting.Database.TurnAsync(cancel);
            await accounts.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), cancel);
        }

        return (session, found.account);
    }

    public Task Lock(Guid session, CancellationToken cancel) =>
        accounts.Sessions.Where(s => s.Id == session).ExecuteUpdateAsync(s => s.SetProperty(x => x.Locked, true).SetProperty(x => x.SteppedUpAt, (DateTimeOffset?)null), cancel);

    /// <summary>The person proved again who they are: the session is open and fresh, under a new token; the old one is worth nothing.</summary>
    public async Task StepUp(HttpContext context, Guid session, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        var token = Secrets.NewToken();
        var hash = Secrets.Hash(token);
        await accounts.Sessions.Where(s => s.Id == session).ExecuteUpdateAsync(s => s.SetProperty(x => x.Locked, false).SetProperty(x => x.SteppedUpAt, now).SetProperty(x => x.TokenHash, hash), cancel);
        context.Response.Cookies.Append(Cookie, token, Options);
    }

    public async Task End(HttpContext context, Guid session, CancellationToken cancel)
    {
        await accounts.Sessions.Where(s => s.Id == session).ExecuteDeleteAsync(cancel);
        context.Response.Cookies.Delete(Cookie, Options);
    }

    /// <summary>Ends every session of an account but one: after a change of password, factor, role or office, or when it is disabled.</summary>
    public Task EndAll(Guid account, Guid? but, CancellationToken cancel) =>
        accounts.Sessions.Where(s => s.AccountId == account && s.Id != but).ExecuteDeleteAsync(cancel);

    /// <summary>The wider network of a request: a household or office, not a device.</summary>
    public static string NetworkOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "local";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork ? $"{bytes[0]}.{bytes[1]}" : Convert.ToHexStringLower(bytes.AsSpan(0, 4));
    }

    private static CookieOptions Options => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true };

    private static byte[] BrowserOf(HttpContext context) => Secrets.Hash(context.Request.Headers.UserAgent.ToString());
}
