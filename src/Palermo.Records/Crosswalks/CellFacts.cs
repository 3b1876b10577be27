using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Palermo.Records.Dialects;
using Palermo.Records.Tables;

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
    private CellFact rare;

    public int Position { get; } = position;

    public string Column { get; } = column;

    /// <summary>What a field that is not empty contributes; the empty field contributes nothing and is not asked about.</summary>
    public ref readonly CellFact Of(ReadOnlySpan<byte> field)
    {
        if (field.Length == 1)
        {
            var b = field[0];
            if (!knownByte[b])
            {
                byByte[b] = understand(((char)b).ToString());
                knownByte[b] = true;
            }

            return ref byByte[b];
        }

        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(longer.GetAlternateLookup<ReadOnlySpan<byte>>(), field);
        if (!Unsafe.IsNullRef(ref known))
        {
            return ref known;
        }

        rare = understand(Encoding.UTF8.GetString(field));
        if (longer.Count < Remembered && field.Length <= LongestRemembered)
        {
            longer[field.ToArray()] = rare;
        }

        return ref rare;
    }
}
