namespace Palermo.Records.Countries;

/// <summary>
/// The Arabic article (alef, lam) is written onto the word. It is taken off only where the alef carries no hamza: the first letters of
/// Germany and Albania are no article.
/// </summary>
internal static class ArabicArticle
{
    private const int ShortestWord = 5;
    private const char Alef = '\u0627';
    private const char Lam = '\u0644';
    private const char Waw = '\u0648';

    /// <summary>The form without articles; null when it has none. Give it the form before folding, which hides the hamza.</summary>
    public static string? Without(string form)
    {
        if (!form.Contains(Alef, StringComparison.Ordinal))
        {
            return null;
        }

        var words = form.Split(' ');
        var changed = false;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length >= ShortestWord && words[i][0] == Alef && words[i][1] == Lam)
            {
                words[i] = words[i][2..];
                changed = true;
            }
        }

        return changed ? string.Join(' ', words) : null;
    }

    /// <summary>"and the": the conjunction, written onto the article, becomes a word of its own.</summary>
    public static string SplitAnd(string folded)
    {
        if (!folded.Contains(Waw, StringComparison.Ordinal))
        {
            return folded;
        }

        return string.Join(' ', folded.Split(' ').Select(w => w.Length > ShortestWord && w[0] == Waw && w[1] == Alef && w[2] == Lam ? $"{Waw} {w[1..]}" : w));
    }
}
