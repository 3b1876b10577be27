using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Store;

/// <summary>What is known of a stored dataset version without opening it. Holds no value of any record.</summary>
public sealed record Manifest
{
    /// <summary>The version: a hash of the source file's bytes, the dialect and its version, and how the file was read (sheet, ragged rows, separator, country data and decisions).</summary>
    public required string Version { get; init; }

    public required string Dialect { get; init; }

    public required string DialectVersion { get; init; }

    /// <summary>SHA-256 of the file that was imported.</summary>
    public required string SourceSha256 { get; init; }

    public required long Rows { get; init; }

    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>Names the country data and decisions that its countries were read by.</summary>
    public required string Countries { get; init; }

    /// <summary>The ledger of the import.</summary>
    public required ImmutableArray<ManifestLine> Ledger { get; init; }

    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };
}

/// <summary>A ledger line as stored.</summary>
public sealed record ManifestLine(string Check, Severity Severity, Handling Handling, string? Column, long Count, ImmutableArray<long> FirstRows);

/// <summary>A name given to a version, at a time; the newest line of a name holds.</summary>
public sealed record CatalogueLine(string Name, string Version, DateTimeOffset At);

/// <summary>A dataset as listed.</summary>
/// <param name="Name">The name.</param>
/// <param name="Manifest">What is known of its newest version.</param>
/// <param name="At">When that version was imported.</param>
/// <param name="Versions">How many versions the name has had.</param>
/// <param name="IsErased">Whether its key was deleted.</param>
public sealed record DatasetEntry(string Name, Manifest Manifest, DateTimeOffset At, int Versions, bool IsErased);
