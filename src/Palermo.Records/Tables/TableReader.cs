using System.Collections.Immutable;
using CsvHelper;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Tables;

/// <summary>
/// Reads a delimited table row by row in flat memory: UTF-8 (strict), comma, semicolon, tab or bar, quoted fields with
/// line breaks. Every failure is a <see cref="RecordsException"/> with its place. Not safe for several threads at once.
/// </summary>
public sealed class TableReader : IDisposable
{
    private const int RecordPerField = 4;

    private readonly CsvReader csv;
    private readonly EncodingGuard guard;
    private readonly TableOptions options;
    private readonly Ledger ledger;
    private RecordsError? pending;
    private bool held;

    private TableReader(EncodingGuard guard, char separator, TableOptions options, Ledger ledger)
    {
        this.guard = guard;
        this.options = options;
        this.ledger = ledger;
        csv = CsvReader.Create(guard, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            MaxRecordSize = checked(options.LongestField * RecordPerField),
            TrackLineNumbers = true,
            OnMalformedRecord = Note,
        });
    }

    /// <summary>The column names as the file has them, trimmed.</summary>
    public ImmutableArray<string> Header { get; private set; } = [];

    /// <summary>The row of technical names above <see cref="Header"/>, when the file has both; else empty.</summary>
    public ImmutableArray<string> Technical { get; private set; } = [];

    /// <summary>The data row the reader stands on, from 1; 0 before the first.</summary>
    public long Row { get; private set; }

    /// <summary>The line on which the current row starts, from 1.</summary>
    public long Line => csv.LineNumber;

    /// <summary>Bytes taken from the input so far, for progress.</summary>
    public long BytesRead => guard.BytesRead;

    public string? FileName => options.FileName;

    /// <summary>The field of the current row in a column (from 0), unquoted, valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> this[int column] => csv.GetSpan(column);

    /// <summary>
    /// Opens a table. Lines before the one that <paramref name="isHeader"/> accepts are left out and counted in the ledger.
    /// </summary>
    /// <param name="stream">The bytes; read forward only, and disposed with the reader.</param>
    /// <param name="options">Limits and habits.</param>
    /// <param name="ledger">Takes what was found.</param>
    /// <param name="isHeader">Says whether a line is the header.</param>
    /// <param name="expected">What was looked for, in words, for the error when no line is a header.</param>
    /// <param name="beginsWithNotice">Says whether a header's first cell is a notice that no row need have a field for; null: never.</param>
    public static TableReader Open(Stream stream, TableOptions options, Ledger ledger, Predicate<ImmutableArray<string>> isHeader, string expected, Predicate<ImmutableArray<string>>? beginsWithNotice = null)
    {
        var (guard, separator) = TableStart.Open(stream, options);
        var reader = new TableReader(guard, separator, options, ledger);
        try
        {
            reader.FindHeader(isHeader, expected);
            reader.DropNotice(beginsWithNotice);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Moves to the next row with as many fields as the header; false at the end.</summary>
    public bool Read()
    {
        while (held || Next())
        {
            held = false;
            Row++;
            if (csv.FieldCount == Header.Length)
            {
                CheckLengths();
                return true;
            }

            if (options.RaggedRows == RaggedRows.Stop)
            {
                throw Fail(RecordsErrorCode.RaggedRow,
                    FormattableString.Invariant($"the row has {csv.FieldCount} fields where the header has {Header.Length}"),
                    "It cannot be told which field belongs to which column; the file may be cut off, or a field with the delimiter in it may lack its quotation marks.",
                    "Correct the row, or have such rows left out and counted.");
            }

            ledger.Add(TableChecks.RaggedRow, Row);
        }

        return false;
    }

    /// <summary>The place of the current row, for errors of the caller.</summary>
    public Place Here(string? column = null) => new(options.FileName, Row == 0 ? null : Row, csv.LineNumber, Column: column);

    public void Dispose() => csv.Dispose();

    private void FindHeader(Predicate<ImmutableArray<string>> isHeader, string expected)
    {
        var before = 0;
        while (before <= options.LinesBeforeHeader && Next())
        {
            var header = Cells();
            if (isHeader(header))
            {
                Header = header;
                if (before > 0)
                {
                    ledger.AddWhole(TableChecks.LinesBeforeHeader, count: before);
                }

                TakeSecondHeader(isHeader);
                return;
            }

            before++;
        }

        throw before == 0
            ? new RecordsException(new RecordsError(RecordsErrorCode.Empty, "the file holds no rows", new Place(options.FileName), "There is nothing to read.", "Check that the right file was given."))
            : new RecordsException(new RecordsError(RecordsErrorCode.UnknownDialect,
                FormattableString.Invariant($"no header was recognised in the first {before} lines"), new Place(options.FileName, Line: 1), expected,
                "Check that the first row holds the column names."));
    }

    // Templates carry a hidden row of technical names above the row of labels, at times in another order: the row next to the data holds.
    private void TakeSecondHeader(Predicate<ImmutableArray<string>> isHeader)
    {
        held = Next();
        if (!held)
        {
            return;
        }

        if (csv.RawRecord.Length <= options.LongestField && Cells() is var next && isHeader(next))
        {
            ledger.AddWhole(TableChecks.TwoHeaderRows);
            Technical = Header;
            Header = next;
            held = false;
        }
    }

    // The first row decides; any other row must then have as many fields as it, or is ragged as ever.
    private void DropNotice(Predicate<ImmutableArray<string>>? beginsWithNotice)
    {
        if (beginsWithNotice is null || Header.Length < 2 || !(held || (held = Next())) || csv.FieldCount != Header.Length - 1 || !beginsWithNotice(Header))
        {
            return;
        }

        ledger.AddWhole(TableChecks.NoticeWithoutFields);
        if (Technical.Length == Header.Length)
        {
            Technical = Technical[1..];
        }

        Header = Header[1..];
    }

    private ImmutableArray<string> Cells()
    {
        CheckLengths();
        var cells = ImmutableArray.CreateBuilder<string>(csv.FieldCount);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            cells.Add(csv.GetString(i).Trim());
        }

        return cells.MoveToImmutable();
    }

    private bool Next()
    {
        bool more;
        try
        {
            more = csv.Read();
        }
        catch (CsvFormatException e)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.TooLarge,
                FormattableString.Invariant($"a record is larger than {(long)options.LongestField * RecordPerField} bytes"),
                new Place(options.FileName, Row + 1, e.LineNumber > 0 ? e.LineNumber : null),
                "Most often a quotation mark is opened and never closed, so that the rest of the file became one field.",
                "Look for an unmatched quotation mark on or after that line."), e);
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Encoding, "the text is not valid UTF-16", new Place(options.FileName, Row + 1),
                "Its byte order mark says UTF-16, its bytes do not.", "Save the file as UTF-8 and try again."), e);
        }

        return pending is null ? more : throw new RecordsException(pending);
    }

    private void CheckLengths()
    {
        if (csv.RawRecord.Length <= options.LongestField)
        {
            return;
        }

        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (csv.GetSpan(i).Length > options.LongestField)
            {
                throw Fail(RecordsErrorCode.TooLarge,
                    FormattableString.Invariant($"field {i + 1} is longer than {options.LongestField} bytes"),
                    "No field of a record is that long; most often a quotation mark is missing.",
                    "Look for an unmatched quotation mark in that row.", i < Header.Length ? Header[i] : null);
            }
        }
    }

    private void Note(CsvMalformedRecord record)
    {
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
        {
            pending = new RecordsError(RecordsErrorCode.Malformed, "a quotation mark is opened and never closed",
                new Place(options.FileName, Header.IsEmpty ? null : Row + 1, record.LineNumber > 0 ? record.LineNumber : null),
                "Everything after it became one field.", "Close the quotation mark, or double it if it is part of the text.");
        }
        else if (record.Reason != CsvMalformedReason.FieldCountMismatch)
        {
            ledger.Add(TableChecks.StrayQuote, Row + 1);
        }
    }

    private RecordsException Fail(RecordsErrorCode code, string what, string why, string toDo, string? column = null) =>
        new(new RecordsError(code, what, Here(column), why, toDo));
}
