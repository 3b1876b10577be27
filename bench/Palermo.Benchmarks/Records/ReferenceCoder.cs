using System.Text;

namespace Palermo.Benchmarks.Records;

/// <summary>The plain way to code a field: a table for one byte, a dictionary by text for the rest.</summary>
internal sealed class ReferenceCoder
{
    private readonly int[] byByte = new int[256];
    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
    private readonly char[] text = new char[4096];
    private int next = 1;

    public byte Code(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
        {
            return 0;
        }

        if (field.Length == 1)
        {
            ref var code = ref byByte[field[0]];
            return (byte)(code != 0 ? code : code = next++);
        }

        var chars = text.AsSpan(0, Encoding.UTF8.GetChars(field, text));
        var lookup = codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(chars, out var known))
        {
            lookup[chars] = known = next++;
        }

        return (byte)known;
    }
}
