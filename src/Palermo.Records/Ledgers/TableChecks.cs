using System.Collections.Immutable;

namespace Palermo.Records.Ledgers;

/// <summary>The checks that hold for every table, whatever its dialect.</summary>
public static class TableChecks
{
    public static readonly Check NoticeColumn = new("notice-column", Severity.Note, Handling.Refused,
        "a licence or terms notice stands in the header in place of a column name",
        "One release of the CTDC file does so. The notice is not data; its terms still bind whoever publishes.");

    public static readonly Check NoticeWithoutFields = new("notice-without-fields", Severity.Note, Handling.Mapped,
        "the header begins with a licence or terms notice that no row has a field for",
        "Every name stands one place too far right; the rows, each one field short, were read under the names that follow the notice.");

    public static readonly Check LinesBeforeHeader = new("lines-before-header", Severity.Note, Handling.Refused,
        "lines stand before the header",
        "Publishers put a title or a date there (UNODC does). They are not data.");

    public static readonly Check UnknownColumn = new("unknown-column", Severity.Warning, Handling.Refused,
        "a column is not of this dialect",
        "Nothing in it was read; if it matters, the dialect needs it.");

    public static readonly Check MissingColumn = new("missing-column", Severity.Note, Handling.SetToNotRecorded,
        "a column of this dialect is absent",
        "Its facts are not recorded for any row. Older generations of a file often lack a column.");

    public static readonly Check RenamedColumn = new("renamed-column", Severity.Note, Handling.Mapped,
        "a column goes by another known name, or another use of capitals",
        "Names drift between generations of the same file.");

    public static readonly Check MissingMark = new("missing-mark", Severity.Note, Handling.SetToNotRecorded,
        "a word, code or number stands for \"not recorded\"",
        "Such as NULL, -99, ZZ or Unknown. It is no value, and never a no.");

    public static readonly Check NeverDenied = new("never-denied", Severity.Note, Handling.Kept,
        "a yes or no column says yes and never no",
        "An empty field of it is not recorded and must not be counted as a no; shares need the denominator that the publisher gives.");

    public static readonly Check NeverStated = new("never-stated", Severity.Note, Handling.Kept,
        "a yes or no column says no and never yes",
        "Perhaps nobody; perhaps every yes was withheld to protect people, as CTDC did with organ removal.");

    public static readonly Check ListJoinedOtherwise = new("list-joined-otherwise", Severity.Note, Handling.Mapped,
        "a list is joined by other marks than the column's own",
        "One list may be joined by commas, ampersands and semicolons in one file; taken as one text it would be a category of its own.");

    public static readonly Check SheetSize = new("sheet-size", Severity.Note, Handling.Kept,
        "the workbook's sheet holds more rows than it declares",
        "Readers that trust the declaration see a part of the table or nothing; here the sheet was read to its end.");

    public static readonly Check UnrecognisedValue = new("unrecognised-value", Severity.Warning, Handling.SetToNotRecorded,
        "a value is not one of the column's known values",
        "It sets no fact. A wrong guess would be worse than none.");

    public static readonly Check VariantValue = new("variant-value", Severity.Note, Handling.Mapped,
        "a value is a known variant spelling",
        "Truncations, stray spaces and other spellings that the dialect lists.");

    public static readonly Check RaggedRow = new("ragged-row", Severity.Wrong, Handling.Refused,
        "a row has another number of fields than the header",
        "It cannot be told which field belongs to which column, so none was read.");

    public static readonly Check StrayQuote = new("stray-quote", Severity.Warning, Handling.Kept,
        "a quotation mark stands where the format allows none",
        "The text was kept as it stands; the field may have been cut or joined by the program that wrote it.");

    public static readonly Check ContradictoryFact = new("contradictory-fact", Severity.Warning, Handling.SetToNotRecorded,
        "columns of one row say both yes and no of one fact",
        "A contradiction establishes neither side.");

    public static readonly Check GroupDenied = new("group-denied-member-stated", Severity.Warning, Handling.Kept,
        "a row says that no act, means or purpose of any kind was present and names one as well",
        "Both statements were passed on; whoever judges the row sees the contradiction.");

    public static readonly Check EmptyRow = new("empty-row", Severity.Note, Handling.Refused,
        "a row holds nothing in any known column",
        "Spreadsheets keep prepared rows; they are not records.");

    public static readonly Check EmptiedRecord = new("emptied-record", Severity.Warning, Handling.Kept,
        "nothing of a record has a word in the other dialect",
        "An empty record was written in its place, so that the number of people stays right.");

    public static readonly Check TooManyValues = new("too-many-values", Severity.Wrong, Handling.Refused,
        "a column has more than 65,535 different values",
        "It is no category but free text or an identifier; the column was left out.");

    public static readonly Check LostLetters = new("lost-letters", Severity.Warning, Handling.Kept,
        "a value holds the replacement character",
        "Letters were lost in an earlier change of encoding and cannot be brought back with certainty.");

    public static readonly Check DoubleEncoding = new("double-encoding", Severity.Warning, Handling.Kept,
        "a value looks like UTF-8 read as another encoding and saved again",
        "Names and words come out wrong; the source should be asked for a clean copy.");

    public static readonly Check OuterSpaces = new("outer-spaces", Severity.Note, Handling.Mapped,
        "a value has spaces around it",
        "Two spellings of one word would count as two; they were taken as one.");

    public static readonly Check ControlCharacters = new("control-characters", Severity.Warning, Handling.Kept,
        "a value holds control characters",
        "They do not belong in text and may hide what it says.");

    public static readonly Check HeaderRowsDisagree = new("header-rows-disagree", Severity.Warning, Handling.Mapped,
        "two header rows name a column differently",
        "The row nearest the data, which people see, was used.");

    public static readonly Check TwoHeaderRows = new("two-header-rows", Severity.Note, Handling.Mapped,
        "two rows of column names stand above the data",
        "Templates hide the technical names above the labels.");

    /// <summary>All of them.</summary>
    public static ImmutableArray<Check> All { get; } =
    [
        NoticeColumn, NoticeWithoutFields, LinesBeforeHeader, UnknownColumn, MissingColumn, RenamedColumn,
        MissingMark, NeverDenied, NeverStated, ListJoinedOtherwise, SheetSize, UnrecognisedValue,
        VariantValue, RaggedRow, StrayQuote, ContradictoryFact, GroupDenied, EmptyRow,
        EmptiedRecord, TooManyValues, LostLetters, DoubleEncoding, OuterSpaces, ControlCharacters,
        HeaderRowsDisagree, TwoHeaderRows,
    ];
}
