using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Palermo.Records.Countries;

/// <summary>Sets of letters as 64 bits: one edit of a text changes at most two of them.</summary>
internal static class LetterSets
{
    private static readonly Vector256<byte> Ones = Vector256.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    /// <summary>In how many letters two sets differ.</summary>
    public static int Apart(ulong one, ulong other) => BitOperations.PopCount(one ^ other);

    /// <summary>The first place from <paramref name="from"/> on whose set differs in at most <paramref name="most"/> letters, or -1.</summary>
    public static int Next(ulong[] sets, int from, ulong letters, int most)
    {
        if (Avx2.IsSupported)
        {
            ref var first = ref MemoryMarshal.GetArrayDataReference(sets);
            var wanted = Vector256.Create(letters);
            var limit = Vector256.Create((long)most);
            var nibble = Vector256.Create((byte)0x0F);
            for (; from + Vector256<ulong>.Count <= sets.Length; from += Vector256<ulong>.Count)
            {
                var apart = Vector256.LoadUnsafe(ref first, (nuint)from) ^ wanted;
                var counts = Avx2.Shuffle(Ones, apart.AsByte() & nibble) + Avx2.Shuffle(Ones, (apart >>> 4).AsByte() & nibble);
                var near = ~Vector256.GreaterThan(Avx2.SumAbsoluteDifferences(counts, Vector256<byte>.Zero).AsInt64(), limit);
                if (near.ExtractMostSignificantBits() is var hits && hits != 0)
                {
                    return from + BitOperations.TrailingZeroCount(hits);
                }
            }
        }

        for (; from < sets.Length; from++)
        {
            if (Apart(sets[from], letters) <= most)
            {
                return from;
            }
        }

        return -1;
    }
}
