using System.Security.Cryptography;

namespace Palermo.Casework.Vault;

/// <summary>
/// The one way anything is sealed: AES-256-GCM under a 96-bit random nonce, a 128-bit tag, and the value's place as
/// associated data. Layout: format (1 byte, 1), nonce (12), ciphertext, tag (16).
/// </summary>
/// <remarks>
/// A random nonce may repeat with probability 2^-32 after 2^32 messages under one key (NIST SP 800-38D, section 8.3). A case
/// key seals a few thousand values, a master version a few million keys: both stay far below.
/// </remarks>
internal static class Seal
{
    public const int KeyBytes = 32;
    public const int Overhead = 1 + NonceBytes + TagBytes;
    private const byte Format = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Close(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        var sealedBytes = new byte[Overhead + plain.Length];
        sealedBytes[0] = Format;
        var nonce = sealedBytes.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(1 + NonceBytes, plain.Length), sealedBytes.AsSpan(1 + NonceBytes + plain.Length), place);
        return sealedBytes;
    }

    /// <summary>Opens, or says that it does not open; never which of key, place or bytes was wrong.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> place, out byte[] plain)
    {
        plain = [];
        if (sealedBytes.Length < Overhead || sealedBytes[0] != Format)
        {
            return false;
        }

        var opened = new byte[sealedBytes.Length - Overhead];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(sealedBytes.Slice(1, NonceBytes), sealedBytes.Slice(1 + NonceBytes, opened.Length), sealedBytes[^TagBytes..], opened, place);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        plain = opened;
        return true;
    }
}
