using System.Numerics;
using System.Runtime.InteropServices;

namespace Palermo.Records.Tables;

/// <summary>Compares byte strings; not for adversarial table sizes (the tables that use it are bounded).</summary>
internal sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly BytesComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> bytes)
    {
        const ulong multiplier = 0x9E3779B97F4A7C15;
        var hash = (ulong)bytes.Length * multiplier;
        while (bytes.Length >= 8)
        {
            hash = (BitOperations.RotateLeft(hash, 23) ^ MemoryMarshal.Read<ulong>(bytes)) * multiplier;
            bytes = bytes[8..];
        }

        var tail = 0UL;
        foreach (var b in bytes)
        {
            tail = (tail << 8) | b;
        }

        hash = (BitOperations.RotateLeft(hash, 23) ^ tail) * multiplier;
        return (int)(hash >> 32);
    }
}
