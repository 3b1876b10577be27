using System.Collections.Immutable;
using Palermo.Statistics.Counts;
using Palermo.Web.Charts;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Explore;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Features.Flows;

/// <summary>A way from one country to another, or within one.</summary>
public sealed record Corridor(string Origin, string Destination, Amount Persons)
{
    public bool IsInternal => Origin == Destination;

    public string Key => Origin + "-" + Destination;
}

/// <summary>What a country is in the records: where ways begin, pass through, end, or stay.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Source">Persons whose way began here and ended in another country.</param>
/// <param name="Transit">Persons who passed through; blank where the dataset does not ask.</param>
/// <param name="Destination">Persons from another country exploited here.</param>
/// <param name="Within">Persons whose way began and ended here.</param>
/// <param name="Exploited">Persons exploited here, wherever their way began; blank where the table names no such destination.</param>
public sealed record CountryRole(string Code, Amount Source, Amount Transit, Amount Destination, Amount Within, Amount Exploited)
{
    /// <summary>A role counts when at least a tenth of the country's persons have it; two or more make a combination. Null where no number may be shown.</summary>
    public MapFill? Fill
    {
        get
        {
            (MapFill Role, double Value)[] roles = [(MapFill.Source, Source.Value), (MapFill.Transit, Transit.Value), (MapFill.Destination, Destination.Value)];
            var sum = roles.Sum(r => r.Value);
            var holds = roles.Where(r => sum > 0 && r.Value >= sum / 10).ToList();
            return holds.Count switch
            {
                0 => null,
                1 => holds[0].Role,
                _ => MapFill.Combination,
            };
        }
    }
}

/// <summary>The figures of flows, taken from protected tables: origin by destination, and each by transit.</summary>
public sealed class FlowFigures
{
    /// <summary>Corridors shown; the others stand in the table of all pairs.</summary>
    public const int Shown = 40;

    private const int Stations = 7;

    private readonly ProtectedTable _pairs;
    private readonly ProtectedTable? _before;
    private readonly ProtectedTable? _after;

    /// <param name="pairs">Origin by destination.</param>
    /// <param name="before">Origin by transit; null where the dataset has no transit.</param>
    /// <param name="after">Transit by destination; likewise.</param>
    public FlowFigures(ProtectedTable pairs, ProtectedTable? before, ProtectedTable? after)
    {
        (_pairs, _before, _after) = (pairs, before, after);
        Corridors = [.. CorridorsOf(pairs).OrderByDescending(c => c.Persons.Value).ThenBy(c => c.Key, StringComparer.Ordinal)];
        Roles = [.. RolesOf().OrderByDescending(r => r.Source.Value + r.Transit.Value + r.Destination.Value + r.Within.Value).ThenBy(r => r.Code, StringComparer.Ordinal)];
    }

    /// <summary>Pairs with someone in them, the largest first; withheld ones last.</summary>
    public ImmutableArray<Corridor> Corridors { get; }

    public ImmutableArray<CountryRole> Roles { get; }

    public bool HasTransit => _before is not null;

    /// <summary>Everyone counted.</summary>
    public Amount Total => ShownTable.ToAmount(_pairs.Table.Total);

    /// <summary>Persons in pairs that may be shown, within one country and across a border.</summary>
    public (double Within, double Across) Known => (Corridors.Where(c => c.IsInternal).Sum(c => c.Persons.Value), Corridors.Where(c => !c.IsInternal).Sum(c => c.Persons.Value));

    /// <summary>Stations and streams of the whole way, small stations together.</summary>
    public (ImmutableArray<Station> Stations, ImmutableArray<Charts.Leg> Streams) Ways(Texts texts)
    {
        var streams = new List<Charts.Leg>();
        var stations = new HashSet<Station>();
        foreach (var (table, stage) in HasTransit ? new[] { (_before!, 0), (_after!, 1) } : [(_pairs, 0)])
        {
            var (from, to) = (StationOf(table, stage, rows: true, texts), StationOf(table, stage + 1, rows: false, texts));
            var cells = Cells(table).Select(c => (From: from(c.Row), To: to(c.Column), c.Amount))
                .GroupBy(c => (c.From, c.To)).Select(g => (g.Key.From, g.Key.To, Amount: Sum(g.Select(c => c.Amount))));
            foreach (var (a, b, amount) in cells)
            {
                stations.Add(a);
                stations.Add(b);
                streams.Add(new($"w{stage}-{a.Key}-{b.Key}", stage, a.Key, b.Key, amount, texts["table.stream", a.Label, b.Label, texts.Said(amount)]));
            }
        }

        return ([.. stations.OrderBy(s => s.Stage).ThenBy(s => s.Key, StringComparer.Ordinal)], [.. streams.OrderBy(s => s.Stage).ThenByDescending(s => s.Amount.Value).ThenBy(s => s.Row, StringComparer.Ordinal)]);
    }

    private Func<int, Station> StationOf(ProtectedTable table, int stage, bool rows, Texts texts)
    {
        var headings = rows ? table.Table.Rows : table.Table.Columns;
        var dimension = rows ? table.Table.RowDimensions[0] : table.Table.ColumnDimensions[0];
        var column = table.Dataset.Find(dimension.Name)!;
        var largest = (rows ? table.Table.RowTotals : table.Table.ColumnTotals).Select((cell, i) => (i, cell))
            .Where(c => headings[c.i].Codes[0] != Dimension.NotRecorded).OrderByDescending(c => c.cell.IsNumber ? c.cell.Count : 0).Take(Stations).Select(c => c.i).ToHashSet();
        return i => dimension.Text(headings[i].Codes[0]) is not { } code ? new(stage, "none", texts["chart.not_recorded"], StationKind.NotRecorded)
            : largest.Contains(i) ? new(stage, code.Replace(';', '.'), texts.Code(column, code), StationKind.Named)
            : new(stage, "others", texts["table.others"], StationKind.Others);
    }

    private static IEnumerable<(int Row, int Column, Amount Amount)> Cells(ProtectedTable table) =>
        from r in Enumerable.Range(0, table.Table.Rows.Length)
        from c in Enumerable.Range(0, table.Table.Columns.Length)
        let amount = ShownTable.ToAmount(table.Table[r, c])
        where amount.Value > 0 || amount.Kind == AmountKind.Suppressed
        select (r, c, amount);

    private static Amount Sum(IEnumerable<Amount> amounts)
    {
        var all = amounts.ToList();
        return all.Any(a => a.IsNumber) ? Amount.Of(all.Sum(a => a.Value)) : Amount.Suppressed;
    }

    private static IEnumerable<Corridor> CorridorsOf(ProtectedTable table)
    {
        var (origins, destinations) = (table.Table.RowDimensions[0], table.Table.ColumnDimensions[0]);
        return from cell in Cells(table)
               let origin = Code(origins.Text(table.Table.Rows[cell.Row].Codes[0]))
               let destination = Code(destinations.Text(table.Table.Columns[cell.Column].Codes[0]))
               where origin is not null && destination is not null
               select new Corridor(origin, destination, cell.Amount);
    }

    // Several citizenships in one field are no one country.
    private static string? Code(string? text) => text is null ? null : CountryNames.ToAlpha2(text);

    private IEnumerable<CountryRole> RolesOf()
    {
        var pivot = _pairs.Table;
        var source = Totals(pivot.RowDimensions[0], pivot.Rows, pivot.RowTotals);
        var destination = Totals(pivot.ColumnDimensions[0], pivot.Columns, pivot.ColumnTotals);
        var transit = _before is null ? [] : Totals(_before.Table.ColumnDimensions[0], _before.Table.Columns, _before.Table.ColumnTotals);
        var within = Corridors.Where(c => c.IsInternal).ToDictionary(c => c.Origin, c => c.Persons, StringComparer.Ordinal);
        foreach (var code in source.Keys.Union(destination.Keys, StringComparer.Ordinal).Union(transit.Keys, StringComparer.Ordinal))
        {
            // What has no number is few people or none, and is shown as that.
            var stayed = within.GetValueOrDefault(code, Amount.Suppressed);
            var exploited = destination.GetValueOrDefault(code, Amount.Blank);
            yield return new(code, Less(source.GetValueOrDefault(code, Amount.Suppressed), stayed), HasTransit ? transit.GetValueOrDefault(code, Amount.Suppressed) : Amount.Blank, Less(exploited, stayed), stayed, exploited);
        }
    }

    // Counts carry noise: a part may come out a little larger than its whole. A part of few people or none lies within the noise; what is
    // left where the part is all but few is few or none too.
    private Amount Less(Amount all, Amount part) => all.IsNumber && all.Value - part.Value >= _pairs.Protection.Threshold ? Amount.Of(all.Value - part.Value) : Amount.Suppressed;

    private static Dictionary<string, Amount> Totals(Dimension dimension, ImmutableArray<Heading> headings, ImmutableArray<Cell> totals) =>
        Enumerable.Range(0, headings.Length)
            .Select(i => (Code: Code(dimension.Text(headings[i].Codes[0])), Cell: totals[i]))
            .Where(t => t.Code is not null)
            .ToDictionary(t => t.Code!, t => ShownTable.ToAmount(t.Cell), StringComparer.Ordinal);
}
