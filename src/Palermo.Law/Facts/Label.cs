using System.Collections.Frozen;

namespace Palermo.Law.Facts;

/// <summary>Words for people, by language tag. English is always there and is what a missing language falls back to.</summary>
public sealed class Label
{
    private readonly FrozenDictionary<string, string> _words;

    public Label(IEnumerable<KeyValuePair<string, string>> words)
    {
        _words = words.ToFrozenDictionary(StringComparer.Ordinal);
        if (!_words.ContainsKey("en"))
        {
            throw new ArgumentException("a label needs English words", nameof(words));
        }
    }

    public static Label English(string words) => new([new("en", words)]);

    public IEnumerable<string> Languages => _words.Keys.Order(StringComparer.Ordinal);

    public bool Has(string language) => _words.ContainsKey(language);

    /// <summary>Whether there are words in a language, the label's own or those of its book.</summary>
    public bool Speaks(string language) => Has(language) || LabelBook.Find(language, _words["en"]) is not null;

    /// <summary>The words in a language: the label's own, else those of the language's <see cref="LabelBook"/>, else English.</summary>
    public string In(string language) => _words.TryGetValue(language, out var words) ? words : LabelBook.Find(language, _words["en"]) ?? _words["en"];

    public override string ToString() => In("en");
}
