using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Palermo.Records.Store;

/// <summary>
/// A file is 16 random bytes and then chunks of 64 KiB, each sealed with AES-256-GCM under a key derived (HKDF-SHA-256,
/// RFC 5869) from the dataset's key, those bytes and the file's name: no two writings share a key, not even two of the same
/// file, so the nonce is the chunk's number. The associated data bind file, number and whether the chunk is the last, so
/// that chunks can be neither swapped, dropped nor cut off unseen.
/// </summary>
internal static class SealedFormat
{
    public const int Chunk = 64 * 1024;
    public const int Tag = 16;
    public const int KeyBytes = 32;
    public const int Salt = 16;

    public static AesGcm KeyOf(ReadOnlySpan<byte> dataset, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> file)
    {
        Span<byte> derived = stackalloc byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, dataset, derived, salt, file);
        var key = new AesGcm(derived, Tag);
        CryptographicOperations.ZeroMemory(derived);
        return key;
    }

    public static void Seal(AesGcm key, ReadOnlySpan<byte> file, long number, bool isLast, ReadOnlySpan<byte> plain, Span<byte> into)
    {
        Span<byte> nonce = stackalloc byte[12];
        Span<byte> bound = stackalloc byte[file.Length + 9];
        Bind(file, number, isLast, nonce, bound);
        key.Encrypt(nonce, plain, into[..plain.Length], into.Slice(plain.Length, Tag), bound);
    }

    /// <summary>Opens a chunk; false when it is not what was sealed.</summary>
    public static bool Open(AesGcm key, ReadOnlySpan<byte> file, long number, bool isLast, ReadOnlySpan<byte> closed, Span<byte> into)
    {
        Span<byte> nonce = stackalloc byte[12];
        Span<byte> bound = stackalloc byte[file.Length + 9];
        Bind(file, number, isLast, nonce, bound);
        var length = closed.Length - Tag;
        try
        {
            key.Decrypt(nonce, closed[..length], closed[length..], into[..length], bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static void Bind(ReadOnlySpan<byte> file, long number, bool isLast, Span<byte> nonce, Span<byte> bound)
    {
        BinaryPrimitives.WriteInt64LittleEndian(nonce, number);
        file.CopyTo(bound);
        BinaryPrimitives.WriteInt64LittleEndian(bound[file.Length..], number);
        bound[^1] = isLast ? (byte)1 : (byte)0;
    }
}
