using System.Collections.Concurrent;

namespace Palermo.Web.Accounts;

/// <summary>
/// Slows guessing without letting a stranger lock anybody out. What is counted is failures of one network address at one name and
/// over all names; after a few the next try must wait, twice as long each time, up to a quarter of an hour. Somebody else's guesses
/// from elsewhere never make the owner wait. Kept in memory: a restart forgives.
/// </summary>
public sealed class SlowDown(TimeProvider clock)
{
    private const int FreeAtOneName = 5, FreeOverall = 30, Kept = 50_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15), Forgotten = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Last)> _failures = new(StringComparer.Ordinal);

    /// <summary>How long this address must wait before the next try at this name; zero if not at all.</summary>
    public TimeSpan Wait(string network, string name)
    {
        var now = clock.GetUtcNow();
        var atName = Of(AtName(network, name), FreeAtOneName);
        var overall = Of(Overall(network), FreeOverall);
        return atName > overall ? atName : overall;

        TimeSpan Of(string key, int free) =>
            _failures.TryGetValue(key, out var seen) && seen.Failures >= free && seen.Last + Pause(seen.Failures - free) is var until && until > now ? until - now : TimeSpan.Zero;
    }

    public void Failed(string network, string name)
    {
        var now = clock.GetUtcNow();
        if (_failures.Count > Kept)
        {
            foreach (var old in _failures.Where(f => f.Value.Last < now - Forgotten))
            {
                _failures.TryRemove(old);
            }
        }

        foreach (var key in new[] { AtName(network, name), Overall(network) })
        {
            _failures.AddOrUpdate(key, (1, now), (_, seen) => (seen.Last < now - Forgotten ? 1 : seen.Failures + 1, now));
        }
    }

    public void Succeeded(string network, string name) => _failures.TryRemove(AtName(network, name), out _);

    private static TimeSpan Pause(int beyond) => TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 2 * Math.Pow(2, Math.Min(beyond, 20))));

    private static string AtName(string network, string name) => network + "\n" + name.ToUpperInvariant();

    private static string Overall(string network) => network;
}
