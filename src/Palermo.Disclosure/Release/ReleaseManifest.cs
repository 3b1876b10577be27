using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Disclosure.Release;

/// <summary>What protects the people in a release.</summary>
public enum ProtectionKind
{
    /// <summary>Differential privacy: noise with a stated budget.</summary>
    DifferentialPrivacy = 1,

    /// <summary>k-anonymous synthesis: no budget, no guarantee across releases.</summary>
    KAnonymousSynthesis = 2,

    /// <summary>A table with holes: primary and secondary suppression, attacked before it was let out.</summary>
    Suppression = 3,

    /// <summary>A table rounded so that it still adds up.</summary>
    Rounding = 4,

    /// <summary>A table with cell-key noise.</summary>
    CellKey = 5,
}

/// <summary>One measured part of a release.</summary>
/// <param name="Name">What was counted.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="StandardDeviation">Of the noise on each count.</param>
/// <param name="Threshold">Least noisy count shown, or null.</param>
public sealed record MeasuredPart(string Name, ImmutableArray<string> Columns, double StandardDeviation, long? Threshold);

/// <summary>Everything a reader needs to judge a release, and a machine to check it. Holds no count below what is published.</summary>
public sealed record ReleaseManifest
{
    /// <summary>Permanent identifier: derived from the published bytes, so that the same release has the same name everywhere.</summary>
    public required string Identifier { get; init; }

    public required DateOnly Date { get; init; }

    public required string Dataset { get; init; }

    /// <summary>Version of the dataset, where it has one.</summary>
    public string? Version { get; init; }

    /// <summary>For whom; a release of records without one is public.</summary>
    public Audience? Audience { get; init; }

    /// <summary>Columns of a table release.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>Greatest distance of a printed count from the true one, where there is such a bound.</summary>
    public long? MostNoise { get; init; }

    /// <summary>Counts below this are not told from none; 0 where that does not apply.</summary>
    public int? SmallestShown { get; init; }

    /// <summary>Rows of people with more than the stated number were cut at random to it before anything was counted.</summary>
    public bool RowsWereCut { get; init; }

    public required string Program { get; init; }

    public required ProtectionKind Protection { get; init; }

    /// <summary>Under differential privacy: the guarantee of this release alone.</summary>
    public ApproximateGuarantee? Guarantee { get; init; }

    /// <summary>The guarantee of all releases of this dataset so far, this one included.</summary>
    public ApproximateGuarantee? GuaranteeOfAllReleases { get; init; }

    public double? Rho { get; init; }

    public int? K { get; init; }

    /// <summary>Who counts as one: a person with at most this many rows.</summary>
    public required int RowsPerPerson { get; init; }

    public ImmutableArray<MeasuredPart> Measured { get; init; } = [];

    /// <summary>Seed of the sampling of rows after the noise; never of the noise.</summary>
    public required ulong RowSeed { get; init; }

    public required int Rows { get; init; }

    public double? EstimatedFabricatedPairs { get; init; }

    public double? EstimatedMissingPairs { get; init; }

    /// <summary>Mean distance, in people, of a pair's count in the rows from the true one, over the pairs that the table prints; rather too great than too small.</summary>
    public double? PairErrorAtMost { get; init; }

    /// <summary>Confidence level of the intervals in the table.</summary>
    public double? IntervalLevel { get; init; }

    /// <summary>SHA-256 of each published file.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public string? Withdrawn { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static ReleaseManifest FromJson(string json) =>
        JsonSerializer.Deserialize<ReleaseManifest>(json, Options) ?? throw new InvalidDataException("the manifest is empty");

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The identifier of published bytes.</summary>
    public static string Identify(IEnumerable<KeyValuePair<string, string>> files) =>
        "palermo-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Key + " " + f.Value)))))[..24];

    internal static ImmutableArray<MeasuredPart> Parts(Domain domain, Measurements measured) =>
    [
        .. measured.Views.Select(v => new MeasuredPart(v.Plan.Name, [.. v.Plan.Columns.Select(c => domain.Columns[c].Name)], v.Sigma, v.Threshold)),
        new("single values", [.. domain.Columns.Select(c => c.Name)], Sigma(measured.SinglesVariance), null),
        new("pairs with a mark", [.. domain.Columns.Select(c => c.Name)], Sigma(measured.PairsVariance), null),
        new("number of people", [], Sigma(measured.TotalVariance), null),
    ];

    private static double Sigma(Noise.Variance v) => Math.Sqrt((double)v.Numerator / v.Denominator);
}
