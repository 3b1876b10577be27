using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Content;

namespace Palermo.Web.Tests.Reports;

/// <summary>
/// The letters of a printed page in Arabic script, in the order they are read. The font draws a letter as a body and its dots, each a
/// glyph of its own; the printer says beside such glyphs what text they stand for (ActualText of the PDF), and that is what is read.
/// </summary>
internal static class RightToLeft
{
    /// <summary>Lines of one page are nearer than this, in points, to their own base line and farther from the next.</summary>
    private const double SameLine = 3;

    /// <summary>All lines of all pages, from the top, each from its right end, without spaces and marks of vowels.</summary>
    public static string Read(IEnumerable<Page> pages) => string.Concat(pages.SelectMany(Lines));

    /// <summary>Words as <see cref="Read"/> gives them.</summary>
    public static string Bare(string words) => string.Concat(words.Normalize(NormalizationForm.FormKC)
        .Where(c => char.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control) && !char.IsWhiteSpace(c)));

    private static IEnumerable<string> Lines(Page page)
    {
        var pieces = page.GetMarkedContents().SelectMany(Pieces).OrderByDescending(p => p.Base).ToList();
        for (var i = 0; i < pieces.Count;)
        {
            var line = pieces.Skip(i).TakeWhile(p => pieces[i].Base - p.Base < SameLine).ToList();
            i += line.Count;
            yield return Bare(string.Concat(line.OrderByDescending(p => p.Right).Select(p => p.Text)));
        }
    }

    private static IEnumerable<(string Text, double Right, double Base)> Pieces(MarkedContentElement element)
    {
        if (element.ActualText is { } text)
        {
            // Dots stand above and below the line and take no room; the body of the letter stands on it.
            return All(element).MaxBy(l => l.Width) is { } body ? [(text, body.StartBaseLine.X, body.StartBaseLine.Y)] : [];
        }

        return element.Letters.Select(l => (l.Value, l.StartBaseLine.X, l.StartBaseLine.Y)).Concat(element.Children.SelectMany(Pieces));
    }

    private static IEnumerable<Letter> All(MarkedContentElement element) => element.Letters.Concat(element.Children.SelectMany(All));
}
