using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Records.Countries;

internal enum PartKind
{
    Known,
    Frame,
    Join,
    ListMark,
    Bracket,
    Etc,
    Number,
    Unknown,
}

/// <summary>One part of a text. <paramref name="CanFrame"/>: a class word that may also stand round a country ("nationals of").</summary>
internal readonly record struct Part(PartKind Kind, string Key, Meaning? Meaning = null, int Count = 0, bool CanFrame = false)
{
    public Country? Country => Meaning?.Country;
}

/// <summary>Cuts a text into known names (longest first), framing words, counts, separators and what is left unknown.</summary>
internal static class TextParts
{
    private const int LongestNameInWords = 9;

    public static ImmutableArray<Part> Cut(string text, CountryLexicon lexicon, NearMatch near)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var mark = i == text.Length ? null : Mark(text, i);
            if (i < text.Length && mark is null)
            {
                continue;
            }

            CutSegment(ArabicArticle.SplitAnd(FoldedText.Fold(text[start..i])), lexicon, near, parts);
            start = i + 1;
            if (mark is { } kind)
            {
                parts.Add(new(kind, ""));
            }
        }

        return parts.DrainToImmutable();
    }

    private static PartKind? Mark(string text, int i) => text[i] switch
    {
        ',' or ';' or '/' or '|' or '+' or '\n' or '\r' or '\t' or '•' or '·' or '、' or '，' or '；' or '،' or '؛' => PartKind.ListMark,
        '(' or ')' or '[' or ']' or ':' or '（' or '）' or '：' or '=' => PartKind.Bracket,
        '-' or '–' or '—' when i > 0 && text[i - 1] == ' ' && i + 1 < text.Length && text[i + 1] == ' ' => PartKind.Bracket,
        _ => null,
    };

    private static void CutSegment(string folded, CountryLexicon lexicon, NearMatch near, ImmutableArray<Part>.Builder parts)
    {
        if (folded.Length == 0)
        {
            return;
        }

        var words = folded.Split(' ');
        for (var at = 0; at < words.Length;)
        {
            var length = Math.Min(LongestNameInWords, words.Length - at);
            for (; length > 0; length--)
            {
                if (Read(string.Join(' ', words, at, length), lexicon, near) is { } part)
                {
                    parts.Add(part);
                    break;
                }
            }

            if (length == 0)
            {
                AddUnknown(words[at], parts);
                length = 1;
            }

            at += length;
        }
    }

    private static Part? Read(string span, CountryLexicon lexicon, NearMatch near)
    {
        if (lexicon.IsJoin(span))
        {
            return new(PartKind.Join, span);
        }

        var frame = lexicon.IsFrame(span);
        if ((span.Contains(FoldedText.Lost, StringComparison.Ordinal) ? lexicon.WithLost(span) : lexicon.Exact(span)) is { } known && !near.IsRisky(known, span))
        {
            return known.Class is null || !frame
                ? new(PartKind.Known, span, known)
                : new(PartKind.Known, span, known, CanFrame: true);
        }

        if (frame)
        {
            return new(PartKind.Frame, span);
        }

        if (lexicon.IsEtc(span))
        {
            return new(PartKind.Etc, span);
        }

        return (Number(span) ?? Times(span)) is { } n ? new(PartKind.Number, span, Count: n) : null;
    }

    /// <summary>A whole number below ten million in any script's digits, else null.</summary>
    public static int? Number(string word)
    {
        if (word.Length is 0 or > 7)
        {
            return null;
        }

        var n = 0;
        foreach (var c in word)
        {
            if (!char.IsDigit(c))
            {
                return null;
            }

            n = (n * 10) + (int)CharUnicodeInfo.GetNumericValue(c);
        }

        return n;
    }

    /// <summary>"3x", "x3" and "x 3": so many times.</summary>
    private static int? Times(string span) =>
        span.StartsWith('x') ? Number(span[1..].TrimStart()) : span.EndsWith('x') ? Number(span[..^1].TrimEnd()) : null;

    private static void AddUnknown(string word, ImmutableArray<Part>.Builder parts)
    {
        if (parts.Count > 0 && parts[^1] is { Kind: PartKind.Unknown } last)
        {
            parts[^1] = new(PartKind.Unknown, last.Key + " " + word);
        }
        else
        {
            parts.Add(new(PartKind.Unknown, word));
        }
    }
}
