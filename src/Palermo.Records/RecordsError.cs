namespace Palermo.Records;

/// <summary>What kind of thing stopped a reader. Scripts may rely on the names; they are never reused for another meaning.</summary>
public enum RecordsErrorCode
{
    /// <summary>The input holds no table at all.</summary>
    Empty,

    /// <summary>The bytes are not valid UTF-8, or are in an encoding that cannot be told with certainty.</summary>
    Encoding,

    /// <summary>The bytes are another kind of file (a workbook, an archive, Parquet) than the reader asked for.</summary>
    WrongFormat,

    /// <summary>No known dialect has this header.</summary>
    UnknownDialect,

    /// <summary>Two columns carry one name, or two names of one column.</summary>
    DuplicateColumn,

    /// <summary>A column that the reader needs is absent.</summary>
    MissingColumn,

    /// <summary>A row has another number of fields than the header.</summary>
    RaggedRow,

    /// <summary>A quoted field never ends, or quoting is broken beyond recovery.</summary>
    Malformed,

    /// <summary>A field, record, line or document is larger than its limit.</summary>
    TooLarge,

    /// <summary>A document nests deeper than its limit.</summary>
    TooDeep,

    /// <summary>The text is not JSON.</summary>
    Json,

    /// <summary>The text is not YAML, or uses a part of YAML that is refused (tags, anchors, several documents).</summary>
    Yaml,

    /// <summary>A data file of Palermo itself (dialect, crosswalk, fact list) is wrong.</summary>
    Definition,

    /// <summary>A stored dataset is damaged, erased or not there.</summary>
    Store,
}

/// <summary>
/// Where something is. Rows and lines count from 1; a row is a data row (the header is not counted), a line is a line of
/// the file. Null means that the part does not apply or is not known.
/// </summary>
public sealed record Place(
    string? File = null,
    long? Row = null,
    long? Line = null,
    int? Position = null,
    string? Column = null,
    string? Path = null)
{
    public override string ToString()
    {
        List<string> parts = [];
        if (File is not null)
        {
            parts.Add(File);
        }

        if (Line is not null)
        {
            parts.Add(Invariant($"line {Line}"));
        }

        if (Row is not null)
        {
            parts.Add(Invariant($"row {Row}"));
        }

        if (Position is not null)
        {
            parts.Add(Invariant($"position {Position}"));
        }

        if (Column is not null)
        {
            parts.Add($"column '{Column}'");
        }

        if (Path is not null)
        {
            parts.Add(Path);
        }

        return string.Join(", ", parts);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>
/// One error of reading: what happened, where, why, and what to do. It never carries a cell's value; names of columns
/// (which are not personal data) it may carry.
/// </summary>
public sealed record RecordsError(RecordsErrorCode Code, string What, Place Where, string Why, string ToDo)
{
    public override string ToString()
    {
        var where = Where.ToString();
        return (where.Length == 0 ? "" : where + ": ") + What + ". " + Why + " " + ToDo;
    }
}

/// <summary>Carries a <see cref="RecordsError"/> out of a streaming reader. Nothing read before it was kept by the reader.</summary>
public sealed class RecordsException(RecordsError error, Exception? cause = null) : Exception(error.ToString(), cause)
{
    public RecordsError Error { get; } = error;
}
