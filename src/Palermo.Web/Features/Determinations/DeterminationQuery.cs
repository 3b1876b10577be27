using System.Collections.Immutable;
using System.Text;
using Palermo.Law.Instruments;
using Palermo.Web.Datasets;

namespace Palermo.Web.Features.Determinations;

/// <summary>
/// A question as it stands in the address, which is the permanent link: <c>data</c>, <c>text</c> (the text that others are set beside),
/// <c>with</c> (those others), <c>act=given</c>.
/// </summary>
/// <param name="Data">The dataset's name, or null.</param>
/// <param name="Text">The first text.</param>
/// <param name="With">The others, each once, never the first.</param>
/// <param name="ActGiven">An act is taken as given where the record does not exclude it.</param>
public sealed record DeterminationQuery(string? Data, InstrumentVersion Text, ImmutableArray<InstrumentVersion> With, bool ActGiven)
{
    /// <summary>Beside the Protocol when nothing is chosen: the texts most asked about.</summary>
    private static readonly ImmutableArray<string> Usual = ["eu-2011-36", "us-tvpa-labour", "uk-msa-s2"];

    /// <summary>Null where the address names a text that is unknown or unverified: nothing is computed with such.</summary>
    public static DeterminationQuery? Of(IQueryCollection query, InstrumentLibrary library)
    {
        var asked = query["with"].OfType<string>().Where(t => t.Length > 0).ToImmutableArray();
        var text = query["text"].FirstOrDefault() is { Length: > 0 } named ? library.Find(named) : library.Protocol;
        ImmutableArray<InstrumentVersion?> with = query.ContainsKey("text") ? [.. asked.Select(library.Find)] : [.. Usual.Select(u => library.Find(u, null)).Where(u => u is { IsVerified: true })];
        return text is not { IsVerified: true } || with.Any(w => w is not { IsVerified: true })
            ? null
            : new(query["data"].FirstOrDefault() is { Length: > 0 } data ? data : null, text, [.. with.OfType<InstrumentVersion>().Distinct().Where(w => w != text).Take(DeterminationDesk.MostOthers)], query["act"] == "given");
    }

    public ImmutableArray<InstrumentVersion> Texts => [Text, .. With];

    /// <summary>The query part of the permanent link.</summary>
    public string ToQueryString()
    {
        var text = new StringBuilder("?text=").Append(Uri.EscapeDataString(Text.Key));
        foreach (var other in With)
        {
            text.Append("&with=").Append(Uri.EscapeDataString(other.Key));
        }

        return text.Append(ActGiven ? "&act=given" : "").Append(Data is null ? "" : "&data=" + Uri.EscapeDataString(Data)).ToString();
    }
}
