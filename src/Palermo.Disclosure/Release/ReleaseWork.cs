using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Disclosure.Release;

/// <summary>
/// A release that is being made, in the folder it will stand in. Until it is whole nothing of it stands there but a subfolder,
/// <c>.making</c>, that holds the name under which the budget was charged and, once they are paid for, the noisy measurements: the same
/// command begun again after a stop goes on from there and is not charged again.
/// </summary>
public sealed class ReleaseWork
{
    private const string Subfolder = ".making", State = "work.json", Noisy = "measured.json", Last = "manifest.json";

    private sealed record Begun(string Name, string Asked);

    private readonly string folder;

    private ReleaseWork(string folder, string name, bool isResumed)
    {
        this.folder = folder;
        Name = name;
        IsResumed = isResumed;
    }

    /// <summary>The name of this piece of work in the ledger. No other has it.</summary>
    public string Name { get; }

    /// <summary>It was begun before, and stopped.</summary>
    public bool IsResumed { get; }

    private string Making => Path.Combine(folder, Subfolder);

    /// <summary>Begins a release, or goes on with the one that the folder holds unfinished.</summary>
    /// <param name="folder">Where it will stand; made if absent.</param>
    /// <param name="title">What it is called to people who read the ledger; the name begins with it.</param>
    /// <param name="asked">Everything that was asked for, in words: an unfinished release is gone on with only if the same is asked.</param>
    /// <exception cref="InvalidDataException">A finished release stands there, or an unfinished one of something else.</exception>
    public static ReleaseWork Begin(string folder, string title, string asked)
    {
        ArgumentException.ThrowIfNullOrEmpty(asked);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)));
        var making = Path.Combine(Directory.CreateDirectory(folder).FullName, Subfolder);
        var state = Path.Combine(making, State);
        if (File.Exists(state))
        {
            return JsonSerializer.Deserialize<Begun>(File.ReadAllBytes(state)) is { } begun && begun.Asked == hash
                ? new ReleaseWork(folder, begun.Name, isResumed: true)
                : throw new InvalidDataException($"{folder}: a release was begun here that asked for something else. Ask for the same to go on with it, or name another folder");
        }

        if (File.Exists(Path.Combine(folder, Last)))
        {
            throw new InvalidDataException($"{folder}: a release stands here already. Name another folder");
        }

        var work = new ReleaseWork(folder, $"{title} {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}", isResumed: false);
        Directory.CreateDirectory(making);
        Write(state, JsonSerializer.SerializeToUtf8Bytes(new Begun(work.Name, hash)));
        return work;
    }

    /// <summary>What was measured and paid for; null: nothing yet.</summary>
    public Measurements? Measured => File.Exists(Path.Combine(Making, Noisy)) ? MeasuredState.Read(File.ReadAllBytes(Path.Combine(Making, Noisy))) : null;

    /// <summary>Keeps what was measured.</summary>
    public void Keep(Measurements measured) => Write(Path.Combine(Making, Noisy), MeasuredState.Write(measured));

    /// <summary>Puts the files of the release in their place, the manifest last: a folder without one holds no release.</summary>
    public void Finish(FinishedRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        foreach (var (name, bytes) in release.Files.OrderBy(f => f.Key == Last))
        {
            var waiting = Path.Combine(Making, name);
            Write(waiting, bytes);
            File.Move(waiting, Path.Combine(folder, name), overwrite: true);
        }

        Directory.Delete(Making, recursive: true);
    }

    /// <summary>Nothing was spent on it: as if it had not been begun.</summary>
    public void Abandon() => Directory.Delete(Making, recursive: true);

    // On the disk before it has its name: what is there under it is whole.
    private static void Write(string path, byte[] bytes)
    {
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
