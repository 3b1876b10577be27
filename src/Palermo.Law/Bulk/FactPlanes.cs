using System.Numerics;
using Palermo.Law.Facts;

namespace Palermo.Law.Bulk;

/// <summary>
/// Many fact vectors as columns of bits: for each fact one plane of "found" and one of "excluded", bit <c>i</c> of word
/// <c>i / 64</c> for case <c>i</c>. A fact whose planes are absent is not known in any case. Bits beyond the last case are 0.
/// </summary>
public sealed class FactPlanes
{
    private readonly ulong[]?[] _true;
    private readonly ulong[]?[] _false;
    private readonly ulong[]?[] _some;

    private FactPlanes(int count, ulong[]?[] trues, ulong[]?[] falses, ulong[]?[] some) => (Count, _true, _false, _some) = (count, trues, falses, some);

    /// <summary>How many cases.</summary>
    public int Count { get; }

    /// <summary>Words in a plane.</summary>
    public int Words => (Count + 63) >> 6;

    /// <summary>Bytes that a pass over the planes reads.</summary>
    public long Bytes => _true.Concat(_false).Concat(_some).Sum(p => p is null ? 0L : p.Length * sizeof(ulong));

    /// <summary>The planes of a fact of the vocabulary; empty when no case knows it.</summary>
    public ReadOnlySpan<ulong> True(int fact) => _true[fact];

    public ReadOnlySpan<ulong> False(int fact) => _false[fact];

    /// <summary>Cases in which one of a group holds, which is not recorded; empty when there is none.</summary>
    public ReadOnlySpan<ulong> Some(int group) => _some[group];

    internal ulong[]?[] TruePlanes => _true;

    internal ulong[]?[] FalsePlanes => _false;

    internal ulong[]?[] SomePlanes => _some;

    /// <summary>Turns rows into planes.</summary>
    public static FactPlanes Of(ReadOnlySpan<FactVector> rows)
    {
        var (trues, falses, some) = (new ulong[]?[64], new ulong[]?[64], new ulong[]?[8]);
        var words = (rows.Length + 63) >> 6;
        ulong anyTrue = 0, anyFalse = 0, anySome = 0;
        foreach (var row in rows)
        {
            anyTrue |= row.True;
            anyFalse |= row.False;
            anySome |= row.Some;
        }

        Make(trues, anyTrue, words);
        Make(falses, anyFalse, words);
        Make(some, anySome, words);
        Span<ulong> block = stackalloc ulong[64];
        for (var word = 0; word < words; word++)
        {
            var part = rows[(word << 6)..Math.Min(rows.Length, (word + 1) << 6)];
            Scatter(part, block, word, trues, anyTrue, r => r.True);
            Scatter(part, block, word, falses, anyFalse, r => r.False);
            Scatter(part, block, word, some, anySome, r => r.Some);
        }

        return new FactPlanes(rows.Length, trues, falses, some);
    }

    private static void Make(ulong[]?[] planes, ulong used, int words)
    {
        for (; used != 0; used &= used - 1)
        {
            planes[BitOperations.TrailingZeroCount(used)] = new ulong[words];
        }
    }

    private static void Scatter(ReadOnlySpan<FactVector> rows, Span<ulong> block, int word, ulong[]?[] planes, ulong used, Func<FactVector, ulong> mask)
    {
        if (used == 0)
        {
            return;
        }

        block.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            block[i] = mask(rows[i]);
        }

        Transpose(block);
        for (; used != 0; used &= used - 1)
        {
            var bit = BitOperations.TrailingZeroCount(used);
            planes[bit]![word] = block[bit];
        }
    }

    /// <summary>Transposes a 64 by 64 bit matrix in place, bit j of word i to bit i of word j (Warren, Hacker's Delight, 7-3).</summary>
    private static void Transpose(Span<ulong> a)
    {
        var mask = 0x00000000FFFFFFFFUL;
        for (var j = 32; j != 0; j >>= 1, mask ^= mask << j)
        {
            for (var k = 0; k < 64; k = (k + j + 1) & ~j)
            {
                var swap = ((a[k] >> j) ^ a[k + j]) & mask;
                a[k] ^= swap << j;
                a[k + j] ^= swap;
            }
        }
    }
}
