using System.Collections.Immutable;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Flows;

/// <summary>People who went from one country to another.</summary>
public readonly record struct Corridor(string Origin, string Destination, long People);

/// <summary>One way taken, from origin over each country of transit to the destination.</summary>
/// <param name="Countries">At least two, in the order of travel.</param>
public sealed record Route(ImmutableArray<string> Countries, long People)
{
    /// <summary>The legs of the way.</summary>
    public IEnumerable<(string From, string To)> Legs => Countries.Zip(Countries.Skip(1));
}

/// <summary>A country's part: how many people it was source, transit, destination and place of internal trafficking for.</summary>
/// <param name="Any">People for whom it was any of these, each once.</param>
public sealed record CountryRole(string Country, long Source, long Transit, long Destination, long Internal, long Any)
{
    /// <summary>The roles it has, in words: "source and destination".</summary>
    public string Roles => Names() is [.. var first, var last] && first.Length > 0 ? string.Join(", ", first) + " and " + last : Names()[0];

    /// <summary>Percent of the people of <see cref="Any"/> for whom it was the role; a person may stand under several.</summary>
    public decimal Share(long role) => Any == 0 ? 0 : Math.Round(role * 100m / Any, 2, MidpointRounding.ToEven);

    private string[] Names() => [.. Source > 0 ? (IEnumerable<string>)["source"] : [], .. Transit > 0 ? (IEnumerable<string>)["transit"] : [], .. Destination > 0 ? (IEnumerable<string>)["destination"] : [], .. Internal > 0 ? (IEnumerable<string>)["internal"] : []];
}

/// <summary>
/// Where people came from, passed through and were exploited. Each record falls in exactly one of: internal (origin and
/// destination the same), cross-border, origin not recorded, destination not recorded, neither recorded.
/// </summary>
/// <param name="Total">Records.</param>
/// <param name="Internal">Within one country.</param>
/// <param name="CrossBorder">Between two.</param>
/// <param name="SeveralOrigins">Of the cross-border, people with several citizenships none of which is the destination's: in no corridor, since which one they came from is not said.</param>
/// <param name="OriginNotRecorded">Only the destination is known.</param>
/// <param name="DestinationNotRecorded">Only the origin is known.</param>
/// <param name="NeitherRecorded">Neither is.</param>
/// <param name="Corridors">Most people first, then by code.</param>
/// <param name="Routes">Most people first; those with no recorded transit have two countries.</param>
/// <param name="Roles">By country code.</param>
/// <param name="Provenance">What the figures rest on.</param>
public sealed record FlowTable(
    long Total,
    long Internal,
    long CrossBorder,
    long SeveralOrigins,
    long OriginNotRecorded,
    long DestinationNotRecorded,
    long NeitherRecorded,
    ImmutableArray<Corridor> Corridors,
    ImmutableArray<Route> Routes,
    ImmutableArray<CountryRole> Roles,
    Provenance Provenance)
{
    /// <summary>People on each leg, whatever the rest of their way.</summary>
    public ImmutableArray<Corridor> Legs =>
    [
        .. Routes.SelectMany(r => r.Legs.Distinct().Select(l => (l.From, l.To, r.People)))
            .GroupBy(l => (l.From, l.To))
            .Select(g => new Corridor(g.Key.From, g.Key.To, g.Sum(l => l.People)))
            .OrderByDescending(c => c.People).ThenBy(c => c.Origin, StringComparer.Ordinal).ThenBy(c => c.Destination, StringComparer.Ordinal),
    ];

    /// <summary>Reads flows from a source, of the records that a filter keeps.</summary>
    public static async Task<FlowTable> OfAsync(ICountSource source, FlowColumns columns, Filter? where = null, CancellationToken cancel = default)
    {
        return Of(await source.CountAsync(new CountQuery([.. Columns(columns)], where ?? Filter.All, Measure.Records), cancel), columns);
    }

    /// <summary>Reads flows from counts by origin, transit (if any) and destination; other dimensions are summed over.</summary>
    public static FlowTable Of(CountTable counts, FlowColumns columns) => Tallies(counts.Keep([.. Columns(columns)]), columns, 0, 1, _ => 0)[0].ToTable(counts.Provenance);

    /// <summary>
    /// The flows of the people of each code of a column, by code: index 0 are those of whom it is not recorded. A person with several
    /// codes stands under each of them.
    /// </summary>
    public static ImmutableArray<FlowTable> Each(CountTable counts, FlowColumns columns, string by)
    {
        var table = counts.Keep([by, .. Columns(columns)]);
        return [.. Tallies(table, columns, 1, table.Dimensions[0].Size, e => e.Code(0)).Select(t => t.ToTable(counts.Provenance))];
    }

    private static IEnumerable<string> Columns(FlowColumns columns) => [columns.Origin, .. columns.Transit is { } t ? (IEnumerable<string>)[t] : [], columns.Destination];

    private static FlowTally[] Tallies(CountTable table, FlowColumns columns, int first, int size, Func<CountTable.Entry, int> of)
    {
        var tallies = Enumerable.Range(0, size).Select(_ => new FlowTally()).ToArray();
        var last = table.Dimensions.Length - 1;
        foreach (var entry in table.Entries)
        {
            tallies[of(entry)].Add(Parts(entry.Text(first)), columns.Transit is null ? [] : PartsOf(table.Dimensions[first + 1], entry.Code(first + 1)), entry.Text(last), entry.Value);
        }

        return tallies;
    }

    private static ImmutableArray<string> Parts(string? text) => text is null ? [] : [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableArray<string> PartsOf(Dimension dimension, int code) => dimension.ListSeparator is null ? Parts(dimension.Text(code)) : dimension.Parts(code);
}
