using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Palermo.Records.Countries;

/// <summary>
/// Words without their order: "Korea, Republic of" and "Republic of Korea" share a key. Articles and "and" are left out; words such as
/// republic, saint, north take one form in all languages.
/// </summary>
internal sealed class WordBag
{
    private readonly FrozenSet<string> _stop;
    private readonly FrozenDictionary<string, string> _same;

    public WordBag(ImmutableArray<string> stop, ImmutableArray<string> same)
    {
        _stop = stop.Select(FoldedText.Fold).ToFrozenSet(StringComparer.Ordinal);
        _same = same
            .SelectMany(line => line.Split('|').Select(w => (Word: FoldedText.Fold(w), Canonical: FoldedText.Fold(line.Split('|')[0]))))
            .DistinctBy(p => p.Word, StringComparer.Ordinal)
            .ToFrozenDictionary(p => p.Word, p => p.Canonical, StringComparer.Ordinal);
    }

    /// <summary>The key of a folded text, null when no word is left.</summary>
    public string? Key(string folded)
    {
        var words = folded.Split(' ');
        var kept = new List<string>(words.Length);
        foreach (var word in words)
        {
            if (!_stop.Contains(word))
            {
                kept.Add(_same.GetValueOrDefault(word, word));
            }
        }

        if (kept.Count == 0)
        {
            return null;
        }

        kept.Sort(StringComparer.Ordinal);
        return string.Join(' ', kept);
    }
}
