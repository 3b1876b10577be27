using System.Collections.Immutable;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Flows;

/// <summary>Flows as tables to publish.</summary>
public static class FlowTables
{
    /// <summary>Version of the definitions below; docs/methods says what they are.</summary>
    public const string Version = "1.0.0";

    /// <summary>Begins the name of a table of <see cref="RolesBy"/>; the column follows.</summary>
    public const string RolesById = "flows-roles-by-";

    private const string CombinationsById = "flows-combinations-by-";

    private const string ShareNote = "The share is of the people for whom the country had any role; one person may give it several.";

    private const string CombinationNote = "A role is what a country was for at least one of the people; a country with two or more is a combination. The share is of the countries that have a role here. Countries stand under several codes: these do not add up.";

    private static readonly ImmutableArray<string> Kinds = ["Internal", "Cross-border"];

    /// <summary>Internal, cross-border, not recorded; divided by a further column where one is named (form, sex, age, year).</summary>
    public static StatTable Borders(CountTable counts, FlowColumns columns, string? by = null)
    {
        var kept = counts.Keep([.. by is null ? [] : (IEnumerable<string>)[by], columns.Origin, columns.Destination]);
        var table = kept.Merge([columns.Origin, columns.Destination], new Dimension("border", Kinds), texts =>
            texts[0] is { } from && texts[1] is { } to ? Kinds[from.Split(';').Contains(to, StringComparer.Ordinal) ? 0 : 1] : null);
        return StatTable.Of("flows-borders", "People, by whether they were exploited in their own country or another", "person", table.From(Defined(counts.Provenance, "flows-borders")), Notes(columns));
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
            Defined(flows.Provenance, "flows-corridors"), Notes(columns), true);
    }

    /// <summary>Each country's roles with the share of the people who have to do with it.</summary>
    public static StatTable Roles(FlowTable flows, FlowColumns columns)
    {
        var transit = columns.Transit is not null;
        var axes = ImmutableArray.Create(new Axis("country", [.. flows.Roles.Select(r => r.Country)]), new Axis("role", ["source", "transit", "destination", "internal", Axis.Total]) { IsClosed = true });
        return new StatTable("flows-roles", "People, by country and what the country was for them", "person", axes,
            [
                .. flows.Roles.SelectMany(r => (Observation[])
                [
                    One(r, "source", r.Source), transit ? One(r, "transit", r.Transit) : new Observation([r.Country, "transit"], Cell.NotRecorded),
                    One(r, "destination", r.Destination), One(r, "internal", r.Internal), One(r, Axis.Total, r.Any),
                ]),
            ],
            Defined(flows.Provenance, "flows-roles"), Notes(columns).Add(ShareNote), true)
        {
            Overlaps = true,
            ShareAxis = 1,
        };

        static Observation One(CountryRole role, string name, long people) => new([role.Country, name], Cell.Of(people), Share: role.Share(people));
    }

    /// <summary>The same divided by a further column (form, sex, age, year): each country's roles and shares among the people of each of its codes.</summary>
    /// <param name="counts">Counts by the column, origin, transit (if any) and destination.</param>
    /// <param name="columns">Which columns these are.</param>
    /// <param name="by">The further column.</param>
    /// <param name="countries">The countries whose roles are meant; null for all.</param>
    public static StatTable RolesBy(CountTable counts, FlowColumns columns, string by, IReadOnlyCollection<string>? countries = null)
    {
        StatTable Of(FlowTable flows) => Roles(countries is null ? flows : flows with { Roles = [.. flows.Roles.Where(r => countries.Contains(r.Country))] }, columns);
        var each = FlowTable.Each(counts, columns, by);
        var whole = Of(FlowTable.Of(counts, columns));
        var none = columns.Transit is null ? Cell.NotRecorded : Cell.Of(0);
        return whole with
        {
            Id = RolesById + by,
            Title = "People, by " + by + ", country and what the country was for them",
            Axes = whole.Axes.Insert(0, Axis.Of(counts[by])),
            ShareAxis = 2,
            Provenance = Defined(counts.Provenance, RolesById + by),
            Observations =
            [
                .. counts[by].Codes.SelectMany((code, i) => Under(code, Of(each[i + 1]))), .. Under(Axis.NotRecorded, Of(each[0])), .. Under(Axis.Total, whole),
            ],
        };

        // A country that nobody of a code has to do with stands there with zeros.
        IEnumerable<Observation> Under(string code, StatTable roles)
        {
            var known = roles.Observations.ToDictionary(o => (o.Codes[0], o.Codes[1]));
            return whole.Observations.Select(o => (known.GetValueOrDefault((o.Codes[0], o.Codes[1])) ?? new Observation(o.Codes, o.Codes[1] == "transit" ? none : Cell.Of(0))) with { Codes = o.Codes.Insert(0, code) });
        }
    }

    /// <summary>
    /// How many countries were only a source, only a transit, only a destination, only a place of internal trafficking, or a combination,
    /// told from a table of <see cref="RolesBy"/> as it stands: of a protected one this says no more than the table does. A country of
    /// which a hidden figure could be another role counts as withheld.
    /// </summary>
    public static StatTable Combinations(StatTable roles)
    {
        ImmutableArray<string> kinds = ["source", "transit", "destination", "internal", "combination", .. roles.Observations.Any(IsHidden) ? (IEnumerable<string>)["withheld"] : []];
        var transit = roles.Observations.Any(o => o.Codes[2] == "transit" && o.Cell.State != CellState.NotRecorded);
        var (by, slices) = (roles.Axes[0].Name, roles.Observations.Where(o => o.Codes[2] != Axis.Total).ToLookup(o => o.Codes[0], StringComparer.Ordinal));
        return new StatTable(CombinationsById + by, "Countries, by " + by + " and by the roles they have among these people", "country",
            [roles.Axes[0], new Axis("role", [.. kinds, Axis.Total]) { IsClosed = true }],
            [
                .. roles.Axes[0].Codes.SelectMany(code =>
                {
                    var held = slices[code].GroupBy(o => o.Codes[1], StringComparer.Ordinal).Select(Kind).OfType<string>().CountBy(k => k, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
                    var all = held.Values.Sum();
                    return kinds.Select(k => new Observation([code, k], k == "transit" && !transit ? Cell.NotRecorded : Cell.Of(held.GetValueOrDefault(k)),
                            Share: all == 0 || (k == "transit" && !transit) ? null : Math.Round(held.GetValueOrDefault(k) * 100m / all, 2, MidpointRounding.ToEven)))
                        .Append(new Observation([code, Axis.Total], Cell.Of(all)));
                }),
            ],
            Defined(roles.Provenance, CombinationsById + by), [.. roles.Notes.Where(n => n != ShareNote), CombinationNote], true)
        {
            Overlaps = true,
            ShareAxis = 1,
        };

        static bool IsHidden(Observation observation) => observation.Cell.State == CellState.Suppressed;

        static string? Kind(IGrouping<string, Observation> country)
        {
            string[] has = [.. country.Where(o => o.Cell.State == CellState.Value).Select(o => o.Codes[2])];
            return has.Length > 1 ? "combination" : country.Any(IsHidden) ? "withheld" : has.FirstOrDefault();
        }
    }

    /// <summary>What the figures of a table rest on: its own definition besides the rest.</summary>
    private static Provenance Defined(Provenance provenance, string id) => provenance with { Definitions = [id + " " + Version] };

    private static ImmutableArray<string> Notes(FlowColumns columns) => columns.Proxy is { } proxy ? [proxy] : [];
}
