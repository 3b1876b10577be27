using System.Collections.Frozen;

namespace Palermo.Disclosure.Relations;

/// <summary>The words that tables of the six UN languages write their totals with.</summary>
internal static class TotalWords
{
    private static readonly FrozenSet<string> Whole = new[]
    {
        // English
        "total", "totals", "all", "all persons", "all people", "all victims", "all sexes", "all ages", "all age groups", "all forms", "all countries", "all nationalities", "both", "both sexes", "overall", "sum", "grand total", "total persons", "total victims", "everyone",
        // French
        "totaux", "ensemble", "tous", "toutes", "tous sexes", "les deux sexes", "deux sexes", "tous \u00e2ges", "tous les \u00e2ges", "toutes les personnes", "toutes les victimes", "toutes nationalit\u00e9s", "total g\u00e9n\u00e9ral", "somme", "au total",
        // Spanish
        "totales", "todos", "todas", "ambos", "ambos sexos", "todas las edades", "todas las personas", "todas las v\u00edctimas", "todas las nacionalidades", "total general", "suma", "en total",
        // Russian
        "\u0438\u0442\u043e\u0433\u043e", "\u0432\u0441\u0435\u0433\u043e", "\u0438\u0442\u043e\u0433", "\u043e\u0431\u0449\u0438\u0439 \u0438\u0442\u043e\u0433", "\u0432\u0441\u0435", "\u043e\u0431\u0430 \u043f\u043e\u043b\u0430", "\u0432\u0441\u0435 \u0432\u043e\u0437\u0440\u0430\u0441\u0442\u0430", "\u0432\u0441\u0435 \u0441\u0442\u0440\u0430\u043d\u044b", "\u0441\u0443\u043c\u043c\u0430", "\u0432\u0441\u0435\u0433\u043e \u0447\u0435\u043b\u043e\u0432\u0435\u043a",
        // Arabic
        "\u0627\u0644\u0645\u062c\u0645\u0648\u0639", "\u0645\u062c\u0645\u0648\u0639", "\u0627\u0644\u0625\u062c\u0645\u0627\u0644\u064a", "\u0627\u0644\u0627\u062c\u0645\u0627\u0644\u064a", "\u0625\u062c\u0645\u0627\u0644\u064a", "\u0627\u0644\u0645\u062c\u0645\u0648\u0639 \u0627\u0644\u0643\u0644\u064a", "\u0627\u0644\u0645\u062c\u0645\u0648\u0639 \u0627\u0644\u0639\u0627\u0645", "\u0627\u0644\u0643\u0644", "\u0627\u0644\u062c\u0645\u064a\u0639", "\u0643\u0644\u0627 \u0627\u0644\u062c\u0646\u0633\u064a\u0646", "\u0627\u0644\u062c\u0646\u0633\u0627\u0646", "\u062c\u0645\u064a\u0639 \u0627\u0644\u0623\u0639\u0645\u0627\u0631",
        // Chinese, both scripts
        "\u603b\u8ba1", "\u7e3d\u8a08", "\u5408\u8ba1", "\u5408\u8a08", "\u603b\u6570", "\u7e3d\u6578", "\u5171\u8ba1", "\u5171\u8a08", "\u603b\u548c", "\u5168\u90e8", "\u5168\u4f53", "\u6240\u6709", "\u6240\u6709\u5e74\u9f84", "\u7537\u5973\u5408\u8ba1", "\u4e24\u6027", "\u4e0d\u5206\u6027\u522b",
        // Met in national tables beside these
        "insgesamt", "totale", "totaal", "_t",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Part = new[]
    {
        "subtotal", "sub-total", "sub total", "sous-total", "sous total", "\u043f\u0440\u043e\u043c\u0435\u0436\u0443\u0442\u043e\u0447\u043d\u044b\u0439 \u0438\u0442\u043e\u0433", "\u043f\u043e\u0434\u044b\u0442\u043e\u0433", "\u0627\u0644\u0645\u062c\u0645\u0648\u0639 \u0627\u0644\u0641\u0631\u0639\u064a", "\u0645\u062c\u0645\u0648\u0639 \u0641\u0631\u0639\u064a", "\u5c0f\u8ba1", "\u5c0f\u8a08",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Before = ["subtotal ", "sub-total ", "sous-total ", "total de ", "total des ", "total du ", "total del ", "\u0438\u0442\u043e\u0433\u043e ", "\u0432\u0441\u0435\u0433\u043e ", "\u0645\u062c\u0645\u0648\u0639 ", "\u0625\u062c\u0645\u0627\u0644\u064a "];

    private static readonly string[] After = [" total", " subtotal", " sub-total", "\u5408\u8ba1", "\u5c0f\u8ba1", "\u603b\u8ba1", "\u5408\u8a08", "\u5c0f\u8a08"];

    /// <summary>Whether a label reads as a total of its whole dimension.</summary>
    public static bool IsTotal(string label) => Whole.Contains(Plain(label));

    /// <summary>Whether a label reads as a subtotal of a branch ("Police total", "Итого по полиции").</summary>
    public static bool IsSubtotal(string label)
    {
        var plain = Plain(label);
        return !Whole.Contains(plain)
            && (Part.Contains(plain)
                || After.Any(a => plain.Length > a.Length && plain.EndsWith(a, StringComparison.OrdinalIgnoreCase))
                || Before.Any(b => plain.Length > b.Length && plain.StartsWith(b, StringComparison.OrdinalIgnoreCase)));
    }

    // "TOTAL:", "Total *", "(Total)": what a publisher puts around the word.
    private static string Plain(string label) => label.Replace('\u00a0', ' ').Trim(' ', '\t', ':', '\uff1a', '*', '.', '(', ')', '[', ']', '\u200f', '\u200e');
}
