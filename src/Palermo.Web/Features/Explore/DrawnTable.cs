using System.Collections.Immutable;
using System.Globalization;
using Palermo.Web.Charts;
using Palermo.Web.Datasets;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Features.Explore;

/// <summary>Which pictures suit a table, and what of it they draw.</summary>
public sealed class DrawnTable(ShownTable shown, ProtectedTable table, Texts texts)
{
    private const int MostBars = 30, MostSeries = 4, MostStations = 8;

    /// <summary>The pictures that suit the columns, the best first.</summary>
    public static ImmutableArray<PictureKind> Fitting(DatasetColumn rows, DatasetColumn? columns)
    {
        IEnumerable<PictureKind> best = (rows.Kind, columns?.Kind) switch
        {
            (ColumnKind.Year, _) => [PictureKind.Trend],
            (ColumnKind.Country, null) => [PictureKind.Map],
            (ColumnKind.Country, ColumnKind.Country) => [PictureKind.Flow],
            (ColumnKind.Age, ColumnKind.Sex) => [PictureKind.Pyramid],
            _ => [],
        };
        return [.. best, PictureKind.Bars, PictureKind.None];
    }

    /// <summary>The picture asked for where it suits, else the best one.</summary>
    public PictureKind Choose(PictureKind asked)
    {
        var fitting = Fitting(shown.RowColumn, shown.ColumnColumn);
        return fitting.Contains(asked) ? asked : fitting[0];
    }

    /// <summary>Bars: the rows, or the largest pairs of row and column.</summary>
    public TableModel Bars()
    {
        var model = shown.Model;
        if (shown.ColumnColumn is null)
        {
            return model with { Rows = [.. model.Rows.Where(r => !r.IsTotal).Take(MostBars)] };
        }

        var pairs = model.Rows.Where(r => !r.IsTotal)
            .SelectMany(r => r.Amounts.Take(shown.ColumnOrder.Length).Select((a, c) => new TableRow(r.Key, r.Label + texts["chart.comma"] + model.Columns[c], [a])))
            .Where(p => !p.Amounts[0].IsZero && p.Amounts[0].Kind != AmountKind.Blank)
            .OrderByDescending(p => p.Amounts[0].IsNumber ? p.Amounts[0].Value : 0);
        return model with { Columns = [texts["data.persons"]], Rows = [.. pairs.Take(MostBars)] };
    }

    /// <summary>Lines: at most four columns, the largest, "not recorded" only where there is room. Years that are not recorded have no place on an axis.</summary>
    public TableModel Trend()
    {
        var model = shown.Model;
        var years = model.Rows.Where(r => !r.IsTotal && r.Label != texts["chart.not_recorded"]);
        if (shown.ColumnColumn is null)
        {
            return model with { Rows = [.. years] };
        }

        var series = Enumerable.Range(0, shown.ColumnOrder.Length)
            .OrderBy(c => shown.ColumnCode(shown.ColumnOrder[c]) is null)
            .ThenByDescending(c => model.Rows.Where(r => !r.IsTotal).Sum(r => r.Amounts[c].Value))
            .Take(MostSeries).Order().ToList();
        return model with { Columns = [.. series.Select(c => model.Columns[c])], Rows = [.. years.Select(r => r with { Amounts = [.. series.Select(c => r.Amounts[c])] })] };
    }

    /// <summary>The oldest band on top.</summary>
    public TableModel Pyramid() => shown.Model with
    {
        Rows = [.. shown.Model.Rows.Where(r => !r.IsTotal && r.Label != texts["chart.not_recorded"]).Reverse(), .. shown.Model.Rows.Where(r => r.Label == texts["chart.not_recorded"])],
    };

    /// <summary>The countries of the rows, with their classes and what these mean.</summary>
    public (ImmutableArray<MapArea> Areas, ImmutableArray<MapLegend> Legend) Map()
    {
        var areas = shown.RowOrder.Where(r => shown.RowCode(r) is not null)
            .Select(r => (Code: shown.RowCode(r)!, Row: shown.Model.Rows.First(m => m.Key == ShownTable.Key(r))))
            .Select(a => (Code: CountryNames.ToAlpha2(a.Code) ?? a.Code, a.Row, Amount: a.Row.Amounts[0]))
            .DistinctBy(a => a.Code).ToList();
        var bounds = Scale.Classes(areas.Where(a => a.Amount.IsNumber).Select(a => a.Amount.Value));
        return (
            [.. areas.Select(a => new MapArea(a.Row.Key, a.Code, a.Row.Label, MapClasses.FillOf(a.Amount, bounds), a.Row.Label + texts["chart.colon"] + texts.Said(a.Amount, shown.Decimals)))],
            MapClasses.Legend(bounds, areas.Select(a => a.Amount), texts, shown.Decimals));
    }

    /// <summary>Rows to columns as two stages; small stations stand together.</summary>
    public (ImmutableArray<Station> Stations, ImmutableArray<Charts.Leg> Streams) Flow()
    {
        var pivot = table.Table;
        var from = Stage(0, shown.RowOrder, shown.RowCode, shown.RowColumn);
        var to = Stage(1, shown.ColumnOrder, shown.ColumnCode, shown.ColumnColumn!);
        var streams = shown.RowOrder.SelectMany(r => shown.ColumnOrder.Select(c => (From: from(r), To: to(c), Amount: ShownTable.ToAmount(pivot[r, c]), Row: r)))
            .Where(s => s.Amount.Kind == AmountKind.Suppressed || s.Amount.Value > 0)
            .GroupBy(s => (From: s.From.Key, To: s.To.Key))
            .Select(g => (g.First().From, g.First().To, g.First().Row, Amount: Sum(g.Select(s => s.Amount))))
            .ToList();
        return (
            [.. streams.Select(s => s.From).Concat(streams.Select(s => s.To)).Distinct()],
            [.. streams.Select(s => new Charts.Leg(ShownTable.Key(s.Row), 0, s.From.Key, s.To.Key, s.Amount, texts["table.stream", s.From.Label, s.To.Label, texts.Said(s.Amount)]))]);
    }

    private Func<int, Station> Stage(int stage, ImmutableArray<int> order, Func<int, string?> code, DatasetColumn column)
    {
        var named = order.Where(i => code(i) is not null).Take(MostStations).ToHashSet();
        var others = new Station(stage, "others", texts["table.others"], StationKind.Others);
        return i => code(i) is not { } text ? new(stage, "none", texts["chart.not_recorded"], StationKind.NotRecorded)
            : named.Contains(i) ? new(stage, text, texts.Code(column, text), StationKind.Named)
            : others;
    }

    // Of several streams together, what is withheld is left out of the width and said in the table.
    private static Amount Sum(IEnumerable<Amount> amounts)
    {
        var all = amounts.ToList();
        return all.Any(a => a.IsNumber) ? Amount.Of(all.Sum(a => a.Value)) : Amount.Suppressed;
    }
}
