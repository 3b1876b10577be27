using System.Buffers;

namespace Palermo.Records.Countries;

/// <summary>
/// Texts in which a wrong decoding replaced letters by U+FFFD. Only letters outside ASCII (and typographic apostrophes) are lost that way, so
/// a form matches when its ASCII letters are the text's and its other letters stand exactly where the losses are.
/// </summary>
internal static class LostLetters
{
    private const int FewestKept = 3;

    private static readonly SearchValues<char> Apostrophes = SearchValues.Create("'\u2019\u2018");

    /// <summary>The keys a form has after losing its letters; none when it has nothing to lose.</summary>
    public static IEnumerable<string> SkeletonsOf(string form)
    {
        if (form.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F') < 0 && form.AsSpan().IndexOfAny(Apostrophes) < 0)
        {
            yield break;
        }

        // Beyond Latin nothing readable is left.
        if (form.AsSpan().IndexOfAnyInRange('\u0370', '\uD7FF') is >= 0 and var at && form[at] is not ('\u2019' or '\u2018' or '\u2013' or '\u2014') && form[at] is < '\u1E00' or > '\u1EFF')
        {
            yield break;
        }

        var plain = Skeleton(form, apostropheIsLost: false);
        if (plain.Contains(FoldedText.Lost, StringComparison.Ordinal))
        {
            yield return plain;
        }

        if (form.AsSpan().IndexOfAny(Apostrophes) >= 0)
        {
            yield return Skeleton(form, apostropheIsLost: true);
        }
    }

    public static bool Usable(string key)
    {
        var kept = 0;
        foreach (var c in key)
        {
            kept += char.IsAsciiLetter(c) ? 1 : 0;
        }

        return kept >= FewestKept;
    }

    /// <summary>Runs of lost letters count as one: a letter of two bytes leaves one or two marks.</summary>
    public static string Collapse(string key)
    {
        Span<char> into = stackalloc char[key.Length <= 1024 ? key.Length : 1024];
        var n = 0;
        foreach (var c in key.AsSpan(0, into.Length))
        {
            if (c != FoldedText.Lost || n == 0 || into[n - 1] != FoldedText.Lost)
            {
                into[n++] = c;
            }
        }

        return into[..n].ToString();
    }

    private static string Skeleton(string form, bool apostropheIsLost)
    {
        var marked = new char[form.Length];
        for (var i = 0; i < form.Length; i++)
        {
            var c = form[i];
            var lost = Apostrophes.Contains(c) ? apostropheIsLost : c > '\u007F';
            marked[i] = lost ? FoldedText.Lost : c;
        }

        return Collapse(FoldedText.Fold(new string(marked)));
    }
}
