using System.Collections.Immutable;
using CsCheck;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;
using Palermo.Statistics.Counts;

namespace Palermo.Tests.Statistics.Counts;

/// <summary>Random coded tables, filters and queries, with the row-by-row reading that every source is held to.</summary>
internal static class RandomTables
{
    private static readonly string[] Parts = ["p", "q", "r"];

    /// <summary>A dialect whose columns are a, b (closed flags), c (open), d, e (wide, open), l (lists).</summary>
    private static readonly Dialect Dialect = new()
    {
        Id = "random",
        Version = "1",
        Title = "random",
        Unit = "row",
        Sources = [],
        Recognise = new Recognition(1),
        Columns =
        [
            new DialectColumn { Name = "a", Kind = "code" }, new DialectColumn { Name = "b", Kind = "code" },
            new DialectColumn { Name = "c", Kind = "open" }, new DialectColumn { Name = "d", Kind = "open" }, new DialectColumn { Name = "e", Kind = "open" }, new DialectColumn { Name = "l", Kind = "list" },
        ],
    };

    private static readonly string[] Names = [.. Dialect.Columns.Select(c => c.Name)];

    public static Gen<Frame> Frames(int largest) =>
        from rows in Gen.Int[0, largest]
        from a in Gen.Byte[0, 2].Array[rows]
        from b in Gen.Byte[0, 2].Array[rows]
        from c in Gen.Byte[0, 9].Array[rows]
        from d in Gen.UShort[0, 300].Array[rows]
        from e in Gen.UShort[0, 1000].Array[rows]
        from l in Gen.Byte[0, 7].Array[rows]
        select Make(rows, a, b, c, d, e, l);

    /// <summary>The same many rows every time.</summary>
    public static Frame Large(int rows)
    {
        var state = 99UL;
        return Make(rows, Bytes(3), Bytes(3), Bytes(10), Shorts(301), Shorts(1001), Bytes(8));

        byte[] Bytes(ulong below) => [.. Enumerable.Range(0, rows).Select(_ => (byte)Next(below))];

        ushort[] Shorts(ulong below) => [.. Enumerable.Range(0, rows).Select(_ => (ushort)Next(below))];

        ulong Next(ulong below)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            return (state >> 33) % below;
        }
    }

    /// <summary>Only the two flags, given by row: 0 not recorded, 1 yes, 2 no.</summary>
    public static Frame Flags(params (byte A, byte B)[] rows) => new(Dialect, rows.Length,
        [new FrameColumn("a", ["yes", "no"], [.. rows.Select(r => r.A)]), new FrameColumn("b", ["1", "0"], [.. rows.Select(r => r.B)])], new Ledger());

    private static Frame Make(int rows, byte[] a, byte[] b, byte[] c, ushort[] d, ushort[] e, byte[] l) => new(Dialect, rows,
        [
            new FrameColumn("a", ["yes", "no"], a),
            new FrameColumn("b", ["1", "0"], b),
            new FrameColumn("c", [.. Enumerable.Range(0, 9).Select(i => $"c{i}")], c),
            new FrameColumn("d", [.. Enumerable.Range(0, 300).Select(i => $"d, \"{i}\"'")], d),
            new FrameColumn("e", [.. Enumerable.Range(0, 1000).Select(i => $"e{i}")], e),
            new FrameColumn("l", [.. Enumerable.Range(1, 7).Select(i => string.Join(';', Parts.Where((_, p) => (i >> p & 1) == 1)))], l, ";"),
        ], new Ledger());

    public static Gen<Filter> Filters { get; } = Gen.Recursive<Filter>((depth, inner) => depth >= 3 ? Leaf : Gen.Frequency(
        (3, Leaf),
        (2, inner.Array[0, 3].Select(Filter.Both)),
        (2, inner.Array[0, 3].Select(Filter.Either)),
        (2, inner.Select(f => !f))));

    public static Gen<ImmutableArray<string>> By { get; } = Gen.Shuffle(Names, 0, 5).Select(n => n.ToImmutableArray());

    private static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<Filter> Leaf => Gen.OneOf(
        One("yes", "no").Array[0, 2].Select(v => Filter.In("a", v)),
        One("1", "0").Array[1, 2].Select(v => Filter.In("b", v)),
        One("c0", "c3", "c8", "absent").Array[1, 4].Select(v => Filter.In("c", v)),
        Gen.Int[0, 320].Select(i => $"d, \"{i}\"'").Array[1, 6].Select(v => Filter.In("d", v)),
        One("p", "q", "r", "s").Array[1, 2].Select(v => Filter.In("l", v)),
        One(Names).Select(Filter.Recorded),
        One(Names).Select(Filter.NotRecorded));

    /// <summary>What a row says of a filter: true, false, or null when it is open.</summary>
    public static bool? Holds(Filter filter, Frame frame, int row) => filter switch
    {
        CodeIn f => frame[f.Column].Text(row) is not { } text ? null : (frame[f.Column].ListSeparator is { } by ? text.Split(by) : [text]).Any(p => f.Codes.Contains(p)),
        IsRecorded f => frame[f.Column][row] > 0 == f.Yes,
        AllOf f => f.Parts.Select(p => Holds(p, frame, row)).Aggregate((bool?)true, (x, y) => x & y),
        AnyOf f => f.Parts.Select(p => Holds(p, frame, row)).Aggregate((bool?)false, (x, y) => x | y),
        NotOf f => !Holds(f.Part, frame, row),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The table, one row at a time, by texts.</summary>
    public static SortedDictionary<string, long> Expected(Frame frame, IReadOnlyList<string> by, Filter filter)
    {
        var cells = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var row = 0; row < frame.Rows; row++)
        {
            if (Holds(filter, frame, row) == true)
            {
                var key = Key(by.Select(c => frame[c].Text(row)));
                cells[key] = cells.GetValueOrDefault(key) + 1;
            }
        }

        return cells;
    }

    public static SortedDictionary<string, long> Cells(CountTable table)
    {
        var cells = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in table.Entries)
        {
            cells.Add(Key(Enumerable.Range(0, table.Dimensions.Length).Select(entry.Text)), entry.Value);
        }

        return cells;
    }

    private static string Key(IEnumerable<string?> texts) => string.Join('\u001f', texts.Select(t => t ?? "\u0000"));
}
