using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Palermo.Records.Crosswalks;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Facts;

/// <summary>How far a reading is.</summary>
public readonly record struct FactProgress(long Rows, long Bytes);

/// <summary>A distinct fact vector, how many rows have it, and the first of them.</summary>
public readonly record struct FactCount(ulong True, ulong False, long Count, long FirstRow);

/// <summary>A table reduced to its distinct fact vectors, in the order of their first rows.</summary>
/// <param name="Dialect">The dialect recognised.</param>
/// <param name="Crosswalk">The mapping used.</param>
/// <param name="Vectors">Each distinct vector once; the counts add up to the rows read, less those left out.</param>
/// <param name="Rows">Rows in the file, those left out included.</param>
/// <param name="Ledger">What was found.</param>
public sealed record DistinctFacts(Dialect Dialect, Crosswalk Crosswalk, ImmutableArray<FactCount> Vectors, long Rows, Ledger Ledger);

/// <summary>Counts by vector; a run of equal rows costs one comparison each.</summary>
internal sealed class VectorCounts
{
    private readonly Dictionary<(ulong True, ulong False), int> index = [];
    private readonly List<FactCount> vectors = [];
    private (ulong, ulong) last;
    private int lastAt = -1;

    public void Add(ulong t, ulong f, long row)
    {
        if (lastAt < 0 || last != (t, f))
        {
            last = (t, f);
            ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(index, last, out var known);
            if (!known)
            {
                at = vectors.Count;
                vectors.Add(new FactCount(t, f, 0, row));
            }

            lastAt = at;
        }

        ref var vector = ref CollectionsMarshal.AsSpan(vectors)[lastAt];
        vector = vector with { Count = vector.Count + 1 };
    }

    public ImmutableArray<FactCount> ToVectors() => [.. vectors];
}
