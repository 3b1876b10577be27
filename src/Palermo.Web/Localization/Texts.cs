using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace Palermo.Web.Localization;

/// <summary>
/// The words of the pages in one language. Every folder may keep the words of its own pages: a <c>Texts.resx</c> with a
/// <c>Texts.&lt;tag&gt;.resx</c> for each further language; here they are read as one. No key stands in two folders. A page of an
/// offered language whose folder does not speak it yet shows English words, and a test names them. A language of reports
/// alone has the words of those folders that speak it.
/// </summary>
public sealed partial class Texts
{
    private static readonly ImmutableArray<ResourceManager> Folders =
    [
        .. typeof(Texts).Assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".Texts.resources", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => new ResourceManager(n[..^".resources".Length], typeof(Texts).Assembly)),
    ];

    private static readonly FrozenDictionary<string, Texts> ByTag = Language.All.Union(Language.Reports).ToFrozenDictionary(l => l.Tag, l => new Texts(l), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _words;

    private Texts(Language language)
    {
        Language = language;
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, written) in Written(language))
        {
            words[key] = written;
        }

        foreach (var (key, english) in Language.All.Contains(language) && language != Language.English ? Written(Language.English) : [])
        {
            words.TryAdd(key, english);
        }

        _words = words.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, string>> Written(Language language)
    {
        var culture = language == Language.English ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language.Tag);
        return Folders
            .SelectMany(folder => folder.GetResourceSet(culture, createIfNotExists: true, tryParents: false)?.Cast<DictionaryEntry>() ?? [])
            .Where(e => e.Value is string { Length: > 0 })
            .Select(e => KeyValuePair.Create((string)e.Key, Set((string)e.Value!, language)));
    }

    private static string Set(string written, Language language) =>
        language == Language.French ? Spaced(written) : language.Direction == "rtl" ? LeftToRight.Figures(written) : written;

    /// <summary>French sets a space before its double punctuation and inside its quotation marks, where a line must not end.</summary>
    private static string Spaced(string french) => BeforeDoublePunctuation().Replace(french, "\u00A0").Replace("« ", "«\u00A0", StringComparison.Ordinal);

    [GeneratedRegex(" (?=[:;?!»])")]
    private static partial Regex BeforeDoublePunctuation();

    public Language Language { get; }

    public IEnumerable<string> Keys => _words.Keys;

    public static Texts In(Language language) => ByTag[language.Tag];

    /// <summary>The words under a key.</summary>
    /// <exception cref="KeyNotFoundException">The language lacks the key; a test holds all languages to the same keys.</exception>
    public string this[string key] =>
        _words.TryGetValue(key, out var words) ? words : throw new KeyNotFoundException($"no words for '{key}' in '{Language.Tag}'");

    public string this[string key, params ReadOnlySpan<object?> values] => string.Format(CultureInfo.InvariantCulture, this[key], values);

    public bool Has(string key) => _words.ContainsKey(key);

    /// <summary>Words that agree with a number: <c>key.one</c>, <c>key.few</c> and so on; the number is argument 0. None has words of its own in every language.</summary>
    public string Count(string key, int n)
    {
        var form = n == 0 && Has(key + ".zero") ? key + ".zero" : key + "." + Plurals.Form(Language.Tag, n);
        return this[Has(form) ? form : key + ".other", n];
    }

    /// <summary>Two after one another, with the comma of the language.</summary>
    public string Comma(string one, string other) => this["list.comma", one, other];

    /// <summary>Several after one another, without an "and".</summary>
    public string All(IReadOnlyList<string> items) => items.Count == 0 ? "" : items.Aggregate(Comma);

    public string And(IReadOnlyList<string> items) => Join(items, "list.and");

    public string Or(IReadOnlyList<string> items) => Join(items, "list.or");

    private string Join(IReadOnlyList<string> items, string last) => items switch
    {
        [] => "",
        [var one] => one,
        _ => this[last, All([.. items.SkipLast(1)]), items[^1]],
    };
}
