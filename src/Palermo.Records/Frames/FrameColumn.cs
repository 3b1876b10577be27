using System.Collections.Immutable;

namespace Palermo.Records.Frames;

/// <summary>
/// One column of codes. Code 0 is "not recorded" and never a category; code k (from 1) is <c>Codes[k - 1]</c>. Codes are
/// bytes while there are at most 255 of them, else 16 bits. For a column of lists a code is one distinct list.
/// </summary>
public sealed class FrameColumn
{
    private readonly byte[]? narrow;
    private readonly ushort[]? wide;

    public FrameColumn(string name, ImmutableArray<string> codes, byte[] values, string? listSeparator = null)
        : this(name, codes, values.Length, listSeparator) => narrow = values;

    public FrameColumn(string name, ImmutableArray<string> codes, ushort[] values, string? listSeparator = null)
        : this(name, codes, values.Length, listSeparator) => wide = values;

    private FrameColumn(string name, ImmutableArray<string> codes, int rows, string? listSeparator)
    {
        Name = name;
        Codes = codes;
        Rows = rows;
        ListSeparator = listSeparator;
    }

    public string Name { get; }

    /// <summary>The code texts of codes 1, 2, ...</summary>
    public ImmutableArray<string> Codes { get; }

    public int Rows { get; }

    /// <summary>What joins the parts of a list in a code text; null when the column holds single values.</summary>
    public string? ListSeparator { get; }

    /// <summary>Whether the codes are bytes (<see cref="Bytes"/>) or 16 bits (<see cref="Shorts"/>).</summary>
    public bool IsNarrow => narrow is not null;

    public ReadOnlySpan<byte> Bytes => narrow ?? throw new InvalidOperationException($"The codes of '{Name}' are 16 bits wide.");

    public ReadOnlySpan<ushort> Shorts => wide ?? throw new InvalidOperationException($"The codes of '{Name}' are bytes.");

    /// <summary>The codes, as an array of bytes or of 16 bits.</summary>
    internal Array Values => (Array?)narrow ?? wide!;

    public int this[int row] => narrow is not null ? narrow[row] : wide![row];

    /// <summary>The code text of a row, or null when not recorded.</summary>
    public string? Text(int row) => this[row] is > 0 and var code ? Codes[code - 1] : null;

    /// <summary>How many rows have each code; index 0 counts "not recorded".</summary>
    public long[] Histogram()
    {
        var counts = new long[Codes.Length + 1];
        if (narrow is not null)
        {
            foreach (var code in narrow)
            {
                counts[code]++;
            }
        }
        else
        {
            foreach (var code in wide!)
            {
                counts[code]++;
            }
        }

        return counts;
    }
}
