using System.Collections.Immutable;

namespace Palermo.Web.Localization;

/// <summary>A language of the pages. It stands first in the address, so that no cookie has to remember it.</summary>
/// <param name="Tag">BCP 47 tag; also the first part of every address.</param>
/// <param name="Direction"><c>ltr</c> or <c>rtl</c>.</param>
/// <param name="OwnName">Its name in itself.</param>
public sealed record Language(string Tag, string Direction, string OwnName)
{
    public static Language English { get; } = new("en", "ltr", "English");

    public static Language Arabic { get; } = new("ar", "rtl", "العربية");

    public static Language French { get; } = new("fr", "ltr", "français");

    public static Language Spanish { get; } = new("es", "ltr", "español");

    /// <summary>The languages offered. Adding one is a line here and a resource file beside the others.</summary>
    public static ImmutableArray<Language> All { get; } = [English, French, Spanish, Arabic];

    /// <summary>The languages a report and its pictures are written in: the six of the United Nations, whatever the pages offer.</summary>
    public static ImmutableArray<Language> Reports { get; } =
    [
        English,
        French,
        Spanish,
        Arabic,
        new("ru", "ltr", "русский"),
        new("zh", "ltr", "中文"),
    ];

    /// <summary>The language of a report.</summary>
    public static Language? FindReport(string tag) => Reports.FirstOrDefault(l => string.Equals(l.Tag, tag, StringComparison.OrdinalIgnoreCase));

    public static Language? Find(string tag) => All.FirstOrDefault(l => string.Equals(l.Tag, tag, StringComparison.OrdinalIgnoreCase));

    /// <summary>The language of an address, English where it names none.</summary>
    public static Language OfPath(PathString path)
    {
        var first = path.Value?.Split('/', 3, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return (first is null ? null : Find(first)) ?? English;
    }

    /// <summary>The offered language that a browser prefers most.</summary>
    public static Language Preferred(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(a => a.Quality ?? 1)
            .Select(a => Find(a.Value.Value!.Split('-')[0]))
            .FirstOrDefault(l => l is not null) ?? English;
}
