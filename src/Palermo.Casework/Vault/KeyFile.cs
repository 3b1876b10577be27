using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Palermo.Casework.Vault;

/// <summary>
/// The file that holds the master key, readable by its owner alone: in the clear, or sealed by a passphrase. It belongs on
/// another disk than the database and in another backup: whoever has both has everything.
/// </summary>
public static class KeyFile
{
    private const string Format = "palermo-master-key/1";

    /// <summary>True when the file's keys are sealed by a passphrase.</summary>
    public static bool NeedsPassphrase(string path) => Read(path)["passphrase"] is not null;

    /// <summary>Makes a new master key and writes it. An existing file is never overwritten.</summary>
    /// <exception cref="VaultException">The file exists, cannot be written, or the passphrase is too short.</exception>
    public static MasterKey Create(string path, string? passphrase)
    {
        if (File.Exists(path))
        {
            throw Problem(path, "exists already; a key file is never overwritten. Name another file.");
        }

        var secret = RandomNumberGenerator.GetBytes(Seal.KeyBytes);
        var master = new MasterKey(ImmutableSortedDictionary<int, byte[]>.Empty.Add(1, secret), isDemonstration: false);
        Write(path, master, passphrase, demonstration: false);
        return master;
    }

    /// <summary>
    /// For the demonstration: opens the key beside the data, or makes it. The master key says that it is one, and whoever
    /// shows the system must say so too.
    /// </summary>
    public static MasterKey OpenOrCreateForDemonstration(string path)
    {
        if (!File.Exists(path))
        {
            using var generated = MasterKey.Generate();
            Write(path, generated, passphrase: null, demonstration: true);
        }

        return Open(path, passphrase: null);
    }

    /// <summary>Reads the master key.</summary>
    /// <exception cref="VaultException">No such file, not a key file, or the passphrase is missing or wrong.</exception>
    public static MasterKey Open(string path, string? passphrase)
    {
        var file = Read(path);
        var wrapping = WrappingKey(path, file, passphrase);
        try
        {
            var versions = ImmutableSortedDictionary.CreateBuilder<int, byte[]>();
            foreach (var (name, node) in file["versions"]!.AsObject())
            {
                var version = int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture);
                var bytes = node!.GetValue<string>();
                versions[version] = wrapping is null ? Convert.FromBase64String(bytes) : Unwrapped(path, wrapping, version, Convert.FromBase64String(bytes));
            }

            return new MasterKey(versions.ToImmutable(), file["demonstration"]?.GetValue<bool>() ?? false);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or NullReferenceException or OverflowException)
        {
            throw Problem(path, "is damaged. Restore it from its backup.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapping);
        }
    }

    /// <summary>Adds a version to the file; it wraps from now on. The file is replaced in one step.</summary>
    public static MasterKey AddVersion(string path, string? passphrase) => Replace(path, passphrase, m => m.WithNewVersion());

    /// <summary>
    /// Destroys every version but the current one. Backups of the database made before the last rotation become unreadable:
    /// that is how an erasure reaches them.
    /// </summary>
    public static MasterKey RetireOldVersions(string path, string? passphrase) => Replace(path, passphrase, m => m.WithCurrentOnly());

    private static MasterKey Replace(string path, string? passphrase, Func<MasterKey, MasterKey> change)
    {
        var changed = change(Open(path, passphrase));
        Write(path, changed, passphrase, changed.IsDemonstration);
        return changed;
    }

    private static JsonObject Read(string path)
    {
        try
        {
            var file = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
            if (file?["format"]?.GetValue<string>() == Format && file["versions"] is JsonObject)
            {
                return file;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(path, "cannot be read. Check the path and that the file belongs to the user who runs the program.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Problem(path, "is not a key file of this version.", e);
        }

        throw Problem(path, "is not a key file of this version.");
    }

    private static byte[]? WrappingKey(string path, JsonObject file, string? passphrase)
    {
        if (file["passphrase"] is not JsonObject parameters)
        {
            return null;
        }

        Passphrase? read = null;
        try
        {
            read = new Passphrase((int)parameters["memoryKib"]!, (int)parameters["passes"]!, (int)parameters["lanes"]!, Convert.FromBase64String((string)parameters["salt"]!));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw Problem(path, "is damaged: its passphrase parameters cannot be read.", e);
        }

        return !read.IsSound
            ? throw Problem(path, "has passphrase parameters outside the range the program follows.")
            : read.Derive(passphrase ?? throw Problem(path, "is sealed by a passphrase, and none was given."));
    }

    private static byte[] Unwrapped(string path, byte[] wrapping, int version, byte[] wrapped) =>
        Seal.TryOpen(wrapping, wrapped, PlaceOf(version), out var secret)
            ? secret
            : throw Problem(path, "does not open: the passphrase is wrong, or the file was changed.");

    private static void Write(string path, MasterKey master, string? passphrase, bool demonstration)
    {
        if (passphrase is { Length: < Passphrase.Shortest })
        {
            throw Problem(path, $"was not written: a passphrase has at least {Passphrase.Shortest} characters. Several words are easier to keep than one.");
        }

        var parameters = passphrase is null ? null : Passphrase.New();
        var wrapping = parameters?.Derive(passphrase!);
        var versions = new JsonObject();
        foreach (var version in master.Versions)
        {
            var secret = master.Secret(version);
            versions[version.ToString(CultureInfo.InvariantCulture)] = Convert.ToBase64String(wrapping is null ? secret : Seal.Close(wrapping, secret, PlaceOf(version)));
        }

        var file = new JsonObject { ["format"] = Format };
        if (demonstration)
        {
            file["demonstration"] = true;
        }

        if (parameters is not null)
        {
            file["passphrase"] = new JsonObject
            {
                ["kind"] = "argon2id",
                ["memoryKib"] = parameters.MemoryKib,
                ["passes"] = parameters.Passes,
                ["lanes"] = parameters.Lanes,
                ["salt"] = Convert.ToBase64String(parameters.Salt),
            };
        }

        file["versions"] = versions;
        Store(path, file.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        CryptographicOperations.ZeroMemory(wrapping);
    }

    private static void Store(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var part = path + ".part";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(part, options))
            {
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(path, "cannot be written.", e);
        }
    }

    private static byte[] PlaceOf(int version) => new Place("palermo master key 1").Number(version).ToArray();

    private static VaultException Problem(string path, string what, Exception? inner = null) => new(VaultProblem.KeyFile, $"The key file {path} {what}", inner);
}
