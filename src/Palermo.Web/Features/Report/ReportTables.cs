using System.Collections.Immutable;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;
using Palermo.Web.Charts;
using Palermo.Web.Features.Explore;
using Palermo.Web.Features.Flows;
using Palermo.Web.Localization;

namespace Palermo.Web.Features.Report;

/// <summary>A row of a published table as a report prints it.</summary>
/// <param name="Headings">The codes of all axes but the last.</param>
/// <param name="Cells">One a code of the last axis.</param>
public sealed record ReportRow(ImmutableArray<string> Headings, ImmutableArray<Observation?> Cells);

/// <summary>Published tables as a report prints and draws them.</summary>
public static class ReportTables
{
    /// <summary>Rows of one table that are printed; the rest stands in the data files.</summary>
    public const int MostRows = 150;

    /// <summary>Nothing in the data can fill the table: every cell is blank, but perhaps the total of all.</summary>
    public static bool IsBlank(StatTable table) => table.Observations.Where(o => o.Codes.IsEmpty || o.Codes.Any(c => c != Axis.Total)).All(o => o.Cell.State == CellState.Blank);

    /// <summary>Rows with the last axis as columns; rows of nobody are left out where an axis is open or the table is large.</summary>
    public static (ImmutableArray<ReportRow> Rows, int LeftOut) Rows(StatTable table)
    {
        if (table.Axes.IsEmpty)
        {
            return ([new([], [.. table.Observations.Take(1)])], 0);
        }

        var last = table.Axes[^1];
        var cells = table.Observations.ToDictionary(o => string.Join('\u001f', o.Codes), StringComparer.Ordinal);
        var all = table.Observations.Select(o => o.Codes.RemoveAt(o.Codes.Length - 1)).DistinctBy(h => string.Join('\u001f', h), StringComparer.Ordinal)
            .Select(h => new ReportRow(h, [.. last.Codes.Select(c => cells.GetValueOrDefault(string.Join('\u001f', h.Add(c))))])).ToList();
        var someone = all.Count <= 30 ? all : [.. all.Where(r => r.Cells.Any(c => c is { Cell.State: CellState.Value or CellState.Suppressed }))];
        return ([.. someone.Take(MostRows)], all.Count - Math.Min(someone.Count, MostRows));
    }

    /// <summary>The bars of a table with one axis that few codes divide; null where bars would say nothing.</summary>
    public static TableModel? Bars(StatTable table, Texts texts)
    {
        if (table.Axes.Length != 1 || table.Axes[0].Codes.Length is < 4 or > 30 || table.Observations.Where(o => o.Codes[0] is not (Axis.Total or Axis.NotRecorded)).All(o => o.Cell.State is not CellState.Value))
        {
            return null;
        }

        var axis = table.Axes[0];
        var rows = table.Observations.Where(o => o.Codes[0] != Axis.Total).Select((o, i) => new TableRow("b" + i, texts.Code(axis.Name, o.Codes[0]).Text, [ShownTable.ToAmount(o.Cell)]));
        return new(texts.Title(table).Text, texts.Variable(axis.Name).Text, [texts["data.persons"]], [.. rows]);
    }

    /// <summary>Sex by age as a pyramid; null where the table is another.</summary>
    public static TableModel? Pyramid(StatTable table, Texts texts)
    {
        if (table.Axes.Length != 2 || table.Axes[0].Name != "sex" || table.Axes[1].Name != "age" || IsBlank(table) || !table.Axes[0].Codes.Contains("Female") || !table.Axes[0].Codes.Contains("Male"))
        {
            return null;
        }

        return new(texts.Title(table).Text, texts.Variable("age").Text, [texts.Code("sex", "Female").Text, texts.Code("sex", "Male").Text],
            [.. table.Axes[1].Codes.Where(c => c != Axis.Total).OrderBy(c => c == Axis.NotRecorded).ThenByDescending(c => c, StringComparer.Ordinal)
                .Select((c, i) => new TableRow("a" + i, texts.Code("age", c).Text, [ShownTable.ToAmount(table["Female", c]), ShownTable.ToAmount(table["Male", c])]))]);
    }

    /// <summary>The corridors of a table of origins and destinations, the largest first.</summary>
    public static ImmutableArray<Corridor> Corridors(StatTable table) =>
    [
        .. table.Observations
            .Where(o => o.Codes.All(c => c is not (Axis.Total or Axis.NotRecorded)) && o.Cell.State is CellState.Value or CellState.Suppressed)
            .Select(o => (From: Wording.CountryNames.ToAlpha2(o.Codes[0]), To: Wording.CountryNames.ToAlpha2(o.Codes[1]), o.Cell))
            .Where(o => o.From is not null && o.To is not null)
            .Select(o => new Corridor(o.From!, o.To!, ShownTable.ToAmount(o.Cell)))
            .OrderByDescending(c => c.Persons.Value).ThenBy(c => c.Key, StringComparer.Ordinal),
    ];
}
