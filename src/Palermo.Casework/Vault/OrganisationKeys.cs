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

    private readonly ImmutableDictionary<string, byte[]> keys;

    private OrganisationKeys(ImmutableDictionary<string, byte[]> keys) => this.keys = keys;

    /// <summary>New rows for a new database.</summary>
    public static ImmutableArray<OrganisationKey> ForNewDatabase(MasterKey master) =>
        [.. new[] { Index, Audit }.Select(name => OrganisationKey.Create(name, master, RandomNumberGenerator.GetBytes(Vault.Seal.KeyBytes)))];

    /// <summary>Unwraps the rows.</summary>
    /// <exception cref="VaultException">A row is missing or does not open with this master key.</exception>
    public static OrganisationKeys Open(MasterKey master, IEnumerable<OrganisationKey> rows)
    {
        var opened = rows.ToImmutableDictionary(r => r.Name, r => r.Unwrap(master));
        foreach (var name in new[] { Index, Audit }.Where(n => !opened.ContainsKey(n)))
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
        if (!await db.Set<OrganisationKey>().AnyAsync(stop))
        {
            db.AddRange(ForNewDatabase(master));
            await db.SaveChangesAsync(stop);
        }

        return await LoadAsync(db, master, stop);
    }

    internal ReadOnlySpan<byte> Secret(string name) => keys[name];

    /// <summary>Overwrites the keys in memory.</summary>
    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
