using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Disclosure.Chains;
using Palermo.Disclosure.Gates;

namespace Palermo.Disclosure.Release;

/// <summary>Where a release stands.</summary>
public enum ReleaseState
{
    /// <summary>Prepared by one person; nobody outside sees it.</summary>
    Prepared = 1,

    /// <summary>Signed off by another: published under its permanent identifier.</summary>
    Published = 2,

    /// <summary>Taken back: the identifier and the reason stay, the files are gone.</summary>
    Withdrawn = 3,
}

/// <summary>One line of the register.</summary>
/// <param name="Identifier">The release.</param>
/// <param name="State">What it became.</param>
/// <param name="Date">When, as given by the caller.</param>
/// <param name="Person">Who.</param>
/// <param name="Reason">Why, for a withdrawal.</param>
/// <param name="Previous">SHA-256 of the line before, so that a line taken out is noticed.</param>
public sealed record RegisterLine(string Identifier, ReleaseState State, DateOnly Date, string Person, string? Reason, string Previous);

/// <summary>A release in the register.</summary>
public sealed record RegisteredRelease(ReleaseManifest Manifest, ReleaseState State, ImmutableArray<RegisterLine> History)
{
    public string PreparedBy => History[0].Person;

    /// <summary>Whether it ever left: what was put aside before a second person signed it did not.</summary>
    public bool WasPublished => History.Any(l => l.State == ReleaseState.Published);

    /// <summary>For whom; a release that names nobody is public.</summary>
    public Audience Audience => Manifest.Audience ?? Audience.Public;
}

/// <summary>The register refuses. Says why and what to do.</summary>
public sealed class RegisterException(string message) : InvalidOperationException(message);

/// <summary>
/// All releases of a house, in a folder: a chain of lines that only grows, and the files of each release under its identifier. What one
/// person prepared another signs off; a withdrawn release keeps its identifier and reason for ever.
/// </summary>
public sealed class ReleaseRegister(string folder)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly Lock turn = new();

    private string Chain => Path.Combine(folder, "register.jsonl");

    /// <summary>Every release, newest first.</summary>
    public ImmutableArray<RegisteredRelease> List()
    {
        lock (turn)
        {
            return [.. Read().GroupBy(l => l.Identifier, StringComparer.Ordinal).Select(Of).Reverse()];
        }
    }

    /// <summary>A release by its identifier; null when there is none.</summary>
    public RegisteredRelease? Find(string identifier)
    {
        lock (turn)
        {
            return Read().Where(l => l.Identifier == identifier).GroupBy(l => l.Identifier, StringComparer.Ordinal).Select(Of).FirstOrDefault();
        }
    }

    /// <summary>Keeps a finished release as prepared.</summary>
    /// <exception cref="RegisterException">The same release is registered already.</exception>
    public RegisteredRelease Prepare(FinishedRelease release, string person, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(release);
        lock (turn)
        {
            var id = release.Manifest.Identifier;
            if (Read().Any(l => l.Identifier == id))
            {
                throw new RegisterException($"{id} is registered already: the same bytes have one identifier");
            }

            var place = Directory.CreateDirectory(Path.Combine(folder, id)).FullName;
            foreach (var (name, bytes) in release.Files)
            {
                File.WriteAllBytes(Path.Combine(place, name), bytes);
            }

            Append(id, ReleaseState.Prepared, date, person, null);
            return Of(Read().Where(l => l.Identifier == id).GroupBy(l => l.Identifier, StringComparer.Ordinal).Single());
        }
    }

    /// <summary>Publishes what another person prepared.</summary>
    /// <exception cref="RegisterException">There is no such prepared release, or the same person prepared it.</exception>
    public RegisteredRelease SignOff(string identifier, string person, DateOnly date)
    {
        lock (turn)
        {
            var release = Must(identifier, ReleaseState.Prepared);
            if (string.Equals(release.PreparedBy, Named(person), StringComparison.OrdinalIgnoreCase))
            {
                throw new RegisterException("whoever prepared a release does not sign it off: a second person must look at it");
            }

            Append(identifier, ReleaseState.Published, date, person, null);
            return Must(identifier, ReleaseState.Published);
        }
    }

    /// <summary>
    /// Takes a release back: its files go, its identifier and the reason stay. What others copied cannot be called back. One that waits for
    /// its second person is put aside the same way; nobody outside ever sees that it was there.
    /// </summary>
    /// <exception cref="RegisterException">There is no such release, it is withdrawn already, or no reason is given.</exception>
    public RegisteredRelease Withdraw(string identifier, string person, string reason, DateOnly date)
    {
        lock (turn)
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                throw new RegisterException("say why: readers who hold a copy must learn it");
            }

            var release = Of(Read().Where(l => l.Identifier == identifier).GroupBy(l => l.Identifier, StringComparer.Ordinal).FirstOrDefault() ?? throw new RegisterException($"there is no release '{identifier}'"));
            if (release.State == ReleaseState.Withdrawn)
            {
                throw new RegisterException($"'{identifier}' is withdrawn already");
            }

            Append(identifier, ReleaseState.Withdrawn, date, person, reason.Trim());
            ReleaseFolder.Clear(Path.Combine(folder, identifier), release.Manifest with { Withdrawn = reason.Trim() });
            return Must(identifier, ReleaseState.Withdrawn);
        }
    }

    /// <summary>A file of a published or withdrawn release (of the latter only what still speaks of it); null when there is none.</summary>
    public byte[]? FileOf(string identifier, string name)
    {
        lock (turn)
        {
            var release = Read().Where(l => l.Identifier == identifier).GroupBy(l => l.Identifier, StringComparer.Ordinal).Select(Of).FirstOrDefault();
            if (release is null || !release.WasPublished)
            {
                return null;
            }

            return Stored(identifier, name);
        }
    }

    /// <summary>A file of a release that waits for its second person, for that person to look at; null when there is none.</summary>
    public byte[]? PreparedFileOf(string identifier, string name)
    {
        lock (turn)
        {
            return Find(identifier) is { State: ReleaseState.Prepared } ? Stored(identifier, name) : null;
        }
    }

    private byte[]? Stored(string identifier, string name)
    {
        if (name.AsSpan().IndexOfAny("/\\") >= 0 || name.StartsWith('.'))
        {
            return null;
        }

        var path = Path.Combine(folder, identifier, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    private RegisteredRelease Must(string identifier, ReleaseState state)
    {
        var lines = Read().Where(l => l.Identifier == identifier).GroupBy(l => l.Identifier, StringComparer.Ordinal).FirstOrDefault() ?? throw new RegisterException($"there is no release '{identifier}'");
        var release = Of(lines);
        return release.State == state ? release : throw new RegisterException($"'{identifier}' is {release.State.ToString().ToLowerInvariant()}");
    }

    private RegisteredRelease Of(IGrouping<string, RegisterLine> lines) => new(
        ReleaseManifest.FromJson(File.ReadAllText(Path.Combine(folder, lines.Key, "manifest.json"))), lines.Last().State, [.. lines]);

    private IEnumerable<RegisterLine> Read() => ChainedLines.Read<RegisterLine>(
        ChainedLines.Of(Chain), Options, l => l.Previous,
        line => new RegisterException($"register.jsonl, line {line}: the chain is broken; restore the file from its copy before anything is released"));

    private void Append(string identifier, ReleaseState state, DateOnly date, string person, string? reason)
    {
        var name = Named(person);
        Directory.CreateDirectory(folder);
        ChainedLines.Append(Chain, Options, previous => new RegisterLine(identifier, state, date, name, reason, previous));
    }

    private static string Named(string person) => string.IsNullOrWhiteSpace(person) ? throw new RegisterException("someone must be named") : person.Trim();
}
