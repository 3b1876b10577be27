using System.Collections.Immutable;
using Palermo.Statistics.Reports;

namespace Palermo.Disclosure.Gates;

/// <content>What figures of flows tell of each other, though their traits are of different names.</content>
internal sealed partial class LinkedCells
{
    private void LinkFlows()
    {
        var compared = people.SelectMany(p => p).Where(t => FlowTraits.Compared(t) is not null).ToArray();
        if (compared.FirstOrDefault(t => t.Codes is [FlowTraits.CrossBorder]) is not { } across)
        {
            return;
        }

        var within = across with { Codes = [FlowTraits.Domestic] };
        for (var cell = 0; cell < people.Count; cell++)
        {
            // Whoever is of a corridor crossed a border; where everybody who did is of one, it is the same number.
            if (people[cell].FirstOrDefault(t => t.Of == FlowTraits.Corridors) is { } corridors && Find(people[cell].Replace(corridors, across)) is { } all)
            {
                Relate(all, [cell], disjoint: true);
            }

            // Whoever came from a country or was exploited there either crossed its border or did not.
            if (people[cell].FirstOrDefault(t => t.Of == FlowTraits.AnyRole) is { } any && people[cell].Any(t => t.Of == FlowTraits.FromOrTo && t.Codes.SequenceEqual(any.Codes)))
            {
                Relate(cell, [.. new[] { Find(people[cell].Replace(any, across)), Find(people[cell].Replace(any, within)) }.OfType<int>()], disjoint: true);
            }
        }

        int? Find(ImmutableArray<Trait> traits) => places.TryGetValue(Key(traits), out var at) ? at : null;
    }
}
