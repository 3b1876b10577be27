using System.Collections.Concurrent;
using System.Numerics;
using Palermo.Casework.Audit;
using Palermo.Web.House;

namespace Palermo.Web.Accounts;

/// <summary>
/// What happens to accounts and sessions, in the same hash-chained log as the reading of cases. The entry is written before the deed:
/// without an entry nothing is done.
/// </summary>
public sealed class SecurityLog(CaseHouse house, TimeProvider clock)
{
    private const int Kept = 10_000;

    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Last)> _failures = new(StringComparer.Ordinal);

    /// <param name="action">Such as <c>account.roles</c>.</param>
    /// <param name="about">The account it is about.</param>
    public async Task Write(HttpContext context, Guid actor, string action, Guid? about, CancellationToken cancel, bool allowed = true, string reason = "")
    {
        var setting = house.Setting;
        using var turn = await setting.Database.TurnAsync(cancel);
        await using var db = setting.Database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await setting.Trail.AppendAsync(db, new AuditEvent(actor, action) { Allowed = allowed, Reason = reason, RecordType = "account", RecordId = about, RequestId = AtTheDesk.RequestId(context) }, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Somebody who is signed in asked for what their roles do not open. Thinned out like failed sign-ins.</summary>
    public Task Refused(HttpContext context, Guid account, string right, CancellationToken cancel) => Count(context, account, "gate." + right, cancel);

    /// <summary>A sign-in that failed. The first, second, fourth, eighth ... from one address is written: guessing cannot flood the log.</summary>
    public Task Failed(HttpContext context, Guid? about, string step, CancellationToken cancel) => Count(context, about, "sign-in." + step, cancel);

    private async Task Count(HttpContext context, Guid? about, string action, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (_failures.Count > Kept)
        {
            foreach (var old in _failures.Where(f => f.Value.Last < now - TimeSpan.FromHours(1)))
            {
                _failures.TryRemove(old);
            }
        }

        var (count, _) = _failures.AddOrUpdate($"{context.Connection.RemoteIpAddress}\n{about}\n{action}", (1, now), (_, seen) => (seen.Count + 1, now));
        if (BitOperations.IsPow2(count))
        {
            await Write(context, about ?? Guid.Empty, action, about, cancel, allowed: false, reason: count == 1 ? "failed" : $"failed-{count}");
        }
    }
}
