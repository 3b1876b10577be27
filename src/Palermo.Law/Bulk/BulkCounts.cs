using Palermo.Law.Instruments;

namespace Palermo.Law.Bulk;

/// <summary>How many cases hold, do not hold, and are open.</summary>
public readonly record struct TruthCounts(long True, long False, long Unknown);

/// <summary>One instrument over many cases. Counts of distinct groups of cases add up.</summary>
/// <param name="Result">Met, not met, undetermined.</param>
/// <param name="WantAct">Undetermined cases that want an act; likewise the others, as <see cref="Want"/> says. A case may want several.</param>
/// <param name="IsComputed">False: the text is unverified and nothing was computed.</param>
public sealed record BulkCounts(
    InstrumentVersion Instrument,
    bool IsComputed,
    TruthCounts Result,
    TruthCounts Act,
    TruthCounts Means,
    TruthCounts Purpose,
    long WantAct,
    long WantMeans,
    long WantPurpose,
    long WantAge);
