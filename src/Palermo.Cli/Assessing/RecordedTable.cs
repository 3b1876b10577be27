using Palermo.Law.Bulk;
using Palermo.Law.Facts;

namespace Palermo.Cli.Assessing;

/// <summary>One row of the table: how many records have a purpose and a means on record, and how many lack them.</summary>
internal readonly record struct RecordedRow(long Total, long PurposeAndMeans, long PurposeOnly, long MeansOnly, long Neither);

/// <summary>
/// What records hold, by age at the act: a child needs no means, so "purpose only" establishes the offence for a child if an
/// act is shown, lacks a means for an adult, and depends on age where that is unknown.
/// </summary>
internal sealed record RecordedTable(RecordedRow Child, RecordedRow Adult, RecordedRow AgeNotKnown)
{
    public static RecordedTable Of(VectorCounts counts, Vocabulary vocabulary)
    {
        var child = 1UL << vocabulary["under_18"].Index;
        var means = vocabulary.FindGroup("means_any")!;
        var purpose = vocabulary.FindGroup("purpose_any")!;
        var purposes = vocabulary.Bits(FactElement.Purpose);
        Span<long> tally = stackalloc long[12];
        foreach (var (vector, cases) in counts.All)
        {
            var age = (vector.True & child) != 0 ? 0 : (vector.False & child) != 0 ? 1 : 2;
            var hasMeans = (vector.True & means.Members) != 0 || (vector.Some >> means.Index & 1) != 0;
            var hasPurpose = (vector.True & purposes) != 0 || (vector.Some >> purpose.Index & 1) != 0;
            tally[(age * 4) + (hasPurpose ? 0 : 2) + (hasMeans ? 0 : 1)] += cases;
        }

        return new RecordedTable(Row(tally[..4]), Row(tally[4..8]), Row(tally[8..]));

        static RecordedRow Row(ReadOnlySpan<long> t) => new(t[0] + t[1] + t[2] + t[3], t[0], t[1], t[2], t[3]);
    }
}
