namespace Palermo.Records.Tables;

/// <summary>What to do with a row whose number of fields differs from the header's.</summary>
public enum RaggedRows
{
    /// <summary>Stop with a located error (the default: the file may be cut or shifted).</summary>
    Stop,

    /// <summary>Leave the row out and count it in the ledger.</summary>
    LeaveOut,
}

/// <summary>Limits and habits of reading a delimited table.</summary>
public sealed record TableOptions
{
    public static TableOptions Default { get; } = new();

    /// <summary>The name shown in errors; null when the input has none.</summary>
    public string? FileName { get; init; }

    /// <summary>The delimiter; null finds it in the first line among comma, semicolon, tab and bar.</summary>
    public char? Separator { get; init; }

    /// <summary>The longest field in bytes of UTF-8; longer is an error. A record may be four times as long.</summary>
    public int LongestField { get; init; } = 1 << 20;

    /// <summary>How many lines may stand before the header.</summary>
    public int LinesBeforeHeader { get; init; } = 8;

    public RaggedRows RaggedRows { get; init; }
}
