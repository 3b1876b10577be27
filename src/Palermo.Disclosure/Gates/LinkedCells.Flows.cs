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
        var untold = across with { Codes = [""] };
        var leaving = FlowTraits.OneOrigin;
        var (one, other) = FlowTraits.Compared(across)!.Value;

        // Of the two columns the one by which the tables of roles name those within a country is where people were exploited.
        var destination = people.SelectMany(p => p.Where(t => t.Of == FlowTraits.AnyRole).Select(any => (Others: Without(p, any), any.Codes)))
            .Any(p => Find([.. p.Others, within, new Trait(one, p.Codes)]) is not null) ? one : other;
        var origin = destination == one ? other : one;
        for (var cell = 0; cell < people.Count; cell++)
        {
            // Whoever is of a corridor crossed a border; where everybody who did is of one, it is the same number.
            if (people[cell].FirstOrDefault(t => t.Of == FlowTraits.Corridors) is { } corridors && Find(people[cell].Replace(corridors, across)) is { } all)
            {
                Relate(all, [cell], disjoint: true);
            }

            if (people[cell].FirstOrDefault(t => t.Of == FlowTraits.AnyRole) is { } any)
            {
                LinkRoles(cell, any);
            }

            // In the report of a country whoever crossed no border is its own, and whoever did left it or came into it.
            if (people[cell].FirstOrDefault(t => t.Of == FlowTraits.FromOrTo) is { } scope && people[cell].FirstOrDefault(t => t.Of == across.Of && t.Codes is not [""]) is { } border)
            {
                var rest = people[cell].Remove(scope).Remove(border);
                Relate(cell, [.. Roles(rest, scope.Codes, border.Codes is [FlowTraits.Domestic] ? [within] : [across, leaving])], disjoint: true);
            }

            // Of whom both columns are recorded, of them it is known whether they crossed a border.
            if (people[cell].FirstOrDefault(t => t.Of == one + "+" + other || t.Of == other + "+" + one) is { } both)
            {
                var kinds = both.Codes is [""] ? new[] { untold } : [across, within];
                Relate(cell, [.. kinds.Select(k => Find(people[cell].Replace(both, k))).OfType<int>()], disjoint: true);
            }

            if (people[cell].Where(t => t.Of == one || t.Of == other).ToArray() is [{ Codes: [{ Length: > 0 } country] } named] && !people[cell].Any(IsOfFlows))
            {
                LinkCountry(cell, named, country);
            }
        }

        // Whoever a country had a role for came from it, came into it or was within it, or passed through; in the country's own report
        // nobody only passed through of whom it is recorded where they came from and where they were exploited.
        void LinkRoles(int cell, Trait any)
        {
            var rest = people[cell].Remove(any);
            var alone = Without(people[cell], any);
            var roles = Roles(alone, any.Codes, [leaving, across, within]).ToImmutableArray();
            if (roles.Length > 0 && roles.Sum(r => counts[r]) <= counts[cell])
            {
                Enter(cell, roles, Sums.AtMost);
            }

            if (roles.Length == 3 && alone.Length < rest.Length)
            {
                Cover(cell, roles, rest);
            }

            var inside = alone.Add(new Trait(FlowTraits.FromOrTo, any.Codes));
            var borders = new[] { Find(inside.Add(across)), Find(inside.Add(within)) }.OfType<int>().ToImmutableArray();
            Relate(cell, borders, disjoint: true);
        }

        // The people of a role without the role, and without the scope that the country of the role says.
        static ImmutableArray<Trait> Without(ImmutableArray<Trait> traits, Trait any) => [.. traits.Where(t => t != any && (t.Of != FlowTraits.FromOrTo || !t.Codes.SequenceEqual(any.Codes)))];

        // The cells of a country's roles for some people.
        IEnumerable<int> Roles(ImmutableArray<Trait> rest, ImmutableArray<string> country, Trait[] roles) =>
            roles.Select(r => Find([.. rest, r, new Trait(r == leaving ? origin : destination, country)])).OfType<int>();

        // Whoever is in none of the parts is of those of whom it is not recorded whether they crossed a border.
        void Cover(int cell, ImmutableArray<int> parts, ImmutableArray<Trait> inside)
        {
            foreach (var unknown in Wider(inside).Select(w => Find(w.Add(untold))).OfType<int>().Where(u => parts.Sum(p => counts[p]) + counts[u] >= counts[cell]))
            {
                Enter(cell, parts.Add(unknown), Sums.AtLeast);
            }
        }

        // Whoever was exploited in a country was brought over its border, was within it before, or it is not known which.
        void LinkCountry(int cell, Trait named, string country)
        {
            var rest = people[cell].Remove(named);
            if (Find([.. rest, named, across]) is { } into && Find([.. rest, named, within]) is { } stayed && counts[into] + counts[stayed] <= counts[cell])
            {
                Enter(cell, [into, stayed], Sums.AtMost);
                Cover(cell, [into, stayed], rest.Add(new Trait(FlowTraits.FromOrTo, [country])));
            }

            if (Find([.. rest, named, new Trait(named.Of == one ? other : one, [country])]) is { } twice && Find([.. rest, named, within]) is { } home)
            {
                Relate(twice, [home], disjoint: true);
            }
        }

        // These people, and more of them: all traits, or all but one.
        static IEnumerable<ImmutableArray<Trait>> Wider(ImmutableArray<Trait> traits) => traits.Select(t => traits.Remove(t)).Prepend(traits);

        bool IsOfFlows(Trait trait) => trait.Of == across.Of || trait.Of == FlowTraits.Corridors || trait.Of == FlowTraits.AnyRole || trait.Of == FlowTraits.FromOrTo;

        int? Find(ImmutableArray<Trait> traits) => places.TryGetValue(Key(traits), out var at) ? at : null;
    }
}
