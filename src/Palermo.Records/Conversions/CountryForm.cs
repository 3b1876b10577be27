using Palermo.Records.Countries;

namespace Palermo.Records.Conversions;

/// <summary>Countries from one spelling to another, by the dated ISO 3166 list. What it does not know for certain is not converted.</summary>
internal static class CountryForm
{
    public static string? ToAlpha3(string alpha2) => InForce(CodeKind.Alpha2, alpha2)?.Alpha3;

    public static string? ToAlpha2(string alpha3) => InForce(CodeKind.Alpha3, alpha3)?.Alpha2;

    /// <summary>The alpha-2 codes of the countries that a text names, joined by semicolons; null when it names none for certain, or a former one.</summary>
    public static string? FromName(string text) =>
        CountryNormaliser.Default.Read(text) is MappedCountry mapped && mapped.Countries.All(m => !m.Country.IsFormer)
            ? string.Join(';', mapped.Countries.Select(m => m.Country.Alpha2))
            : null;

    /// <summary>Why a text and the code it became are not the same word, or null when the text is a name or code itself.</summary>
    public static string? Doubt(string text) => CountryNormaliser.Default.Read(text) switch
    {
        MappedCountry { Rule: > CountryRule.Code } mapped => $"the country was read by the rule {mapped.Rule}",
        _ => null,
    };

    private static Country? InForce(CodeKind kind, string code) => CountryNormaliser.Default.Codes.Resolve(kind, code).FirstOrDefault(c => !c.IsFormer);
}
