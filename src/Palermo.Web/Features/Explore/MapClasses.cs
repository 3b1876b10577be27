using System.Collections.Immutable;
using Palermo.Web.Charts;
using Palermo.Web.Localization;

namespace Palermo.Web.Features.Explore;

/// <summary>Amounts as fills of a map, and what the fills mean.</summary>
public static class MapClasses
{
    public static MapFill FillOf(Amount amount, ImmutableArray<double> bounds) => amount.Kind switch
    {
        AmountKind.Suppressed => MapFill.Suppressed,
        AmountKind.Number when amount.Value > 0 => Step(Scale.ClassOf(amount.Value, bounds), bounds.Length),
        AmountKind.Number => MapFill.Zero,
        _ => MapFill.NotRecorded,
    };

    public static ImmutableArray<MapLegend> Legend(ImmutableArray<double> bounds, IEnumerable<Amount> amounts, Texts texts, int decimals = 0)
    {
        string N(double value) => Numbers.Shown(value, texts.Language.Tag, decimals);
        var step = decimals == 0 ? 1 : 0.1;
        var fills = amounts.Select(a => FillOf(a, bounds)).ToHashSet();
        var legend = ImmutableArray.CreateBuilder<MapLegend>();
        for (var i = 0; i < bounds.Length; i++)
        {
            legend.Add(new(Step(i, bounds.Length), i + 1 < bounds.Length ? texts["table.range", N(bounds[i]), N(bounds[i + 1] - step)] : texts["table.range.from", N(bounds[i])]));
        }

        foreach (var (fill, words) in new[] { (MapFill.Zero, "0"), (MapFill.Suppressed, texts["chart.suppressed"]), (MapFill.NotRecorded, texts["chart.not_recorded"]) })
        {
            if (fills.Contains(fill))
            {
                legend.Add(new(fill, words));
            }
        }

        return legend.ToImmutable();
    }

    // Few classes are spread over the whole range of lightness.
    private static MapFill Step(int at, int classes) => classes switch
    {
        1 => MapFill.Step4,
        2 => at == 0 ? MapFill.Step2 : MapFill.Step4,
        3 => MapFill.Step1 + (at * 2),
        _ => MapFill.Step1 + at + (classes == 4 && at > 0 ? 1 : 0),
    };
}
