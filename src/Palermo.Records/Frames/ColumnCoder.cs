using System.Text;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;
using Palermo.Records.Tables;

namespace Palermo.Records.Frames;

/// <summary>
/// Codes the fields of one column. The dialect's own codes come first, in its order, so that a code means the same in
/// every file of a dialect; codes of open columns follow in order of appearance.
/// </summary>
public sealed class ColumnCoder
{
    private const int Remembered = 1 << 17;
    private const int LongestRemembered = 1024;

    private readonly ColumnReading reading;
    private readonly RowSignals signals;
    private readonly Ledger ledger;
    private readonly Spelling[] byByte = new Spelling[256];
    private readonly Dictionary<byte[], Spelling> longer = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], Spelling>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private readonly Dictionary<string, ushort> byText = new(StringComparer.Ordinal);
    private readonly List<string> codes = [];
    private readonly List<ulong> signalsOf = [0];
    private readonly HashSet<string> met = new(StringComparer.Ordinal);

    internal ColumnCoder(int position, ColumnReading reading, RowSignals signals, Ledger ledger)
    {
        Position = position;
        this.reading = reading;
        this.signals = signals;
        this.ledger = ledger;
        lookup = longer.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!reading.IsList)
        {
            foreach (var value in reading.Values)
            {
                CodeOf([value.Code], value.Code);
            }
        }
    }

    public string Name => reading.Column.Name;

    /// <summary>The position (from 0) in the file.</summary>
    public int Position { get; }

    /// <summary>The code texts so far: code k is <c>Codes[k - 1]</c>.</summary>
    public IReadOnlyList<string> Codes => codes;

    /// <summary>Whether the codes are the dialect's own and no others can come.</summary>
    public bool IsClosed => !reading.IsList && !reading.Values.IsEmpty;

    /// <summary>What joins the parts of a list, or null.</summary>
    public string? ListSeparator => reading.IsList ? reading.Column.Separator.Trim() : null;

    /// <summary>More than 65,535 distinct values: the column cannot be coded and is left out.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>The codes of the current segment.</summary>
    public ReadOnlySpan<ushort> Segment => Buffer;

    internal ushort[] Buffer { get; } = new ushort[FrameReader.SegmentRows];

    internal CoderState State => new(Name, [.. codes], [.. signalsOf], [.. met], Overflowed);

    internal void Resume(CoderState state)
    {
        codes.Clear();
        codes.AddRange(state.Codes);
        signalsOf.Clear();
        signalsOf.AddRange(state.Signals);
        met.UnionWith(state.Met);
        byText.Clear();
        for (var i = 0; i < codes.Count; i++)
        {
            byText.Add(codes[i], (ushort)(i + 1));
        }

        Overflowed = state.Overflowed;
    }

    internal ulong SignalsOf(ushort code) => signalsOf[code];

    /// <summary>Counts what only the whole column shows.</summary>
    internal void NoteWhole()
    {
        if (YesNo.Of(reading.Values) is { } words && met.Count > 0)
        {
            var (yes, no) = (words.Yes.Overlaps(met), words.No.Overlaps(met));
            if (yes != no)
            {
                ledger.AddWhole(yes ? TableChecks.NeverDenied : TableChecks.NeverStated, Name);
            }
        }
    }

    internal ushort Code(ReadOnlySpan<byte> field, long row)
    {
        Spelling spelling;
        if (field.Length == 1)
        {
            ref var known = ref byByte[field[0]];
            if (!known.IsKnown)
            {
                known = Understand(((char)field[0]).ToString());
            }

            spelling = known;
        }
        else if (field.IsEmpty)
        {
            return 0;
        }
        else if (!lookup.TryGetValue(field, out spelling))
        {
            spelling = Understand(Encoding.UTF8.GetString(field));
            if (longer.Count < Remembered && field.Length <= LongestRemembered)
            {
                lookup[field] = spelling;
            }
        }

        if (spelling.Found is not null)
        {
            foreach (var line in spelling.Found)
            {
                line.Add(row);
            }
        }

        return spelling.Code;
    }

    private Spelling Understand(string raw)
    {
        var meaning = reading.Read(raw);
        List<Check> found = [.. CellChecks.Of(raw, reading.Column)];
        if (meaning.How == Understood.Variant)
        {
            found.Add(TableChecks.VariantValue);
        }
        else if (meaning.How == Understood.Unrecognised)
        {
            found.Add(TableChecks.UnrecognisedValue);
        }
        else if (meaning.How == Understood.NotRecorded && !string.IsNullOrWhiteSpace(raw))
        {
            found.Add(TableChecks.MissingMark);
        }

        if (reading.IsJoinedOtherwise(raw))
        {
            found.Add(TableChecks.ListJoinedOtherwise);
        }

        if (IsClosed)
        {
            met.UnionWith(meaning.Codes);
        }

        var code = meaning.Codes.IsEmpty ? (ushort)0 : CodeOf([.. meaning.Codes], string.Join(ListSeparator, meaning.Codes));
        return new Spelling(true, code, found.Count == 0 ? null : [.. found.Select(c => ledger.Of(c, Name))]);
    }

    private ushort CodeOf(string[] parts, string text)
    {
        if (byText.TryGetValue(text, out var code))
        {
            return code;
        }

        if (codes.Count == ushort.MaxValue)
        {
            if (!Overflowed)
            {
                Overflowed = true;
                ledger.AddWhole(TableChecks.TooManyValues, Name);
            }

            return 0;
        }

        codes.Add(text);
        signalsOf.Add(parts.Aggregate(0UL, (m, part) => m | signals.Of(Name, part)));
        return byText[text] = (ushort)codes.Count;
    }

    private readonly record struct Spelling(bool IsKnown, ushort Code, Ledger.Tally[]? Found);
}
