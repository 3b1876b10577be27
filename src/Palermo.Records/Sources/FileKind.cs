namespace Palermo.Records.Sources;

/// <summary>What kind of file holds a table.</summary>
public enum FileKind
{
    /// <summary>Comma, semicolon, tab or bar separated text.</summary>
    Delimited,

    /// <summary>An Office Open XML workbook (.xlsx).</summary>
    Workbook,

    /// <summary>An OpenDocument spreadsheet (.ods).</summary>
    OpenDocument,

    /// <summary>A JSON list of flat objects.</summary>
    Json,

    /// <summary>JSON Lines of flat objects.</summary>
    JsonLines,

    /// <summary>A Parquet file.</summary>
    Parquet,
}

/// <summary>Limits of reading any kind of file.</summary>
public sealed record SourceOptions
{
    public static SourceOptions Default { get; } = new();

    /// <summary>The name shown in errors.</summary>
    public string? FileName { get; init; }

    /// <summary>The sheet of a workbook; null takes the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>How large an archive (workbook, OpenDocument) may unpack, in bytes.</summary>
    public long LargestUnpacked { get; init; } = 2L << 30;

    /// <summary>How many times larger than itself an archive may unpack.</summary>
    public int LargestRatio { get; init; } = 200;
}
