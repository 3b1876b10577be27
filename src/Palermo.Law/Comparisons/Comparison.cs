using System.Collections.Immutable;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Comparisons;

/// <summary>Why two texts come out differently on the same facts: the nodes that decide each, with each text's own words.</summary>
public sealed record Difference(Determination First, Determination Second, ImmutableArray<DifferingWords> Words);

/// <summary>What decides one side, in the words of its text.</summary>
/// <param name="Words">Words of the article; a restatement where the official words are not stored.</param>
public sealed record DifferingWords(InstrumentVersion Instrument, string Path, Label? Label, string At, string Words, Truth Value);

/// <summary>The day from which a new version of one instrument gives another result on the same facts.</summary>
public sealed record Change(string InstrumentId, Determination Before, Determination After, DateOnly Since);

/// <summary>The same findings under several texts, and under the versions of one text over time.</summary>
/// <param name="Differences">Against the first determination, for every other whose result differs.</param>
public sealed record Comparison(ImmutableArray<Determination> Determinations, ImmutableArray<Difference> Differences, ImmutableArray<Change> Changes)
{
    /// <summary>Compares instruments in the order given; the first is what the others are compared with.</summary>
    public static Comparison Of(ImmutableArray<Finding> findings, IEnumerable<InstrumentVersion> instruments, Query query)
    {
        ImmutableArray<Determination> all = [.. instruments.Select(i => Determiner.Determine(findings, i, query))];
        var computed = all.Where(d => d.IsComputed).ToList();
        var differences = computed.Count == 0 ? [] : computed.Skip(1).Where(d => d.Result != computed[0].Result).Select(d => Differ(computed[0], d)).ToImmutableArray();
        return new Comparison(all, differences, Timeline(computed));
    }

    /// <summary>Where two determinations of the same findings part.</summary>
    public static Difference Differ(Determination first, Determination second) =>
        new(first, second, [.. Deciding(first), .. Deciding(second)]);

    private static IEnumerable<DifferingWords> Deciding(Determination determination)
    {
        var instrument = determination.Instrument;
        var parts = determination.Proof.Kind is ProofKind.Atom or ProofKind.Not or ProofKind.Always ? [determination.Proof] : determination.Proof.Deciding;
        foreach (var part in parts)
        {
            // An "any of" that failed is best shown by its own words; an established one by the atom that established it.
            var shown = part.Value.IsTrue && part.Deciding is [var only] ? only : part;
            ImmutableArray<string> cite = shown.Value.IsTrue || shown.Kind is ProofKind.Atom ? shown.Cite : [.. shown.Cite, .. shown.DecidingLeaves().SelectMany(l => l.Cite).Distinct(StringComparer.Ordinal)];
            yield return new DifferingWords(instrument, shown.Path, shown.Label, instrument.Text.Places(cite), instrument.Text.Words(cite), shown.Value);
        }
    }

    private static ImmutableArray<Change> Timeline(IEnumerable<Determination> determinations)
    {
        var changes = ImmutableArray.CreateBuilder<Change>();
        foreach (var family in determinations.GroupBy(d => d.Instrument.Id, StringComparer.Ordinal))
        {
            var ordered = family.OrderBy(d => d.Instrument.InForce.From ?? DateOnly.MinValue).ToList();
            foreach (var (before, after) in ordered.Zip(ordered.Skip(1)))
            {
                if (before.Result != after.Result && after.Instrument.InForce.From is { } since)
                {
                    changes.Add(new Change(family.Key, before, after, since));
                }
            }
        }

        return changes.ToImmutable();
    }
}
