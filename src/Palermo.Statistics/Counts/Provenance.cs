using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <summary>Where counted records come from.</summary>
/// <param name="Name">The file or dataset as its owner calls it.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, lower-case hexadecimal; null for live case files.</param>
/// <param name="Dialect">The dialect and its version, <c>id version</c>.</param>
/// <param name="Rows">Records in it.</param>
/// <param name="Version">The version under which it is stored, or null.</param>
public sealed record DataOrigin(string Name, string? Sha256, string Dialect, long Rows, string? Version = null);

/// <summary>What a figure rests on: enough to make it again.</summary>
/// <param name="Origins">The data counted.</param>
/// <param name="Query">The query in its text form.</param>
/// <param name="Mappings">Named, versioned mappings that turned recorded codes into the codes shown.</param>
/// <param name="Laws">Instrument versions, <c>id/version</c>, where a determination is counted.</param>
/// <param name="Definitions">Definitions of the table or series, <c>id version</c>.</param>
public sealed record Provenance(ImmutableArray<DataOrigin> Origins, string Query, ImmutableArray<string> Mappings, ImmutableArray<string> Laws, ImmutableArray<string> Definitions)
{
    public static Provenance Of(DataOrigin origin, string query) => new([origin], query, [], [], []);

    /// <summary>What a sum of two figures rests on.</summary>
    public Provenance With(Provenance other) => new(
        [.. Origins.Union(other.Origins)],
        Query == other.Query ? Query : Query + " + " + other.Query,
        Union(Mappings, other.Mappings),
        Union(Laws, other.Laws),
        Union(Definitions, other.Definitions));

    private static ImmutableArray<string> Union(ImmutableArray<string> a, ImmutableArray<string> b) => [.. a.Union(b, StringComparer.Ordinal)];
}
