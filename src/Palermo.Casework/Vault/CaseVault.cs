using System.Security.Cryptography;
using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>
/// Seals and opens the fields of one case. A key is unwrapped when its tier is first asked for and overwritten when the
/// vault is disposed of; keep a vault no longer than one request. Not for use by two threads at once.
/// </summary>
public sealed class CaseVault : IDisposable
{
    private readonly MasterKey master;
    private readonly Dictionary<Tier, CaseKey> rows;
    private readonly Dictionary<Tier, byte[]> open = [];

    /// <summary>A vault over the key rows of one case; rows of other cases are refused.</summary>
    public CaseVault(Guid caseId, MasterKey master, IEnumerable<CaseKey> keys)
    {
        CaseId = caseId;
        this.master = master;
        rows = keys.ToDictionary(k => k.Tier);
        if (rows.Values.Any(k => k.CaseId != caseId))
        {
            throw new VaultException(VaultProblem.Misuse, "A vault takes the keys of one case only.");
        }
    }

    /// <summary>The case.</summary>
    public Guid CaseId { get; }

    /// <summary>False when the tier's key was erased.</summary>
    public bool Holds(Tier tier) => rows.ContainsKey(tier);

    /// <summary>Seals a value. The same value sealed twice gives different bytes.</summary>
    /// <exception cref="VaultException">The tier's key was erased, or the tier has no key.</exception>
    public Sealed Seal(Tier tier, FieldId field, ReadOnlySpan<byte> plain)
    {
        var padded = Padding.Add(plain);
        try
        {
            return new Sealed(Vault.Seal.Close(KeyOf(tier), padded, PlaceOf(tier, field)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>Seals a text as UTF-8.</summary>
    public Sealed Seal(Tier tier, FieldId field, string plain) => Seal(tier, field, Encoding.UTF8.GetBytes(plain));

    /// <summary>Opens a value that was sealed at exactly this place.</summary>
    /// <exception cref="VaultException">The key was erased, or the value was changed, moved or cut. The message holds no value.</exception>
    public byte[] Open(Tier tier, FieldId field, Sealed value)
    {
        if (!Vault.Seal.TryOpen(KeyOf(tier), value.Bytes, PlaceOf(tier, field), out var padded))
        {
            throw Tampered(tier, field);
        }

        var plain = Padding.Remove(padded);
        CryptographicOperations.ZeroMemory(padded);
        return plain ?? throw Tampered(tier, field);
    }

    /// <summary>Opens a text.</summary>
    public string OpenText(Tier tier, FieldId field, Sealed value) => Encoding.UTF8.GetString(Open(tier, field, value));

    /// <summary>Overwrites the opened keys.</summary>
    public void Dispose()
    {
        foreach (var key in open.Values)
        {
            CryptographicOperations.ZeroMemory(key);
        }

        open.Clear();
    }

    private byte[] KeyOf(Tier tier)
    {
        if (open.TryGetValue(tier, out var key))
        {
            return key;
        }

        if (!CaseKey.Tiers.Contains(tier))
        {
            throw new VaultException(VaultProblem.Misuse, $"Tier {tier} is not sealed by case.");
        }

        if (!rows.TryGetValue(tier, out var row))
        {
            throw new VaultException(VaultProblem.Erased, $"The key of tier {tier} of case {CaseId} was erased: nobody can read or write it again.");
        }

        return open[tier] = row.Unwrap(master);
    }

    private byte[] PlaceOf(Tier tier, FieldId field) =>
        new Place("palermo field 1").Id(CaseId).Number((int)tier).Text(field.RecordType).Text(field.Field).Id(field.RecordId).Number(field.Version).ToArray();

    private VaultException Tampered(Tier tier, FieldId field) =>
        new(VaultProblem.Tampered, $"{field.RecordType} {field.RecordId}, field {field.Field}, version {field.Version}, tier {tier}, of case {CaseId} does not open: the stored value was changed, moved or cut. Nothing was shown. Run `palermo audit-log verify` and compare with a backup.");
}
