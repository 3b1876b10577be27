using System.Globalization;
using System.Text;

namespace Palermo.Records.Countries;

/// <summary>
/// The form in which texts are compared: lower case, Latin, Greek and Cyrillic letters without diacritics, Arabic letters without
/// vowel signs and with one form of alef, ya and ta marbuta, punctuation as one space, single letters joined ("U.S.A.").
/// U+FFFD stays: it is a letter that was lost.
/// </summary>
internal static class FoldedText
{
    public const char Lost = '\uFFFD';

    private const char Drop = '\0';
    private const char Space = ' ';
    private const char Expand = '\u0001';

    private static readonly char[] Table = Build();

    /// <summary>Longest text that is read; a longer one is no country's name.</summary>
    public const int MaxLength = 256;

    /// <summary>Folds into <paramref name="into"/> (at least 3 x length + 8) and returns the length written.</summary>
    public static int Fold(ReadOnlySpan<char> text, Span<char> into)
    {
        var n = 0;
        var pendingSpace = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var f = Table[c];
            if (f == Space)
            {
                pendingSpace = n > 0;
                continue;
            }

            if (f == Drop)
            {
                continue;
            }

            pendingSpace |= c == '&' && n > 0;
            if (pendingSpace)
            {
                into[n++] = ' ';
                pendingSpace = false;
            }

            if (f == Expand)
            {
                var expansion = Expansion(c);
                expansion.CopyTo(into[n..]);
                n += expansion.Length;
                pendingSpace = c == '&';
            }
            else
            {
                into[n++] = f;
            }
        }

        return Words(into, n);
    }

    public static string Fold(string text)
    {
        Span<char> into = text.Length <= MaxLength ? stackalloc char[(3 * MaxLength) + 8] : new char[(3 * text.Length) + 8];
        return into[..Fold(text, into)].ToString();
    }

    /// <summary>Joins runs of single letters, in place.</summary>
    private static int Words(Span<char> s, int n)
    {
        var w = 0;
        var lastWasSingle = false;
        for (var start = 0; start < n;)
        {
            var end = start;
            while (end < n && s[end] != ' ')
            {
                end++;
            }

            var single = end - start == 1 && char.IsAsciiLetter(s[start]);
            if (w > 0 && !(single && lastWasSingle))
            {
                s[w++] = ' ';
            }

            for (var i = start; i < end; i++)
            {
                s[w++] = s[i];
            }

            lastWasSingle = single;
            start = end + 1;
        }

        return w;
    }

    private static ReadOnlySpan<char> Expansion(char c) => c switch
    {
        '&' => "and",
        'ß' or 'ẞ' => "ss",
        'æ' or 'Æ' or 'ǽ' or 'Ǽ' => "ae",
        'œ' or 'Œ' => "oe",
        'þ' or 'Þ' => "th",
        _ => "ij",
    };

    private static char[] Build()
    {
        var table = new char[char.MaxValue + 1];
        for (var i = 0; i <= char.MaxValue; i++)
        {
            table[i] = FoldOne((char)i);
        }

        return table;
    }

    private static char FoldOne(char c)
    {
        switch (c)
        {
            case Lost: return Lost;
            case '\'' or '’' or '‘' or '`' or '´' or 'ʼ' or 'ʻ' or 'ʹ' or '′' or '‛' or '＇': return Drop;
            case 'ß' or 'ẞ' or 'æ' or 'Æ' or 'ǽ' or 'Ǽ' or 'œ' or 'Œ' or 'þ' or 'Þ' or 'ĳ' or 'Ĳ' or '&': return Expand;
            case 'ı' or 'İ': return 'i';
            case 'ø' or 'Ø': return 'o';
            case 'ł' or 'Ł': return 'l';
            case 'đ' or 'Đ' or 'ð' or 'Ð': return 'd';
            case 'ə' or 'Ə': return 'e';
            case 'أ' or 'إ' or 'آ' or 'ٱ': return 'ا';
            case 'ى' or 'ئ' or 'ی' or 'ې': return 'ي';
            case 'ة': return 'ه';
            case 'ؤ': return 'و';
            case 'ک': return 'ك';
            case '\u0640': return Drop;
        }

        if (c is >= '\u0300' and <= '\u036F' or >= '\u064B' and <= '\u065F' or '\u0670' or >= '\u0591' and <= '\u05C7' or >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u2069' or '\uFEFF' or '\u00AD')
        {
            return Drop;
        }

        if (c is >= '\uFF01' and <= '\uFF5E')
        {
            return FoldOne((char)(c - 0xFEE0));
        }

        var lower = char.ToLowerInvariant(c);
        if (c is >= '\u00C0' and <= '\u04FF' or >= '\u1E00' and <= '\u1FFF')
        {
            lower = lower.ToString().Normalize(NormalizationForm.FormD)[0];
        }

        return char.GetUnicodeCategory(lower) switch
        {
            UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                or UnicodeCategory.Surrogate => lower,
            _ => Space,
        };
    }
}
