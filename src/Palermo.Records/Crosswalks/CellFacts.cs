using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Palermo.Records.Dialects;

namespace Palermo.Records.Crosswalks;

/// <summary>What one field contributes to its row.</summary>
/// <param name="True">Facts it states.</param>
/// <param name="False">Facts it denies.</param>
/// <param name="Signals">Conditions of row checks it meets.</param>
/// <param name="How">How the field was understood.</param>
internal readonly record struct CellFact(ulong True, ulong False, ulong Signals, Understood How);

/// <summary>
/// The compiled form of one column: bytes of a field to what it contributes. A spelling is understood once and
/// remembered; the memory is bounded.
/// </summary>
internal sealed class CellFacts(int position, string column, Func<string, CellFact> understand)
{
    private const int Remembered = 1 << 16;
    private const int LongestRemembered = 512;

    private readonly CellFact[] byByte = new CellFact[256];
    private readonly bool[] knownByte = new bool[256];
    private readonly Dictionary<byte[], CellFact> longer = new(BytesComparer.Instance);

    public int Position { get; } = position;

    public string Column { get; } = column;

    /// <summary>What a field contributes; the empty field contributes nothing.</summary>
    public CellFact Of(ReadOnlySpan<byte> field)
    {
        if (field.Length == 1)
        {
            var b = field[0];
            if (!knownByte[b])
            {
                byByte[b] = understand(((char)b).ToString());
                knownByte[b] = true;
            }

            return byByte[b];
        }

        if (field.IsEmpty)
        {
            return default;
        }

        var lookup = longer.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(field, out var fact))
        {
            return fact;
        }

        fact = understand(Encoding.UTF8.GetString(field));
        if (longer.Count < Remembered && field.Length <= LongestRemembered)
        {
            lookup[field] = fact;
        }

        return fact;
    }
}

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
