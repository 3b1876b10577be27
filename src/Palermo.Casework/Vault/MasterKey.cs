using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Palermo.Casework.Vault;

/// <summary>
/// The key above all keys, held outside the database and in memory only while the program runs. It has versions: rotation
/// adds one, wraps every key anew under it, and then the old one can be destroyed.
/// </summary>
public sealed class MasterKey : IDisposable
{
    private readonly ImmutableSortedDictionary<int, byte[]> versions;

    internal MasterKey(ImmutableSortedDictionary<int, byte[]> versions, bool isDemonstration)
    {
        if (versions.IsEmpty || versions.Any(v => v.Key < 1 || v.Value.Length != Seal.KeyBytes))
        {
            throw new VaultException(VaultProblem.KeyFile, "A master key has at least one version, numbered from 1, of 32 bytes.");
        }

        this.versions = versions;
        IsDemonstration = isDemonstration;
    }

    /// <summary>The version that wraps new keys: the highest.</summary>
    public int Current => versions.Keys.Last();

    /// <summary>Every version at hand, ascending.</summary>
    public ImmutableArray<int> Versions => [.. versions.Keys];

    /// <summary>True when the key lies beside the data for a demonstration: it protects nothing.</summary>
    public bool IsDemonstration { get; }

    /// <summary>A fresh key that lives in memory alone; what it wraps cannot be read after the program ends.</summary>
    public static MasterKey Generate() =>
        new(ImmutableSortedDictionary<int, byte[]>.Empty.Add(1, RandomNumberGenerator.GetBytes(Seal.KeyBytes)), isDemonstration: true);

    /// <summary>Wraps a key under the current version, bound to its place.</summary>
    internal byte[] Wrap(ReadOnlySpan<byte> key, byte[] place) => Seal.Close(versions[Current], key, place);

    /// <summary>Unwraps a key.</summary>
    /// <exception cref="VaultException">The version is not at hand, or the wrapped key does not belong to this place.</exception>
    internal byte[] Unwrap(int version, ReadOnlySpan<byte> wrapped, byte[] place)
    {
        if (!versions.TryGetValue(version, out var master))
        {
            throw new VaultException(VaultProblem.WrongMaster, $"A key is wrapped by version {version} of the master key; the key file holds {string.Join(", ", versions.Keys)}. Use the key file that belongs to this database.");
        }

        if (!Seal.TryOpen(master, wrapped, place, out var key) || key.Length != Seal.KeyBytes)
        {
            throw new VaultException(VaultProblem.WrongMaster, $"A key does not open with version {version} of the master key: it belongs to another key file, or it was changed. Restore database and key file from one backup.");
        }

        return key;
    }

    /// <summary>The same key with one more version, which wraps from now on.</summary>
    internal MasterKey WithNewVersion() => new(versions.Add(Current + 1, RandomNumberGenerator.GetBytes(Seal.KeyBytes)), IsDemonstration);

    /// <summary>The same key without the versions before the current one.</summary>
    internal MasterKey WithCurrentOnly() => new(versions.RemoveRange(versions.Keys.Where(v => v != Current).ToArray()), IsDemonstration);

    internal ReadOnlySpan<byte> Secret(int version) => versions[version];

    /// <summary>Overwrites the key in memory.</summary>
    public void Dispose()
    {
        foreach (var secret in versions.Values)
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
