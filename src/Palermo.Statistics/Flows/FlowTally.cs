using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Flows;

/// <summary>Adds groups of people up to a <see cref="FlowTable"/>.</summary>
internal sealed class FlowTally
{
    private readonly Dictionary<(string, string), long> corridors = [];
    private readonly Dictionary<string, (ImmutableArray<string> Way, long People)> routes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CountryRole> roles = new(StringComparer.Ordinal);
    private long total;
    private long within;
    private long across;
    private long several;
    private long noOrigin;
    private long noDestination;
    private long neither;

    public void Add(ImmutableArray<string> origins, ImmutableArray<string> transit, string? destination, long people)
    {
        total += people;
        if (destination is null || origins.IsEmpty)
        {
            AddHalf(origins, transit, destination, people);
            return;
        }

        if (origins.Contains(destination))
        {
            within += people;
            Roles(transit, null, destination, isInternal: true, people);
            return;
        }

        across += people;
        if (origins.Length > 1)
        {
            several += people;
            Roles(transit, null, destination, isInternal: false, people);
            return;
        }

        Roles(transit, origins[0], destination, isInternal: false, people);
        CollectionsMarshal.GetValueRefOrAddDefault(corridors, (origins[0], destination), out _) += people;
        ImmutableArray<string> way = [origins[0], .. transit, destination];
        var key = string.Join('>', way);
        routes[key] = (way, routes.GetValueOrDefault(key).People + people);
    }

    public FlowTable ToTable(Provenance provenance) => new(
        total, within, across, several, noOrigin, noDestination, neither,
        [.. corridors.Select(c => new Corridor(c.Key.Item1, c.Key.Item2, c.Value)).OrderByDescending(c => c.People).ThenBy(c => c.Origin, StringComparer.Ordinal).ThenBy(c => c.Destination, StringComparer.Ordinal)],
        [.. routes.OrderByDescending(r => r.Value.People).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => new Route(r.Value.Way, r.Value.People))],
        [.. roles.Values],
        provenance);

    private void AddHalf(ImmutableArray<string> origins, ImmutableArray<string> transit, string? destination, long people)
    {
        if (destination is not null)
        {
            // Exploited there; whether they came from elsewhere is not known, so no role is given for the way in.
            noOrigin += people;
        }
        else if (!origins.IsEmpty)
        {
            noDestination += people;
        }
        else
        {
            neither += people;
        }

        Roles(transit, null, null, isInternal: false, people);
    }

    /// <summary>Each country's roles for these people; a country that has several of them counts the people once in all.</summary>
    private void Roles(ImmutableArray<string> transit, string? source, string? destination, bool isInternal, long people)
    {
        foreach (var country in transit.Concat(source is null ? [] : [source]).Concat(destination is null ? [] : [destination]).Distinct(StringComparer.Ordinal))
        {
            var role = roles.GetValueOrDefault(country) ?? new CountryRole(country, 0, 0, 0, 0, 0);
            roles[country] = role with
            {
                Source = role.Source + (country == source ? people : 0),
                Transit = role.Transit + (transit.Contains(country) ? people : 0),
                Destination = role.Destination + (country == destination && !isInternal ? people : 0),
                Internal = role.Internal + (country == destination && isInternal ? people : 0),
                Any = role.Any + people,
            };
        }
    }
}
