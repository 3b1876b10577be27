using System.Collections.Immutable;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Flows;

/// <summary>Flows as tables to publish.</summary>
public static class FlowTables
{
    private static readonly ImmutableArray<string> Kinds = ["Internal", "Cross-border"];

    /// <summary>Internal, cross-border, not recorded; divided by a further column where one is named (form, sex, age, year).</summary>
    public static StatTable Borders(CountTable counts, FlowColumns columns, string? by = null)
    {
        var kept = counts.Keep([.. by is null ? [] : (IEnumerable<string>)[by], columns.Origin, columns.Destination]);
        var table = kept.Merge([columns.Origin, columns.Destination], new Dimension("border", Kinds), texts =>
            texts[0] is { } from && texts[1] is { } to ? Kinds[from.Split(';').Contains(to, StringComparer.Ordinal) ? 0 : 1] : null);
        return StatTable.Of("flows-borders", "People, by whether they were exploited in their own country or another", "person", table, Notes(columns));
    }

    /// <summary>Each corridor with its people; combinations that nobody took are left out, the totals are of all.</summary>
    public static StatTable Corridors(FlowTable flows, FlowColumns columns)
    {
        ImmutableArray<string> from = [.. flows.Corridors.Select(c => c.Origin).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ImmutableArray<string> to = [.. flows.Corridors.Select(c => c.Destination).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new StatTable("flows-corridors", "People trafficked across a border, by origin and destination", "person",
            [new Axis("origin", [.. from, Axis.Total]), new Axis("destination", [.. to, Axis.Total])],
            [
                .. flows.Corridors.Select(c => new Observation([c.Origin, c.Destination], Cell.Of(c.People))),
                .. flows.Corridors.GroupBy(c => c.Origin, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Observation([g.Key, Axis.Total], Cell.Of(g.Sum(c => c.People)))),
                .. flows.Corridors.GroupBy(c => c.Destination, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Observation([Axis.Total, g.Key], Cell.Of(g.Sum(c => c.People)))),
                new Observation([Axis.Total, Axis.Total], Cell.Of(flows.Corridors.Sum(c => c.People))),
            ],
            flows.Provenance, Notes(columns), true);
    }

    /// <summary>Each country's roles with the share of the people who have to do with it.</summary>
    public static StatTable Roles(FlowTable flows, FlowColumns columns)
    {
        var transit = columns.Transit is not null;
        var axes = ImmutableArray.Create(new Axis("country", [.. flows.Roles.Select(r => r.Country)]), new Axis("role", ["source", "transit", "destination", "internal", Axis.Total]));
        return new StatTable("flows-roles", "People, by country and what the country was for them", "person", axes,
            [
                .. flows.Roles.SelectMany(r => (Observation[])
                [
                    One(r, "source", r.Source), transit ? One(r, "transit", r.Transit) : new Observation([r.Country, "transit"], Cell.NotRecorded),
                    One(r, "destination", r.Destination), One(r, "internal", r.Internal), One(r, Axis.Total, r.Any),
                ]),
            ],
            flows.Provenance, Notes(columns).Add("The share is of the people for whom the country had any role; one person may give it several."), true)
        {
            Overlaps = true,
        };

        static Observation One(CountryRole role, string name, long people) => new([role.Country, name], Cell.Of(people), Share: role.Share(people));
    }

    private static ImmutableArray<string> Notes(FlowColumns columns) => columns.Proxy is { } proxy ? [proxy] : [];
}
