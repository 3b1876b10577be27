using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;

namespace Palermo.Tests.Disclosure.Release;

/// <summary>The whole statement as a reader gets it, in two languages and of every way of protecting. The approved pages stand beside this file.</summary>
public sealed class StatementTests
{
    private static readonly ReleaseManifest Rows = new()
    {
        Identifier = "palermo-0123456789abcdef", Date = new DateOnly(2026, 3, 1), Dataset = "register of 2025", Version = "v1", Program = "Palermo 1.0", RowsPerPerson = 1, RowSeed = 7, Rows = 1_500, Protection = ProtectionKind.KAnonymousSynthesis, K = 10,
        Files = ImmutableSortedDictionary<string, string>.Empty.Add("rows.csv", new string('a', 64)),
    };

    private static readonly ReleaseManifest Table = Rows with { Rows = 0, K = null, Columns = ["sex", "origin"], Protection = ProtectionKind.Suppression };

    public static TheoryData<string, string> Pages => new(from language in new[] { "en", "ar" } from kind in Kinds.Keys.Order(StringComparer.Ordinal) select (kind, language));

    private static readonly ImmutableDictionary<string, ReleaseManifest> Kinds = new Dictionary<string, ReleaseManifest>(StringComparer.Ordinal)
    {
        ["private"] = Rows with
        {
            Protection = ProtectionKind.DifferentialPrivacy, K = null, Guarantee = new(4, 1e-7), GuaranteeOfAllReleases = new(5.25, 1e-7), Rho = 0.31, EstimatedFabricatedPairs = 0.041, EstimatedMissingPairs = 0.062, PairErrorAtMost = 12.4, IntervalLevel = 0.95,
        },
        ["k-anonymous"] = Rows,
        ["suppression"] = Table,
        ["rounding-for-partners"] = Table with { Protection = ProtectionKind.Rounding, MostNoise = 4, Audience = Audience.ResearchPartner },
        ["cell-key-withdrawn"] = Table with { Protection = ProtectionKind.CellKey, MostNoise = 5, SmallestShown = 3, Withdrawn = "A column was wrong." },
    }.ToImmutableDictionary(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Statement_IsTheApprovedOne(string kind, string language) =>
        Golden.Matches(ReleaseStatement.Html(Kinds[kind], language), "Disclosure", "Release", "Golden", $"statement-{kind}.{language}.html");
}
