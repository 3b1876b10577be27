using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Noise;

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

    /// <summary>
    /// At most <paramref name="most"/> rows a person: of those with more, that many are kept at random. What a person can change is then
    /// bounded, whatever the file holds; noise is scaled to the bound.
    /// </summary>
    /// <param name="person">Who each row is about; rows with "not recorded" (0) each count as a person of their own.</param>
    /// <param name="most">The bound.</param>
    /// <param name="bits">Which rows are kept.</param>
    public PersonRows Bounded(ReadOnlySpan<int> person, int most, BitSource bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (person.Length != Count)
        {
            throw new ArgumentException("one person a row is needed", nameof(person));
        }

        var kept = new Dictionary<int, List<int>>();
        var seen = new Dictionary<int, int>();
        var alone = new List<int>();
        for (var row = 0; row < person.Length; row++)
        {
            if (person[row] == 0)
            {
                alone.Add(row);
                continue;
            }

            // Reservoir: every choice of rows is as likely as any other.
            var list = kept.TryGetValue(person[row], out var known) ? known : kept[person[row]] = [];
            var before = seen[person[row]] = seen.GetValueOrDefault(person[row]) + 1;
            if (list.Count < most)
            {
                list.Add(row);
            }
            else if ((int)bits.Below((UInt128)before) is var at && at < most)
            {
                list[at] = row;
            }
        }

        var rows = alone.Concat(kept.Values.SelectMany(k => k)).Order().ToArray();
        var result = new ushort[rows.Length * Width];
        for (var i = 0; i < rows.Length; i++)
        {
            this[rows[i]].CopyTo(result.AsSpan(i * Width));
        }

        return new PersonRows(Width, result);
    }

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
