using System.Numerics;

namespace Palermo.Casework.Vault;

/// <summary>
/// Rounds lengths before sealing, so that a ciphertext does not tell "yes" from "no" or one name from another: up to 32
/// bytes become 32, then 64, 128, 256; beyond, at most an eighth is added (steps of an eighth of the power of two below).
/// One byte 0x80 ends the value, zeros follow (ISO/IEC 7816-4).
/// </summary>
internal static class Padding
{
    private const int Smallest = 32;
    private const int LastPower = 256;

    public static byte[] Add(ReadOnlySpan<byte> plain)
    {
        var padded = new byte[Rounded(plain.Length + 1)];
        plain.CopyTo(padded);
        padded[plain.Length] = 0x80;
        return padded;
    }

    /// <summary>The value without its padding, or null when there is none: it was not sealed by us.</summary>
    public static byte[]? Remove(ReadOnlySpan<byte> padded)
    {
        var end = padded.LastIndexOfAnyExcept((byte)0);
        return end >= 0 && padded[end] == 0x80 ? padded[..end].ToArray() : null;
    }

    public static int Rounded(int length)
    {
        if (length <= LastPower)
        {
            return Math.Max(Smallest, (int)BitOperations.RoundUpToPowerOf2((uint)length));
        }

        var step = 1 << (BitOperations.Log2((uint)length) - 3);
        return checked((length + step - 1) / step * step);
    }
}
