using System.Collections.Immutable;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;
using Palermo.Records.Sources;
using Palermo.Records.Tables;

namespace Palermo.Records.Frames;

/// <summary>How far a reading is.</summary>
public readonly record struct FrameProgress(long Rows, long Bytes);

/// <summary>How to read a table as coded columns.</summary>
public sealed record FrameOptions
{
    public static FrameOptions Default { get; } = new();

    public TableOptions Table { get; init; } = TableOptions.Default;

    /// <summary>The dialect's id; null recognises it by the header.</summary>
    public string? Dialect { get; init; }

    /// <summary>The sheet of a workbook; null takes the first.</summary>
    public string? Sheet { get; init; }

    public DialectCatalog? Catalog { get; init; }
}

/// <summary>
/// Reads a table of any dialect in segments of <see cref="SegmentRows"/> rows of codes, in flat memory; checks every row.
/// </summary>
public sealed class FrameReader : IDisposable
{
    /// <summary>Rows a segment.</summary>
    public const int SegmentRows = 1 << 16;

    private readonly TableReader reader;
    private readonly RowSignals signals;
    private readonly ImmutableArray<ColumnCoder> coded;
    private readonly SheetSize? size;
    private bool ended;

    private FrameReader(TableReader reader, Binding binding, Ledger ledger, SheetSize? size)
    {
        this.size = size;
        this.reader = reader;
        Binding = binding;
        Ledger = ledger;
        signals = new RowSignals(binding);
        var dialect = binding.Dialect;
        Columns =
        [
            .. dialect.Columns
                .Select((column, i) => (Column: column, Position: binding.PositionOf(i)))
                .Where(c => c.Position >= 0 && c.Column.Kind is not ("id" or "text"))
                .Select(c => new ColumnCoder(c.Position, new ColumnReading(dialect, c.Column), signals, ledger)),
        ];
        coded = [.. Columns.OrderBy(c => c.Position)];
    }

    public Dialect Dialect => Binding.Dialect;

    public Binding Binding { get; }

    /// <summary>What was found; complete at the end.</summary>
    public Ledger Ledger { get; }

    /// <summary>The coders, in the dialect's column order; each holds the current segment.</summary>
    public ImmutableArray<ColumnCoder> Columns { get; }

    /// <summary>Rows read so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => reader.BytesRead;

    /// <summary>Opens a source, which is disposed with the reader.</summary>
    public static FrameReader Open(Source source, FrameOptions? options = null)
    {
        options ??= FrameOptions.Default;
        var ledger = new Ledger();
        var (reader, binding) = DialectTable.Open(source.Text, options.Table with { Separator = options.Table.Separator ?? source.Separator }, ledger, options.Catalog ?? DialectCatalog.Default, options.Dialect);
        return new FrameReader(reader, binding, ledger, source.Size);
    }

    /// <summary>Reads the next segment into the coders; 0 at the end.</summary>
    public int ReadSegment(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var row = 0;
        while (row < SegmentRows && reader.Read())
        {
            var met = 0UL;
            var blank = true;
            foreach (var column in coded)
            {
                var field = reader[column.Position];
                var code = column.Code(field, reader.Row);
                column.Buffer[row] = code;
                met |= column.SignalsOf(code);
                blank &= field.IsEmpty;
            }

            if (blank && RowIsEmpty())
            {
                Ledger.Add(TableChecks.EmptyRow, reader.Row);
                continue;
            }

            signals.Count(met, reader.Row, Ledger);
            row++;
        }

        Rows += row;
        if (row == 0)
        {
            NoteWhole();
        }

        return row;
    }

    // Once, at the end.
    private void NoteWhole()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        foreach (var column in Columns)
        {
            column.NoteWhole();
        }

        if (size is { IsUnderstated: true })
        {
            Ledger.AddWhole(TableChecks.SheetSize);
        }
    }

    /// <summary>Where the reading stands; valid between two segments.</summary>
    internal ReadingState State => new(reader.Row, Rows, Ledger.Lines, [.. Columns.Select(c => c.State)]);

    /// <summary>
    /// Goes on where an earlier reading of the same bytes stood: the rows before are passed over without being coded or
    /// checked again. Call it before the first segment.
    /// </summary>
    /// <returns>Whether the state is one of this file; if not, the reader must be opened anew.</returns>
    internal bool Resume(ReadingState state, IProgress<FrameProgress>? progress, CancellationToken cancel)
    {
        if (!state.Columns.Select(c => c.Name).SequenceEqual(Columns.Select(c => c.Name), StringComparer.Ordinal))
        {
            return false;
        }

        while (reader.Row < state.SourceRows)
        {
            if (!reader.Read())
            {
                return false;
            }

            if (reader.Row % SegmentRows == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Report(new FrameProgress(reader.Row, reader.BytesRead));
            }
        }

        for (var i = 0; i < Columns.Length; i++)
        {
            Columns[i].Resume(state.Columns[i]);
        }

        Ledger.Restore(state.Ledger);
        Rows = state.Rows;
        return true;
    }

    public void Dispose() => reader.Dispose();

    private bool RowIsEmpty()
    {
        for (var i = 0; i < Dialect.Columns.Length; i++)
        {
            if (Binding.PositionOf(i) is >= 0 and var at && !reader[at].IsEmpty)
            {
                return false;
            }
        }

        return true;
    }
}
