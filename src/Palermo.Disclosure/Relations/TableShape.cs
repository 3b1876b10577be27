using System.Collections.Immutable;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Relations;

/// <summary>What is known of a publisher's table: which columns are dimensions, which holds the counts, and which rules it follows.</summary>
/// <param name="Name">The shape's name.</param>
/// <param name="Value">The column of counts.</param>
/// <param name="Ignored">Columns that are neither.</param>
/// <param name="Rules">The known rules; default when they are to be found.</param>
public sealed record TableShape(string Name, string Value, ImmutableArray<string> Ignored, ImmutableArray<RelationRule> Rules)
{
    private static ImmutableArray<string> UnodcIgnored => ["Region", "Subregion", "Unit of measurement", "Source"];

    private static readonly string[] ValueWords =
    [
        "value", "count", "counts", "n", "people", "persons", "number", "total", "obs_value", "referrals", "nrm referrals", "victims", "cases", "frequency", "obs value",
        "nombre", "effectif", "valeur", "personnes", "victimes", "n\u00famero", "numero", "cantidad", "valor", "personas", "v\u00edctimas",
        "\u0447\u0438\u0441\u043b\u043e", "\u043a\u043e\u043b\u0438\u0447\u0435\u0441\u0442\u0432\u043e", "\u0447\u0435\u043b\u043e\u0432\u0435\u043a", "\u0447\u0438\u0441\u043b\u0435\u043d\u043d\u043e\u0441\u0442\u044c", "\u0437\u043d\u0430\u0447\u0435\u043d\u0438\u0435", "\u0627\u0644\u0639\u062f\u062f", "\u0639\u062f\u062f", "\u0627\u0644\u0642\u064a\u0645\u0629", "\u4eba\u6570", "\u6570\u91cf", "\u6570\u503c", "\u4eba\u6578",
    ];

    /// <summary>
    /// UNODC, Global Report on Trafficking in Persons database, release of 14 April 2025. The six rules: Female, Male, Other and
    /// Unknown (all at age Total) make the Total; the two age bands and Unknown (all at sex Total) make the Total; the bands within
    /// Female, within Male; the sexes within each band. The release prints no Unknown at age Total or sex Total, only a row where both
    /// are unknown; that row is a part of no rule here (see <see cref="UnodcWithUnknown"/>).
    /// </summary>
    public static TableShape Unodc { get; } = new("UNODC GLOTIP", "txtVALUE", UnodcIgnored, UnodcRules([]));

    /// <summary>The same, with the row where sex and age are both unknown taken as a part of both totals: the other reading of the six rules.</summary>
    public static TableShape UnodcWithUnknown { get; } = new("UNODC GLOTIP, unknown row as a part", "txtVALUE", UnodcIgnored, UnodcRules([new(["Unknown", "Unknown"])]));

    /// <summary>
    /// The six rules and a seventh across categories: the forms of exploitation make the total of the country. The publisher does not
    /// say that forms exhaust or exclude each other, so this is offered, not assumed.
    /// </summary>
    public static TableShape UnodcWithForms { get; } = new(
        "UNODC GLOTIP, forms add up", "txtVALUE", UnodcIgnored,
        [
            .. UnodcRules([]),
            new(
                "forms of exploitation = Total", ["Dimension", "Category"], new(["Total", "Total"]),
                [.. new[] { "Sexual exploitation", "Forced labour", "Other forms of exploitation" }.Select(f => new Selector(["by form of exploitation", f]))]),
        ]);

    /// <summary>The shape of a table with this header, or null when no column reads as a count (then it is microdata).</summary>
    public static TableShape? Of(IReadOnlyList<string> header)
    {
        if (header.Contains("txtVALUE") && header.Contains("Iso3_code"))
        {
            return Unodc;
        }

        var value = header.FirstOrDefault(h => h.Equals("People", StringComparison.Ordinal))
            ?? header.LastOrDefault(h => ValueWords.Contains(h.Trim(), StringComparer.OrdinalIgnoreCase));
        return value is null ? null : new TableShape(header.Contains("First responder") ? "UK NRM" : "long table", value, [], []);
    }

    private static ImmutableArray<RelationRule> UnodcRules(ImmutableArray<Selector> both)
    {
        const string total = "Total", female = "Female", male = "Male", other = "Other", unknown = "Unknown", child = "0 to 17 years", adult = "18 years or over";
        ImmutableArray<string> sexAge = ["Sex", "Age"];
        static Selector At(string sex, string age) => new([sex, age]);
        return
        [
            new("Female + Male + Other + Unknown = Total", sexAge, At(total, total), [At(female, total), At(male, total), At(other, total), At(unknown, total), .. both]),
            new("0 to 17 + 18 or over + Unknown = Total", sexAge, At(total, total), [At(total, child), At(total, adult), At(total, unknown), .. both]),
            new("ages within Female", sexAge, At(female, total), [At(female, child), At(female, adult)]),
            new("ages within Male", sexAge, At(male, total), [At(male, child), At(male, adult)]),
            new("sexes within 0 to 17", sexAge, At(total, child), [At(female, child), At(male, child), At(other, child)]),
            new("sexes within 18 or over", sexAge, At(total, adult), [At(female, adult), At(male, adult), At(other, adult)]),
        ];
    }
}
