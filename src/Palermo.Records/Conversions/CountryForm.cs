using System.Collections.Frozen;
using System.Globalization;

namespace Palermo.Records.Conversions;

/// <summary>
/// ISO 3166-1 alpha-2 and alpha-3 codes of today, from the platform's own Unicode data. A code it does not know is not
/// converted.
/// </summary>
internal static class CountryForm
{
    private static readonly Lazy<(FrozenDictionary<string, string> To3, FrozenDictionary<string, string> To2)> Table = new(Build);

    public static string? ToAlpha3(string alpha2) => Table.Value.To3.GetValueOrDefault(alpha2);

    public static string? ToAlpha2(string alpha3) => Table.Value.To2.GetValueOrDefault(alpha3);

    private static (FrozenDictionary<string, string>, FrozenDictionary<string, string>) Build()
    {
        var to3 = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures))
        {
            var region = new RegionInfo(culture.Name);
            if (region is { TwoLetterISORegionName.Length: 2, ThreeLetterISORegionName.Length: 3 })
            {
                to3.TryAdd(region.TwoLetterISORegionName, region.ThreeLetterISORegionName);
            }
        }

        return (to3.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), to3.GroupBy(p => p.Value, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(g => g.Key, g => g.First().Key, StringComparer.OrdinalIgnoreCase));
    }
}
