using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Palermo.Casework.Vault;

/// <summary>The organisation's own keys, unwrapped for the life of the program.</summary>
public sealed class OrganisationKeys : IDisposable
{
    /// <summary>The key of the blind indexes.</summary>
    public const string Index = "index";

    /// <summary>The key of the audit chain.</summary>
    public const string Audit = "audit";

    /// <summary>The key under which the secrets of the staff's accounts are sealed.</summary>
    public const string Accounts = "accounts";

    private static readonly ImmutableArray<string> Names = [Index, Audit, Accounts];

    private readonly ImmutableDictionary<string, byte[]> keys;

    private OrganisationKeys(ImmutableDictionary<string, byte[]> keys) => this.keys = keys;

    /// <summary>New rows for a new database.</summary>
    public static ImmutableArray<OrganisationKey> ForNewDatabase(MasterKey master) =>
        [.. Names.Select(name => New(name, master))];

    /// <summary>Unwraps the rows.</summary>
    /// <exception cref="VaultException">A row is missing or does not open with this master key.</exception>
    public static OrganisationKeys Open(MasterKey master, IEnumerable<OrganisationKey> rows)
    {
        var opened = rows.ToImmutableDictionary(r => r.Name, r => r.Unwrap(master));
        foreach (var name in Names.Where(n => !opened.ContainsKey(n)))
        {
            throw new VaultException(VaultProblem.Erased, $"The organisation's key '{name}' is not in the database. Run `palermo keys init`, or restore the database from a backup.");
        }

        return new OrganisationKeys(opened);
    }

    /// <summary>Reads and unwraps the keys of a database.</summary>
    public static async Task<OrganisationKeys> LoadAsync(DbContext db, MasterKey master, CancellationToken stop = default) =>
        Open(master, await db.Set<OrganisationKey>().AsNoTracking().ToListAsync(stop));

    /// <summary>The same, making the keys where the database has none yet. Saves.</summary>
    public static async Task<OrganisationKeys> LoadOrCreateAsync(DbContext db, MasterKey master, CancellationToken stop = default)
    {
        var there = await db.Set<OrganisationKey>().Select(k => k.Name).ToListAsync(stop);
        // A missing key of an older kind was erased, and erased it stays.
        var missing = there.Count == 0 ? Names : [.. Names.Where(n => n == Accounts && !there.Contains(n))];
        if (!missing.IsEmpty)
        {
            db.AddRange(missing.Select(name => New(name, master)));
            await db.SaveChangesAsync(stop);
        }

        return await LoadAsync(db, master, stop);
    }

    /// <summary>A key of 32 bytes for one use beside the case files, derived from the accounts' key: the same for the life of the organisation.</summary>
    public byte[] ForAccounts(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, keys[Accounts], Vault.Seal.KeyBytes, info: System.Text.Encoding.UTF8.GetBytes(use));

    internal ReadOnlySpan<byte> Secret(string name) => keys[name];

    private static OrganisationKey New(string name, MasterKey master) => OrganisationKey.Create(name, master, RandomNumberGenerator.GetBytes(Vault.Seal.KeyBytes));

    /// <summary>Overwrites the keys in memory.</summary>
    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
