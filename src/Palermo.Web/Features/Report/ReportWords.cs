using System.Globalization;
using System.Text.RegularExpressions;
using Palermo.Statistics.Reports;
using Palermo.Statistics.Tables;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Features.Report;

/// <summary>Words of a report in its language; what has none there stands in English and is marked so.</summary>
/// <param name="Text">The words.</param>
/// <param name="Language">The tag of their language where it is not the report's; null otherwise.</param>
public readonly record struct Worded(string Text, string? Language);

/// <summary>The report model in the six languages of the United Nations.</summary>
public static partial class ReportWords
{
    /// <summary>A sentence of the report.</summary>
    public static Worded Say(this Texts texts, Statement statement, NationalReport report) => !texts.Has(statement.Key)
        ? new(statement.English, "en")
        : new(texts[statement.Key, [.. statement.Arguments.Select((a, i) => (object)Argument(texts, statement, i, a, report))]], null);

    public static Worded Title(this Texts texts, StatTable table) => Known(texts, "report.table." + table.Id, table.Title);

    /// <summary>A variable, as a heading.</summary>
    public static Worded Variable(this Texts texts, string variable) => variable switch
    {
        "sex" or "age" or "form" or "citizenship" or "year" or "origin" or "destination" => new(texts["col." + variable], null),
        "country" => new(texts["flows.country"], null),
        _ => Known(texts, "report.var." + Slug(variable), variable.Replace('_', ' ')),
    };

    /// <summary>A code of a variable.</summary>
    public static Worded Code(this Texts texts, string variable, string code) => code switch
    {
        Axis.Total => new(texts["data.all"], null),
        Axis.NotRecorded => new(texts["chart.not_recorded"], null),
        _ when variable is "citizenship" or "country" or "origin" or "destination" or "country_of_repatriation" =>
            new(string.Join(" + ", code.Split(';').Select(c => CountryNames.ToAlpha2(c) is { } two ? CountryNames.Of(two, texts.Language.Tag) : c)), null),
        _ when variable is "year" or "quarter" => new(code, null),
        _ when variable == "role" => new(texts[code switch { "internal" => "flows.stayed", "withheld" => "chart.suppressed", _ => "flows.role." + code }], null),
        // One word may be two codes: "Domestic" is within the country of one list and in a household of another.
        _ when texts.Has("report.code." + Slug(variable) + "." + Slug(code)) => new(texts["report.code." + Slug(variable) + "." + Slug(code)], null),
        // What the data's own code means is worded beside the data, where the report's lists do not have it.
        _ when !texts.Has("report.code." + Slug(code)) && texts.Has("code." + Slug(code)) => new(texts["code." + Slug(code)], null),
        _ => Known(texts, "report.code." + Slug(code), code),
    };

    /// <summary>The country and year of a report.</summary>
    public static string Scope(this Texts texts, NationalReport report)
    {
        var scope = report.Request.Scope;
        var country = scope.Country is { } code ? CountryNames.Of(code, texts.Language.Tag) : texts["report.all_countries"];
        return country + texts["chart.comma"] + (scope.Period ?? texts["report.all_years"]);
    }

    private static Worded Known(Texts texts, string key, string english) => texts.Has(key) ? new(texts[key], null) : new(english, texts.Language == Language.English ? null : "en");

    internal static string Slug(string text) => Unworded().Replace(text.ToLowerInvariant(), "_").Trim('_');

    // Arguments come in English: numbers are grouped again, and a scope and a variable are named again.
    private static string Argument(Texts texts, Statement statement, int at, string argument, NationalReport report)
    {
        if ((statement.Key, at) is ("report.say.records", 1) or ("report.say.no-records", 0))
        {
            return texts.Scope(report);
        }

        if (statement.Key is "report.say.recorded" or "report.not.half" && at == 0)
        {
            return texts.Variable(argument).Text;
        }

        if (argument.StartsWith("Fewer than ", StringComparison.Ordinal))
        {
            return texts["report.fewer", argument["Fewer than ".Length..]];
        }

        return long.TryParse(argument, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? Numbers.Shown(number, texts.Language.Tag) : argument;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Unworded();
}
