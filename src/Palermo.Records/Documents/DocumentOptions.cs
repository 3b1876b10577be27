namespace Palermo.Records.Documents;

/// <summary>Limits of reading JSON and YAML documents. Sizes are bytes.</summary>
public sealed record DocumentOptions
{
    public static DocumentOptions Default { get; } = new();

    /// <summary>The name shown in errors; null when the input has none.</summary>
    public string? FileName { get; init; }

    /// <summary>The largest document, or the longest line of JSON Lines.</summary>
    public int Largest { get; init; } = 10 * 1000 * 1000;

    /// <summary>How deep objects and lists may nest.</summary>
    public int Deepest { get; init; } = 64;
}
