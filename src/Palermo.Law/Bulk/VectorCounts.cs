using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Bulk;

/// <summary>
/// Counts of distinct fact vectors: the currency from law to publication. A determination depends on the vector alone, so
/// each distinct one is judged once, however many cases share it.
/// </summary>
public sealed class VectorCounts
{
    private readonly Dictionary<FactVector, long> _counts = [];

    /// <summary>Cases counted.</summary>
    public long Total { get; private set; }

    /// <summary>Distinct vectors.</summary>
    public int Distinct => _counts.Count;

    public IEnumerable<KeyValuePair<FactVector, long>> All => _counts;

    public void Add(FactVector vector, long cases = 1)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, vector, out _) += cases;
        Total += cases;
    }

    /// <summary>Judges under one instrument.</summary>
    public BulkCounts Judge(InstrumentVersion instrument)
    {
        Span<long> tally = stackalloc long[16];
        foreach (var (vector, cases) in _counts)
        {
            var judgement = Determiner.Judge(vector, instrument);
            Count(tally[..3], judgement.Result, cases);
            Count(tally[3..6], judgement.Act, cases);
            Count(tally[6..9], judgement.Means, cases);
            Count(tally[9..12], judgement.Purpose, cases);
            var want = instrument.IsVerified ? Wants.Of(judgement, instrument) : Want.Nothing;
            tally[12] += want.HasFlag(Want.Act) ? cases : 0;
            tally[13] += want.HasFlag(Want.Means) ? cases : 0;
            tally[14] += want.HasFlag(Want.Purpose) ? cases : 0;
            tally[15] += want.HasFlag(Want.Age) ? cases : 0;
        }

        return new BulkCounts(instrument, instrument.IsVerified, Of(tally[..3]), Of(tally[3..6]), Of(tally[6..9]), Of(tally[9..12]), tally[12], tally[13], tally[14], tally[15]);
    }

    /// <summary>Judges under several instruments.</summary>
    public ImmutableArray<BulkCounts> Judge(IEnumerable<InstrumentVersion> instruments) => [.. instruments.Select(Judge)];

    /// <summary>Undetermined cases by exactly what they want.</summary>
    public IReadOnlyDictionary<Want, long> Undetermined(InstrumentVersion instrument)
    {
        var reasons = new SortedDictionary<Want, long>();
        foreach (var (vector, cases) in _counts)
        {
            var want = instrument.IsVerified ? Wants.Of(Determiner.Judge(vector, instrument), instrument) : Want.Nothing;
            if (want != Want.Nothing)
            {
                reasons[want] = reasons.GetValueOrDefault(want) + cases;
            }
        }

        return reasons;
    }

    private static void Count(Span<long> tally, Truth value, long cases) => tally[value.IsTrue ? 0 : value.IsFalse ? 1 : 2] += cases;

    private static TruthCounts Of(Span<long> tally) => new(tally[0], tally[1], tally[2]);
}
