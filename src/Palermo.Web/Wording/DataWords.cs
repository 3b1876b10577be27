using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Palermo.Web.Datasets;
using Palermo.Web.Localization;

namespace Palermo.Web.Wording;

/// <summary>
/// The columns and codes of datasets in the language of a page or report. What the field's files share has words in six
/// languages; a column or code of one file alone is shown as it stands there.
/// </summary>
public static partial class DataWords
{
    private static readonly FrozenDictionary<string, string> ColumnKeys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["year"] = "year", ["yearOfRegistration"] = "year", ["registered_year"] = "year", ["yearRegister"] = "year",
        ["sex"] = "sex", ["gender"] = "sex",
        ["age"] = "age", ["ageBroad"] = "age", ["age_band_at_registration"] = "age",
        ["form"] = "form", ["origin"] = "origin", ["transit"] = "transit", ["destination"] = "destination", ["citizenship"] = "citizenship",
        ["CountryOfExploitation"] = "exploited_in", ["country_of_exploitation"] = "exploited_in",
        ["majorityStatus"] = "majority", ["majority_at_registration"] = "majority",
        ["majorityStatusAtExploit"] = "majority_at_exploitation", ["majority_at_exploitation"] = "majority_at_exploitation",
        ["Datasource"] = "source", ["source"] = "source",
        ["isForcedLabour"] = "forced_labour", ["exploitation_forced_labour"] = "forced_labour",
        ["isSexualExploit"] = "sexual", ["exploitation_sexual"] = "sexual",
        ["isOtherExploit"] = "other_exploitation", ["exploitation_other"] = "other_exploitation",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> CodeKeys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Woman"] = "female", ["Man"] = "male", ["Female"] = "female", ["Male"] = "male", ["Other"] = "other", ["Minor"] = "child", ["Adult"] = "adult", ["Child"] = "child",
        ["Transgender/NonConforming"] = "transgender", ["Trans/Transgender/NonConforming"] = "transgender", ["transgender_or_nonconforming"] = "transgender",
        ["Case Management"] = "case_management", ["Hotline"] = "hotline",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Column(this Texts texts, string column) =>
        ColumnKeys.TryGetValue(column, out var key) ? texts["col." + key] : Capital(Parted().Replace(column.Replace('_', ' '), " $1").ToLowerInvariant().Trim());

    /// <summary>A value of a column; null is "not recorded".</summary>
    public static string Code(this Texts texts, DatasetColumn column, string? code)
    {
        if (code is null)
        {
            return texts["chart.not_recorded"];
        }

        return column.Kind switch
        {
            // Several citizenships stand in one field, joined by a semicolon.
            ColumnKind.Country => string.Join(" + ", code.Split(';').Select(c => CountryNames.ToAlpha2(c) is { } two ? CountryNames.Of(two, texts.Language.Tag) : c)),
            ColumnKind.Flag => code is "1" or "true" ? texts["code.yes"] : code is "0" or "false" ? texts["code.no"] : code,
            ColumnKind.Age => texts.Figures(code.Replace("--", "–", StringComparison.Ordinal).Replace('-', '–').Replace('—', '–')),
            ColumnKind.Year => code,
            _ when CodeKeys.TryGetValue(code, out var key) => texts["code." + key],
            _ when texts.Has("code." + code) => texts["code." + code],
            _ => code,
        };
    }

    /// <summary>What a dataset is called.</summary>
    public static string Name(this Texts texts, DatasetInfo dataset) => dataset.IsSample ? texts["data.sample", dataset.Name["sample-".Length..]] : dataset.Name;

    /// <summary>The line under a picture: where its figures come from and what was withheld.</summary>
    public static string SourceLine(this Texts texts, DatasetInfo dataset, Protection? protection = null)
    {
        var line = texts["data.source", texts.Name(dataset), Numbers.Shown(dataset.Rows, texts.Language.Tag), dataset.Dialect, dataset.Version[..12]];
        return protection is null ? line : line + " " + texts.ProtectionLine(protection);
    }

    public static string ProtectionLine(this Texts texts, Protection protection) =>
        texts["data.protection", protection.Threshold, protection.Noise];

    /// <summary>Figures joined by a sign, kept in their order between right-to-left letters.</summary>
    public static string Figures(this Texts texts, string figures) => texts.Language.Direction == "rtl" ? LeftToRight.Apart(figures) : figures;

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Parted();
}
