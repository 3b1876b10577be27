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

    /// <summary>The same divided by a further column (form, sex, age, year): each country's roles and shares among the people of each of its codes.</summary>
    /// <param name="counts">Counts by the column, origin, transit (if any) and destination.</param>
    public static StatTable RolesBy(CountTable counts, FlowColumns columns, string by)
    {
        var slices = Slices(counts, columns, by).Select(s => (s.Code, Roles: Roles(s.Flows, columns))).ToArray();
        var whole = slices[^1].Roles;
        var zero = whole.Axes[1].Codes.Contains("transit") && columns.Transit is null;
        return whole with
        {
            Id = "flows-roles-by-" + by,
            Title = "People, by " + by + ", country and what the country was for them",
            Axes = whole.Axes.Insert(0, Axis.Of(counts[by])),
            Observations =
            [
                .. slices.SelectMany(s => s.Roles.Observations.ToDictionary(o => string.Join('\u001f', o.Codes), StringComparer.Ordinal) is var known
                    ? whole.Observations.Select(o => (known.TryGetValue(string.Join('\u001f', o.Codes), out var here) ? here
                        : new Observation(o.Codes, zero && o.Codes[1] == "transit" ? Cell.NotRecorded : Cell.Of(0))) is var at ? at with { Codes = at.Codes.Insert(0, s.Code) } : throw new InvalidOperationException())
                    : []),
            ],
        };
    }

    /// <summary>How many countries were only a source, only a transit, only a destination, only a place of internal trafficking, or a combination; by a further column.</summary>
    public static StatTable Combinations(CountTable counts, FlowColumns columns, string by)
    {
        ImmutableArray<string> kinds = ["source", "transit", "destination", "internal", "combination"];
        return new StatTable("flows-combinations-by-" + by, "Countries, by " + by + " and by the roles they have among these people", "country",
            [Axis.Of(counts[by]), new Axis("role", [.. kinds, Axis.Total])],
            [
                .. Slices(counts, columns, by).SelectMany(s => kinds.Select(k => (Kind: k, Countries: s.Flows.Roles.Count(r => Kind(r) == k)))
                    .Select(k => new Observation([s.Code, k.Kind], k.Kind == "transit" && columns.Transit is null ? Cell.NotRecorded : Cell.Of(k.Countries),
                        Share: s.Flows.Roles.IsEmpty ? null : Math.Round(k.Countries * 100m / s.Flows.Roles.Length, 2, MidpointRounding.ToEven)))
                    .Append(new Observation([s.Code, Axis.Total], Cell.Of(s.Flows.Roles.Length)))),
            ],
            counts.Provenance, Notes(columns).Add("A role is what a country was for at least one of the people; a country with two or more is a combination. Countries stand under several codes: these do not add up."), true)
        {
            Overlaps = true,
        };

        static string Kind(CountryRole role) => ((string[])[.. role.Source > 0 ? (IEnumerable<string>)["source"] : [], .. role.Transit > 0 ? (IEnumerable<string>)["transit"] : [], .. role.Destination > 0 ? (IEnumerable<string>)["destination"] : [], .. role.Internal > 0 ? (IEnumerable<string>)["internal"] : []]) is [var only] ? only : "combination";
    }

    /// <summary>The flows of the people of each code of a column, of those not recorded, and of all.</summary>
    private static IEnumerable<(string Code, FlowTable Flows)> Slices(CountTable counts, FlowColumns columns, string by) =>
    [
        .. counts[by].Codes.Select(c => (c, FlowTable.Of(counts.Where(by, c), columns))),
        (Axis.NotRecorded, FlowTable.Of(counts.Where(by, [null]), columns)),
        (Axis.Total, FlowTable.Of(counts, columns)),
    ];

    private static ImmutableArray<string> Notes(FlowColumns columns) => columns.Proxy is { } proxy ? [proxy] : [];
}
