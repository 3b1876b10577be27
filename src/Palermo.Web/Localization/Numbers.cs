using System.Globalization;

namespace Palermo.Web.Localization;

/// <summary>
/// Numbers as each language writes them. Own table and not the system's: a report is the same to the byte on every machine,
/// whatever release of ICU it has. European digits in all languages, as the United Nations prints its tables.
/// </summary>
public static class Numbers
{
    private const string NoBreak = "\u00A0", Narrow = "\u202F";

    /// <summary>A number with at most <paramref name="decimals"/> decimals, thousands grouped.</summary>
    public static string Shown(double value, string language, int decimals = 0)
    {
        var plain = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? plain : plain[..point];
        var (group, mark) = Marks(language);
        // Spanish leaves four digits together.
        for (var i = whole.Length - 3; i > (whole[0] == '-' ? 1 : 0) && (language != "es" || whole.Length > 4); i -= 3)
        {
            whole = whole.Insert(i, group);
        }

        return point < 0 ? whole : whole + mark + plain[(point + 1)..];
    }

    private static (string Group, string Point) Marks(string language) => language switch
    {
        "fr" => (Narrow, ","),
        "es" or "ru" => (NoBreak, ","),
        _ => (",", "."),
    };
}
