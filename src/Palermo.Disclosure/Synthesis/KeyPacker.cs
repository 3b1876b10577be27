using System.Collections.Immutable;

namespace Palermo.Disclosure.Synthesis;

/// <summary>Packs a row's codes on some columns into one number, and back.</summary>
internal sealed class KeyPacker
{
    private readonly int[] columns;
    private readonly int[] shifts;
    private readonly int[] masks;

    public KeyPacker(Domain domain, ImmutableArray<int> columns)
    {
        this.columns = [.. columns];
        shifts = new int[columns.Length];
        masks = new int[columns.Length];
        var at = 0;
        for (var i = 0; i < columns.Length; i++)
        {
            var bits = domain.Columns[columns[i]].Bits;
            shifts[i] = at;
            masks[i] = (1 << bits) - 1;
            at += bits;
        }

        if (at > 128)
        {
            throw new ArgumentException("the columns of one view take more than 128 bits: measure fewer together", nameof(columns));
        }
    }

    public UInt128 Pack(ReadOnlySpan<ushort> row)
    {
        UInt128 key = 0;
        for (var i = 0; i < columns.Length; i++)
        {
            key |= (UInt128)row[columns[i]] << shifts[i];
        }

        return key;
    }

    public void Unpack(UInt128 key, Span<ushort> row)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = (ushort)((int)(key >> shifts[i]) & masks[i]);
        }
    }
}
