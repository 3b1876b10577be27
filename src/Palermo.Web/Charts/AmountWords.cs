using Palermo.Web.Localization;

namespace Palermo.Web.Charts;

/// <summary>
/// How an amount is written. A number as such; "not recorded" as words; a withheld number as [c] and a figure that does not
/// exist as [x], the marks of the United Kingdom's Government Analysis Function, explained under every table that has one.
/// </summary>
public static class AmountWords
{
    public const string SuppressedMark = "[c]";

    public const string BlankMark = "[x]";

    /// <summary>As a table or a picture shows it.</summary>
    public static string Shown(this Texts texts, Amount amount, int decimals = 0) => amount.Kind switch
    {
        AmountKind.Number => Numbers.Shown(amount.Value, texts.Language.Tag, decimals),
        AmountKind.Suppressed => SuppressedMark,
        AmountKind.Blank => BlankMark,
        _ => texts["chart.not_recorded"],
    };

    /// <summary>As it is read aloud.</summary>
    public static string Said(this Texts texts, Amount amount, int decimals = 0) => amount.Kind switch
    {
        AmountKind.Suppressed => texts["chart.suppressed"],
        AmountKind.Blank => texts["chart.blank"],
        _ => texts.Shown(amount, decimals),
    };
}
