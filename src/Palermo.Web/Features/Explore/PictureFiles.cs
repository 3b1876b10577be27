using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Palermo.Web.Datasets;
using Palermo.Web.Localization;
using Palermo.Web.Printing;

namespace Palermo.Web.Features.Explore;

/// <summary>The picture of a table as a file of its own.</summary>
public static partial class PictureFiles
{
    private const int Width = 900;

    /// <summary>The picture as SVG; null where the table has none.</summary>
    public static async Task<string?> SvgAsync(ProtectedTable table, bool share, PictureKind show, Language language) =>
        await DrawnAsync(table, share, show, language) is { } svg ? StandaloneDocument.Picture(svg, Width) : null;

    /// <summary>The picture as a document to be photographed, with its title and source, and its height in pixels.</summary>
    public static async Task<(string Html, int Width, int Height)?> DocumentAsync(ProtectedTable table, bool share, PictureKind show, Language language)
    {
        if (await DrawnAsync(table, share, show, language) is not { } svg)
        {
            return null;
        }

        var texts = Texts.In(language);
        var title = new ShownTable(table, texts, share).Finding;
        var source = Wording.DataWords.SourceLine(texts, table.Dataset, table.Protection);
        var body = $"<main><figure class=\"chart\"><figcaption>{WebUtility.HtmlEncode(title)}</figcaption><div class=\"chart-picture\">{svg}</div><p class=\"source\">{WebUtility.HtmlEncode(source)}</p></figure></main>";
        // Two lines of title and three of source stand round the picture.
        return (StandaloneDocument.Of(language, title, body), Width, HeightOf(svg) + 260);
    }

    private static async Task<string?> DrawnAsync(ProtectedTable table, bool share, PictureKind show, Language language)
    {
        var html = await StaticHtml.RenderAsync<ExplorePicture>(language, (nameof(ExplorePicture.Table), table), (nameof(ExplorePicture.Share), share), (nameof(ExplorePicture.Show), show), (nameof(ExplorePicture.Linked), false));
        var start = Drawing().Match(html);
        return start.Success ? Whole(html[start.Index..]) : null;
    }

    // A picture may hold drawings of its own.
    private static string Whole(string html)
    {
        var depth = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            depth += tag.Value[1] == '/' ? -1 : 1;
            if (depth == 0)
            {
                return html[..(tag.Index + tag.Length)];
            }
        }

        return html;
    }

    private static int HeightOf(string svg) =>
        Box().Match(svg) is { Success: true } box ? (int)(Width * double.Parse(box.Groups[2].Value, CultureInfo.InvariantCulture) / double.Parse(box.Groups[1].Value, CultureInfo.InvariantCulture))
        : Height().Match(svg) is { Success: true } height ? (int)double.Parse(height.Groups[1].Value, CultureInfo.InvariantCulture) : Width;

    [GeneratedRegex("<svg class=\"(?:bars|trends|pyramid|sankey|map)\"")]
    private static partial Regex Drawing();

    [GeneratedRegex("<svg[ >]|</svg>")]
    private static partial Regex Tag();

    [GeneratedRegex("^<svg[^>]*viewBox=\"0 0 ([0-9.]+) ([0-9.]+)\"")]
    private static partial Regex Box();

    [GeneratedRegex("^<svg[^>]*height=\"([0-9.]+)\"")]
    private static partial Regex Height();
}
