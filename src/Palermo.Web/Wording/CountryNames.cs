using System.Collections.Frozen;
using System.Text.Json;

namespace Palermo.Web.Wording;

/// <summary>
/// Names of countries and territories in the six languages of the United Nations: the short names of its terminology database,
/// and those of the Unicode CLDR for territories that it does not list. Read once from <c>data/codelists/countries</c>.
/// </summary>
public static class CountryNames
{
    private static readonly Lazy<FrozenDictionary<(string Code, string Language), string>> Names = new(ReadNames);

    private static readonly Lazy<FrozenDictionary<string, string>> Alpha3 = new(ReadCodes);

    /// <summary>The name of a country, or the code itself where there is no name.</summary>
    /// <param name="code">ISO 3166-1 alpha-2 (or XK).</param>
    /// <param name="language">BCP 47 tag of one of the six languages.</param>
    public static string Of(string code, string language) => Names.Value.GetValueOrDefault((code, language)) ?? Names.Value.GetValueOrDefault((code, "en")) ?? code;

    public static bool Knows(string code) => Names.Value.ContainsKey((code, "en"));

    /// <summary>The alpha-2 code of an alpha-2 or alpha-3 code; null when it is neither.</summary>
    public static string? ToAlpha2(string code) => code.Length == 3 ? Alpha3.Value.GetValueOrDefault(code) : Knows(code) ? code : null;

    private static string File(string name) => Path.Combine(AppContext.BaseDirectory, "data", "codelists", "countries", name);

    private static FrozenDictionary<string, string> ReadCodes()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File("iso3166.json")));
        return document.RootElement.GetProperty("codes").EnumerateArray()
            .Where(c => !c.TryGetProperty("alpha4", out var former) || former.ValueKind == JsonValueKind.Null)
            .ToFrozenDictionary(c => c.GetProperty("alpha3").GetString()!, c => c.GetProperty("alpha2").GetString()!, StringComparer.Ordinal);
    }

    private static FrozenDictionary<(string, string), string> ReadNames()
    {
        var names = new Dictionary<(string, string), string>();
        // The first name that a language has in a file is its short one.
        foreach (var file in new[] { "un-names.json", "cldr-names.json" })
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File(file)));
            foreach (var country in document.RootElement.GetProperty("countries").EnumerateObject())
            {
                foreach (var name in country.Value.EnumerateObject())
                {
                    foreach (var language in name.Value.GetString()!.Split(' ').Where(l => l is "en" or "ar" or "fr" or "es" or "ru" or "zh"))
                    {
                        names.TryAdd((country.Name, language), name.Name);
                    }
                }
            }
        }

        return names.ToFrozenDictionary();
    }
}
