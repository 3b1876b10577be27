using System.Security.Cryptography;
using System.Text;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Audit;

/// <summary>The keys of the chain, one for each use, derived (HKDF-SHA-256) from the organisation's audit key.</summary>
internal sealed class AuditKey
{
    public const int HashBytes = HMACSHA256.HashSizeInBytes;

    private readonly byte[] chain;
    private readonly byte[] head;
    private readonly byte[] record;
    private readonly byte[] anchor;

    public AuditKey(OrganisationKeys keys)
    {
        var secret = keys.Secret(OrganisationKeys.Audit);
        chain = Derived(secret, "palermo audit chain 1");
        head = Derived(secret, "palermo audit head 1");
        record = Derived(secret, "palermo audit record 1");
        anchor = Derived(secret, "palermo audit anchor 1");
    }

    public static byte[] Genesis => new byte[HashBytes];

    /// <summary>The hash of an entry; <paramref name="buffer"/> is cleared and used.</summary>
    public byte[] Hash(AuditEntry entry, Canonical buffer)
    {
        buffer.Clear();
        buffer.Bytes(entry.PreviousHash).Number(entry.Seq).Number(entry.AtMilliseconds).Id(entry.ActorId)
            .Text(entry.Role).Text(entry.Office).Text(entry.Purpose).Text(entry.Action).Number(entry.Allowed ? 1 : 0).Text(entry.Reason)
            .Id(entry.CaseId).Text(entry.RecordType).Id(entry.RecordId).Text(entry.Fields).Number(entry.TierBits).Text(entry.RequestId)
            .Bytes(entry.Written);
        return HMACSHA256.HashData(chain, buffer.Written);
    }

    /// <summary>The keyed hash of the head.</summary>
    public byte[] Head(long seq, byte[] hash) => HMACSHA256.HashData(head, new Canonical().Number(seq).Bytes(hash).Written);

    /// <summary>The keyed hash of an anchor.</summary>
    public byte[] Anchor(long seq, string hash, DateTimeOffset at) =>
        HMACSHA256.HashData(anchor, new Canonical().Number(seq).Text(hash).Number(at.ToUnixTimeSeconds()).Written);

    /// <summary>The digest of a record: keyed, so that a value cannot be guessed from it.</summary>
    public byte[] Record(ReadOnlySpan<byte> canonical) => HMACSHA256.HashData(record, canonical);

    private static byte[] Derived(ReadOnlySpan<byte> secret, string use)
    {
        var key = new byte[32];
        HKDF.Expand(HashAlgorithmName.SHA256, secret, key, Encoding.UTF8.GetBytes(use));
        return key;
    }
}
