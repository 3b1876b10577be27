using System.Numerics;

namespace Palermo.Disclosure.Tables;

/// <summary>Open-addressing index from a row of label codes to the first row that carries it.</summary>
internal sealed class CellIndex
{
    private readonly int[] codes;
    private readonly int width;
    private readonly int[] slots;
    private readonly int mask;

    public CellIndex(int[] codes, int width)
    {
        this.codes = codes;
        this.width = width;
        var rows = width == 0 ? 0 : codes.Length / width;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, rows * 2L));
        slots = new int[size];
        Array.Fill(slots, -1);
        mask = size - 1;
    }

    public int FindOrAdd(int row)
    {
        var key = codes.AsSpan(row * width, width);
        var slot = Hash(key) & mask;
        while (slots[slot] >= 0)
        {
            if (codes.AsSpan(slots[slot] * width, width).SequenceEqual(key))
            {
                return slots[slot];
            }

            slot = (slot + 1) & mask;
        }

        slots[slot] = row;
        return row;
    }

    public int Find(ReadOnlySpan<int> key)
    {
        var slot = Hash(key) & mask;
        while (slots[slot] >= 0)
        {
            if (codes.AsSpan(slots[slot] * width, width).SequenceEqual(key))
            {
                return slots[slot];
            }

            slot = (slot + 1) & mask;
        }

        return -1;
    }

    private static int Hash(ReadOnlySpan<int> key)
    {
        var h = 0x9E3779B97F4A7C15UL;
        foreach (var k in key)
        {
            h = BitOperations.RotateLeft(h ^ (uint)k, 27) * 0x9E3779B97F4A7C15UL;
        }

        return (int)(h >> 33);
    }
}
