using System.Net;
using System.Text;
using Palermo.Web.Assets;
using Palermo.Web.Localization;

namespace Palermo.Web.Printing;

/// <summary>
/// A whole document in one file: its style inside it, nothing fetched from anywhere, readable on a screen and on paper. Holds
/// no time and no address, so that the same words give the same bytes.
/// </summary>
public static class StandaloneDocument
{
    private const string Font = "noto-sans-arabic.woff2";

    /// <param name="language">The language of the document.</param>
    /// <param name="title">Its title, also that of the PDF.</param>
    /// <param name="body">HTML.</param>
    public static string Of(Language language, string title, string body)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"").Append(language.Tag).Append("\" dir=\"").Append(language.Direction).Append("\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Append("<title>").Append(WebUtility.HtmlEncode(title)).Append("</title>\n<style>\n");
        // The font of the Arabic script, 160 kB, travels along only where it is read.
        html.Append(Sheet("palermo.css").Replace($"url(\"{Font}\")", language.Tag == "ar" ? $"url(\"data:font/woff2;base64,{Convert.ToBase64String(AssetFile.All[Font].Bytes.Span)}\")" : "local(\"Noto Sans Arabic\")", StringComparison.Ordinal));
        html.Append(Sheet("charts.css")).Append(Sheet("report.css"));
        html.Append("</style>\n</head>\n<body class=\"document\">\n").Append(body).Append("\n</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>A picture as an SVG file of its own, its style inside it.</summary>
    /// <param name="svg">The <c>svg</c> element as a picture renders it.</param>
    /// <param name="width">Pixels; the height is the element's own, or follows from its <c>viewBox</c>.</param>
    public static string Picture(string svg, int width)
    {
        var at = svg.IndexOf('>', StringComparison.Ordinal);
        var open = svg[..at].Replace(" width=\"100%\"", "", StringComparison.Ordinal);
        // The frame of the page is not there: what its style would set on the chart is set on the picture itself.
        var style = (Tokens(Sheet("palermo.css")) + Sheet("charts.css").Replace(".chart svg", "svg", StringComparison.Ordinal).Replace(".chart ", "", StringComparison.Ordinal))
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{open} width=\"{width}\"><style>{style}\nsvg {{ font-family: system-ui, 'Noto Sans', 'Noto Sans Arabic', sans-serif; background: var(--paper); }}</style>{svg[(at + 1)..]}\n";
    }

    private static string Sheet(string name) => Encoding.UTF8.GetString(AssetFile.All[name].Bytes.Span);

    // The variables of colour, light and dark: what stands before the first rule on elements.
    private static string Tokens(string sheet)
    {
        var start = sheet.IndexOf(":root", StringComparison.Ordinal);
        return sheet[start..sheet.IndexOf("*, *::before", StringComparison.Ordinal)];
    }
}
