using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>
/// The consonant skeleton of a romanised word: letters that are written for one another across languages become one class,
/// vowels fall away but for a mark at the beginning, doubles become one.
/// </summary>
internal static class Skeleton
{
    private const string Classes = "*bdfghjklmnrst";

    private static readonly (string From, string To)[] Groups =
    [
        ("sch", "s"), ("tsch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("zh", "j"), ("dzh", "j"), ("dj", "j"), ("kh", "h"),
        ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("ts", "s"), ("tz", "s"), ("dz", "s"), ("ck", "k"),
        ("qu", "k"), ("x", "ks"), ("ng", "n"),
    ];

    /// <summary>The skeletons of a word; two where <c>w</c> or <c>ch</c> is read in two ways.</summary>
    public static IEnumerable<string> Of(string word)
    {
        if (!word.All(char.IsAscii))
        {
            // A script that is not romanised here is compared as it is written.
            yield return word;
            yield break;
        }

        var first = Fold(word);
        yield return first;
        var other = word.Replace("ch", "k", StringComparison.Ordinal).Replace("w", "v", StringComparison.Ordinal);
        if (other != word && Fold(other) is var second && second != first)
        {
            yield return second;
        }
    }

    /// <summary>The skeleton and all that are one consonant away.</summary>
    public static IEnumerable<string> Near(string skeleton)
    {
        yield return skeleton;
        if (skeleton.Length == 0 || skeleton.Any(c => !Classes.Contains(c, StringComparison.Ordinal)))
        {
            yield break;
        }

        for (var i = 0; i <= skeleton.Length; i++)
        {
            foreach (var c in Classes.Where(c => c != '*' || i == 0))
            {
                yield return skeleton[..i] + c + skeleton[i..];
                if (i < skeleton.Length)
                {
                    yield return skeleton[..i] + c + skeleton[(i + 1)..];
                }
            }

            if (i < skeleton.Length && skeleton.Length > 2)
            {
                yield return skeleton.Remove(i, 1);
            }

            if (i + 1 < skeleton.Length)
            {
                yield return skeleton[..i] + skeleton[i + 1] + skeleton[i] + skeleton[(i + 2)..];
            }
        }
    }

    private static string Fold(string word)
    {
        foreach (var (from, to) in Groups)
        {
            word = word.Replace(from, to, StringComparison.Ordinal);
        }

        var skeleton = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            var c = Class(word[i], i == 0);
            if (c != '\0' && (skeleton.Length == 0 || skeleton[^1] != c || (i > 0 && IsVowel(word[i - 1]) && c != '*')))
            {
                skeleton.Append(c);
            }
        }

        // Fatima and Fatimah are one name.
        return skeleton is { Length: > 1 } && skeleton[^1] == 'h' ? skeleton.ToString(0, skeleton.Length - 1) : skeleton.ToString();
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static char Class(char c, bool first) => c switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'w' => first ? '*' : '\0',
        'b' or 'p' => 'b',
        'c' or 'k' or 'q' => 'k',
        'f' or 'v' => 'f',
        'g' => 'g',
        'j' => 'j',
        's' or 'z' => 's',
        >= '0' and <= '9' => c,
        _ => Classes.Contains(c, StringComparison.Ordinal) ? c : '\0',
    };
}
