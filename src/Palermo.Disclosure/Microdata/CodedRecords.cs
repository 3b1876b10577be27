using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Palermo.Disclosure.Microdata;

/// <summary>Records as codes, one array a column; code 0 is "not recorded" and a value of its own.</summary>
public sealed class CodedRecords
{
    private readonly ushort[][] codes;

    /// <summary>Columns with their labels (label 0 is "not recorded") and codes, all of one length.</summary>
    public CodedRecords(ImmutableArray<string> columns, ImmutableArray<ImmutableArray<string>> labels, ushort[][] codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (columns.Length != codes.Length || labels.Length != codes.Length || codes.Any(c => c.Length != codes[0].Length))
        {
            throw new ArgumentException("columns, labels and codes differ in length", nameof(codes));
        }

        Columns = columns;
        Labels = labels;
        this.codes = codes;
    }

    public ImmutableArray<string> Columns { get; }

    /// <summary>The labels of each column; index 0 stands for "not recorded" and is empty.</summary>
    public ImmutableArray<ImmutableArray<string>> Labels { get; }

    public int Rows => codes.Length == 0 ? 0 : codes[0].Length;

    public ReadOnlySpan<ushort> Column(int column) => codes[column];

    /// <summary>The index of a named column.</summary>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public int IndexOf(string column)
    {
        var index = Columns.IndexOf(column, StringComparer.Ordinal);
        return index >= 0 ? index : throw new InvalidDataException($"there is no column '{column}'; the columns are: {string.Join(", ", Columns)}");
    }

    /// <summary>Reads rows of text, header first. Blank is "not recorded".</summary>
    public static CodedRecords Read(IEnumerable<string[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        string[]? header = null;
        Dictionary<string, int>[] maps = [];
        List<ushort>[] columns = [];
        foreach (var row in rows)
        {
            if (header is null)
            {
                header = row;
                maps = [.. header.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 })];
                columns = [.. header.Select(_ => new List<ushort>())];
                continue;
            }

            for (var c = 0; c < header.Length; c++)
            {
                ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(maps[c], row[c], out var known);
                if (!known)
                {
                    code = maps[c].Count - 1;
                    if (code > ushort.MaxValue)
                    {
                        throw new InvalidDataException($"column '{header[c]}' holds more than {ushort.MaxValue} different values: it is no category; leave it out");
                    }
                }

                columns[c].Add((ushort)code);
            }
        }

        return new CodedRecords(
            [.. header ?? []],
            [.. maps.Select(m => m.OrderBy(p => p.Value).Select(p => p.Key).ToImmutableArray())],
            [.. columns.Select(c => c.ToArray())]);
    }
}
