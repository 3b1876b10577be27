using System.Security.Cryptography;
using System.Text;

namespace Palermo.Casework.Audit;

/// <summary>What became of a record.</summary>
public enum Written
{
    /// <summary>It was added or changed; the digest is that of its new state.</summary>
    Stored = 1,

    /// <summary>It was deleted; the digest is zero.</summary>
    Deleted = 2,
}

/// <summary>
/// A record that an entry wrote, with the digest of all its columns: so that a row changed behind the program's back no
/// longer fits the chain. Stored as 57 bytes: type (8, from SHA-256 of its name), identifier (16), what became of it (1),
/// digest (32).
/// </summary>
internal sealed record WrittenRecord(ulong Type, Guid Id, Written What, byte[] Digest)
{
    public const int Bytes = 8 + 16 + 1 + AuditKey.HashBytes;

    /// <summary>The short form of a record type's name.</summary>
    public static ulong TypeOf(string name) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public static byte[] Write(IReadOnlyList<WrittenRecord> records)
    {
        var bytes = new byte[records.Count * Bytes];
        for (var i = 0; i < records.Count; i++)
        {
            var at = bytes.AsSpan(i * Bytes, Bytes);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(at, records[i].Type);
            records[i].Id.TryWriteBytes(at[8..], bigEndian: true, out _);
            at[24] = (byte)records[i].What;
            records[i].Digest.CopyTo(at[25..]);
        }

        return bytes;
    }

    public static IEnumerable<WrittenRecord> Read(byte[] bytes)
    {
        for (var at = 0; at + Bytes <= bytes.Length; at += Bytes)
        {
            var item = bytes.AsSpan(at, Bytes);
            yield return new WrittenRecord(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(item), new Guid(item.Slice(8, 16), bigEndian: true), (Written)item[24], item[25..].ToArray());
        }
    }
}
