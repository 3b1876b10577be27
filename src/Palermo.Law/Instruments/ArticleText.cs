using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Palermo.Law.Instruments;

/// <summary>Whose words a stored text is.</summary>
public enum TextKind
{
    /// <summary>The text's own words.</summary>
    Official,

    Translation,

    /// <summary>The operative content restated, where the wording was not at hand. Never shown in quotation marks.</summary>
    Restatement,
}

/// <summary>A run of words of the article.</summary>
/// <param name="At">Article, section or paragraph.</param>
/// <param name="NonOperative">Why these words decide nothing; null when they are bound to a node.</param>
public sealed record Span(string Id, string At, string Words, string? NonOperative);

/// <summary>The stored article text: its spans in order, concatenated, are the text; every span is bound or said to decide nothing.</summary>
public sealed class ArticleText
{
    private readonly FrozenDictionary<string, Span> _byId;

    internal ArticleText(string language, TextKind kind, ImmutableArray<Span> spans)
    {
        (Language, Kind, Spans) = (language, kind, spans);
        _byId = spans.DistinctBy(s => s.Id).ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);
    }

    public string Language { get; }

    public TextKind Kind { get; }

    public ImmutableArray<Span> Spans { get; }

    public Span? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The words that citations point to, in the order of the text; gaps shown as an ellipsis.</summary>
    public string Words(IEnumerable<string> cite)
    {
        var wanted = cite.ToHashSet(StringComparer.Ordinal);
        var words = new System.Text.StringBuilder();
        var gap = false;
        foreach (var span in Spans)
        {
            if (!wanted.Contains(span.Id))
            {
                gap = words.Length > 0;
                continue;
            }

            if (gap)
            {
                words.Append("… ");
                gap = false;
            }

            words.Append(span.Words);
        }

        return words.ToString().Trim();
    }

    /// <summary>The articles or paragraphs that citations point to, each once.</summary>
    public string Places(IEnumerable<string> cite) =>
        string.Join(", ", cite.Select(c => Find(c)?.At).Where(at => at is not null).Distinct(StringComparer.Ordinal));
}
