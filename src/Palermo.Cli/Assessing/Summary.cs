using System.Collections.Immutable;
using Palermo.Law.Bulk;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Records.Ledgers;

namespace Palermo.Cli.Assessing;

/// <summary>Many records under some instruments.</summary>
/// <param name="Records">Records read.</param>
/// <param name="Distinct">Distinct fact vectors among them: each was judged once.</param>
/// <param name="Mapping">The mapping that set the facts, with its version and standard; null when people set them.</param>
/// <param name="Source">The file's name and the SHA-256 of its bytes.</param>
internal sealed record Summary(
    string Source,
    string SourceHash,
    long Records,
    int Distinct,
    string? Dialect,
    string? Mapping,
    Assumption Assumption,
    ImmutableArray<InstrumentSummary> Instruments,
    RecordedTable Recorded,
    ImmutableArray<LedgerLine> Ledger)
{
    public static ImmutableArray<InstrumentSummary> Judge(VectorCounts counts, IEnumerable<InstrumentVersion> instruments) =>
        [.. instruments.Select(i => new InstrumentSummary(counts.Judge(i), counts.Undetermined(i)))];
}

/// <summary>One instrument's counts, and the undetermined by exactly what they lack.</summary>
internal sealed record InstrumentSummary(BulkCounts Counts, IReadOnlyDictionary<Want, long> Undetermined);
