using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>A name as small Latin words: marks removed, scripts romanised, particles that people drop left out.</summary>
internal static class Romanised
{
    private static readonly ImmutableHashSet<string> Particles = ["al", "el", "ul", "ad", "as", "ash", "ar", "an", "bin", "ibn", "ben", "bint", "binti", "de", "da", "do", "di", "del", "la", "der", "den", "und", "dos", "das", "y", "e"];

    public static IEnumerable<string> Words(string name)
    {
        List<string> words = [];
        var word = new StringBuilder();
        foreach (var rune in Decomposed(name).EnumerateRunes())
        {
            if (EastAsianNames.IsHan(rune))
            {
                End();
                words.Add(EastAsianNames.OfHan(rune));
                continue;
            }

            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark when Scripts.IsVirama(rune):
                    if (word.Length > 0 && word[^1] == 'a')
                    {
                        word.Length--;
                    }

                    break;
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter:
                    break;
                case UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.SpacingCombiningMark:
                    word.Append(Scripts.Latin(Rune.ToLowerInvariant(rune)));
                    break;
                default:
                    // An apostrophe joins (O'Neill, Sa'id); anything else parts.
                    if (rune.Value is not ('\'' or '’' or '`' or 'ʿ' or 'ʾ'))
                    {
                        End();
                    }

                    break;
            }
        }

        End();
        return words.All(Particles.Contains) ? words : words.Where(w => !Particles.Contains(w));

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    private static string Decomposed(string name)
    {
        // A broken surrogate would make normalising throw; it is no letter.
        var whole = string.Concat(name.EnumerateRunes().Where(r => r != Rune.ReplacementChar).Select(r => r.ToString()));

        // The Arabic article is written onto the word it belongs to.
        var parted = string.Join(' ', whole.Split(' ').Select(w => w.StartsWith("ال", StringComparison.Ordinal) && w.Length > 4 ? w[2..] : w));
        return EastAsianNames.SetSurnamesApart(parted.Normalize(NormalizationForm.FormKC)).Normalize(NormalizationForm.FormKD);
    }
}
