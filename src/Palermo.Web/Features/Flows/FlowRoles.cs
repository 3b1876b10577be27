using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;
using Palermo.Web.Charts;
using Palermo.Web.Datasets;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Features.Flows;

/// <summary>
/// What each country was for the people, with the share of each role, as a table to publish; divided further by one column where one is
/// named. Made of the gate's answers alone: a share is told from numbers that are shown.
/// </summary>
public static class FlowRoles
{
    private static readonly ImmutableArray<string> Roles = ["source", "transit", "destination", "internal"];

    /// <param name="dataset">The dataset asked.</param>
    /// <param name="provenance">What the figures rest on.</param>
    /// <param name="by">The column that divides, null for none.</param>
    /// <param name="protection">What was withheld in all of them.</param>
    /// <param name="slices">The figures of each of its codes, of those not recorded, and of all; of all alone where nothing divides.</param>
    public static StatTable Table(DatasetInfo dataset, Provenance provenance, string? by, Protection protection, IReadOnlyList<(string Code, FlowFigures Figures)> slices)
    {
        ImmutableArray<string> countries = [.. slices.SelectMany(s => s.Figures.Roles).Select(r => r.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ImmutableArray<Axis> axes = [new Axis("country", countries), new Axis("role", Roles)];
        return new StatTable(
            "flows-roles" + (by is null ? "" : "-by-" + by),
            (dataset.IsSample ? "Made-up sample, nobody in it exists: " : "") + "persons by " + (by is null ? "" : by + ", ") + "country and what the country was for them",
            "person",
            by is null ? axes : axes.Insert(0, new Axis(by, [.. slices.Select(s => s.Code)])),
            [.. slices.SelectMany(s => Observations(s.Figures, countries, by is null ? [] : [s.Code]))],
            provenance,
            [
                string.Create(CultureInfo.InvariantCulture, $"Counts below {protection.Threshold} are not told from none and stand as suppressed; every count carries noise of at most {protection.Noise}, the same for the same people in every table, so parts need not add up to their total."),
                "The share is of the persons of those roles of the country whose number is shown; who gives it several roles counts in each.",
            ],
            true)
        {
            Overlaps = true,
        };
    }

    /// <summary>The same in words: a row a code and country for whom a number is shown, with the share of each role.</summary>
    /// <param name="table">A table divided by a column.</param>
    /// <param name="texts">The language.</param>
    /// <param name="said">Words of the column's codes.</param>
    public static TableModel Shown(StatTable table, Texts texts, Func<string, string> said) => new(
        texts["flows.caption.roles.by"], texts["flows.country"], [texts["flows.source"], texts["flows.transit"], texts["flows.destination"], texts["flows.stayed"]],
        [
            .. table.Observations.GroupBy(o => (Code: o.Codes[0], Country: o.Codes[1])).Where(g => g.Any(o => o.Cell.IsNumber))
                .Select((g, i) => new TableRow("d" + i.ToString(CultureInfo.InvariantCulture), said(g.Key.Code) + texts["chart.colon"] + CountryNames.Of(g.Key.Country, texts.Language.Tag), [.. g.Select(o => AmountOf(o.Cell))], g.Key.Code == Axis.Total)
                {
                    Shares = [.. g.Select(o => (double?)o.Share)],
                }),
        ]);

    private static IEnumerable<Observation> Observations(FlowFigures figures, ImmutableArray<string> countries, ImmutableArray<string> head)
    {
        var known = figures.Roles.ToDictionary(r => r.Code, StringComparer.Ordinal);
        foreach (var country in countries)
        {
            // A country without a line has no number that may be shown: few people or none.
            Amount[] amounts = known.GetValueOrDefault(country) is { } r ? [r.Source, r.Transit, r.Destination, r.Within] : [Amount.Suppressed, figures.HasTransit ? Amount.Suppressed : Amount.Blank, Amount.Suppressed, Amount.Suppressed];
            var all = amounts.Where(a => a.IsNumber).Sum(a => a.Value);
            for (var i = 0; i < amounts.Length; i++)
            {
                yield return new Observation([.. head, country, Roles[i]], CellOf(amounts[i]), Share: all > 0 && amounts[i].IsNumber ? Math.Round((decimal)(amounts[i].Value * 100 / all), 2, MidpointRounding.ToEven) : null);
            }
        }
    }

    private static Amount AmountOf(Cell cell) => cell.IsNumber ? Amount.Of(cell.Count) : cell.State == CellState.Suppressed ? Amount.Suppressed : Amount.NotRecorded;

    private static Cell CellOf(Amount amount) => amount.IsNumber ? Cell.Of((long)amount.Value) : amount.Kind == AmountKind.Suppressed ? Cell.Suppressed : Cell.NotRecorded;
}
