using Palermo.Disclosure.Microdata;

namespace Palermo.Disclosure.Synthesis;

/// <summary>One row a person, one code a column, row after row.</summary>
public sealed class PersonRows
{
    private readonly ushort[] codes;

    public PersonRows(int width, ushort[] codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (width <= 0 || codes.Length % width != 0)
        {
            throw new ArgumentException("the codes are not whole rows", nameof(codes));
        }

        Width = width;
        this.codes = codes;
    }

    public int Width { get; }

    public int Count => codes.Length / Width;

    public ReadOnlySpan<ushort> this[int row] => codes.AsSpan(row * Width, Width);

    internal Span<ushort> Edit(int row) => codes.AsSpan(row * Width, Width);

    /// <summary>Codes records by the public domain. A value that the code book lacks becomes "not recorded" and is counted.</summary>
    public static (PersonRows Rows, long NotInCodeBook) From(CodedRecords records, Domain domain)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(domain);
        var coded = new ushort[records.Rows * domain.Width];
        var unknown = 0L;
        for (var c = 0; c < domain.Width; c++)
        {
            var at = records.IndexOf(domain.Columns[c].Name);
            var map = records.Labels[at].Select((label, code) => code == 0 ? 0 : domain.Columns[c].Labels.IndexOf(label) + 1).ToArray();
            var isFlag = domain.Columns[c].IsFlag;
            var column = records.Column(at);
            for (var row = 0; row < column.Length; row++)
            {
                var code = map[column[row]];
                coded[(row * domain.Width) + c] = (ushort)code;
                unknown += code == 0 && column[row] != 0 && !(isFlag && records.Labels[at][column[row]] == "0") ? 1 : 0;
            }
        }

        return (new PersonRows(domain.Width, coded), unknown);
    }
}
