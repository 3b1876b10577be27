namespace Palermo.Web.Localization;

/// <summary>Which plural form a whole number takes: the CLDR cardinal rules of the six languages of the United Nations.</summary>
public static class Plurals
{
    public static string Form(string language, int n) => language switch
    {
        "ar" => n switch
        {
            0 => "zero",
            1 => "one",
            2 => "two",
            _ when n % 100 is >= 3 and <= 10 => "few",
            _ when n % 100 is >= 11 and <= 99 => "many",
            _ => "other",
        },
        "fr" => n is 0 or 1 ? "one" : "other",
        "ru" => (n % 10, n % 100) switch
        {
            (1, not 11) => "one",
            (>= 2 and <= 4, not (>= 12 and <= 14)) => "few",
            _ => "many",
        },
        "zh" => "other",
        _ => n == 1 ? "one" : "other",
    };
}
