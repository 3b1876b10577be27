using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Privacy;

namespace Palermo.Disclosure.Release;

/// <summary>The statement that goes with a release, in the six languages of the United Nations, for a reader without statistics.</summary>
public static class ReleaseStatement
{
    public static ImmutableArray<string> Languages { get; } = ["ar", "en", "es", "fr", "ru", "zh"];

    /// <summary>A self-contained HTML page.</summary>
    public static string Html(ReleaseManifest manifest, string language)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var t = StatementText.Of(language);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"{language}\" dir=\"{(language == "ar" ? "rtl" : "ltr")}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{E(t.Title)}</title>");
        text.Append("<style>body{font:1.05rem/1.6 system-ui,sans-serif;max-inline-size:42rem;margin:2rem auto;padding-inline:1rem;color:#1a1a1a;background:#fff}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin-block:1.75rem .5rem}table{border-collapse:collapse}th,td{text-align:start;vertical-align:top;padding-block:.3rem;border-block-end:1px solid #bbb}th{padding-inline-end:1rem;font-weight:600}td{overflow-wrap:anywhere;min-inline-size:5rem}@media(prefers-color-scheme:dark){body{color:#eee;background:#111}}</style>");
        text.Append(CultureInfo.InvariantCulture, $"<main><h1>{E(t.Title)}</h1>");
        if (manifest.Withdrawn is { } reason)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p><strong>{E(t.Withdrawn)}</strong> <bdi>{E(reason)}</bdi></p>");
        }

        if (manifest.Audience is Audience.ResearchPartner or Audience.Internal)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p><strong>{E(manifest.Audience == Audience.Internal ? t.Internal : t.Partner)}</strong></p>");
        }

        Paragraph(manifest.Protection switch
        {
            ProtectionKind.DifferentialPrivacy => t.Private,
            ProtectionKind.KAnonymousSynthesis => Filled(t.KAnonymous, manifest.K),
            ProtectionKind.Suppression => t.Suppressed,
            ProtectionKind.Rounding => Filled(t.Rounded, manifest.MostNoise),
            _ => Filled(t.CellKey, manifest.MostNoise, manifest.SmallestShown),
        });
        var rows = manifest.Rows > 0;
        if (rows)
        {
            Paragraph(t.RowsAreInvented);
        }

        var isPrivate = manifest.Protection == ProtectionKind.DifferentialPrivacy;
        Sentences(t.MaySay, [.. isPrivate ? [t.SayPrivate] : manifest.Protection is ProtectionKind.Rounding or ProtectionKind.CellKey ? [t.SayAbout] : rows ? Array.Empty<string>() : [t.SayTable], .. rows ? [t.SayRows] : Array.Empty<string>()]);
        Sentences(t.MayNotSay, [t.NotAll, rows ? t.NotBlank : t.NotRecorded, .. manifest.Protection == ProtectionKind.Suppression ? [t.NotHidden] : Array.Empty<string>(), .. rows ? [t.NotRow, t.NotPairs] : Array.Empty<string>(), t.NotAnyone]);

        text.Append(CultureInfo.InvariantCulture, $"<h2>{E(t.Figures)}</h2><table>");
        Row(t.Dataset, manifest.Dataset);
        Row(t.Identifier, manifest.Identifier);
        Row(t.Date, manifest.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Guarantee(t.Guarantee, manifest.Guarantee);
        Guarantee(t.AllReleases, manifest.GuaranteeOfAllReleases);
        Figure(t.LikePeople, manifest.K, 1, "");
        Figure(t.Fabricated, manifest.EstimatedFabricatedPairs, 100, "\u00A0%");
        Figure(t.Missing, manifest.EstimatedMissingPairs, 100, "\u00A0%");
        Figure(t.PairError, manifest.PairErrorAtMost, 1, "");
        Figure(t.Intervals, manifest.IntervalLevel, 100, "\u00A0%");
        text.Append("</table>");
        if (manifest.Guarantee is { } promise)
        {
            Paragraph(Filled(t.Bet, Math.Ceiling(ReleasePlan.BestBet(promise) - 1e-3)));
        }

        return text.Append("</main></html>").ToString();

        void Paragraph(string words) => text.Append(CultureInfo.InvariantCulture, $"<p>{E(words)}</p>");

        void Sentences(string heading, ImmutableArray<string> sentences)
        {
            text.Append(CultureInfo.InvariantCulture, $"<h2>{E(heading)}</h2><ul>");
            foreach (var sentence in sentences)
            {
                text.Append(CultureInfo.InvariantCulture, $"<li>{E(sentence)}</li>");
            }

            text.Append("</ul>");
        }

        void Row(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{E(name)}</th><td dir=\"ltr\">{E(value)}</td></tr>");

        void Guarantee(string name, ApproximateGuarantee? given)
        {
            if (given is { } g)
            {
                Row(name, string.Create(CultureInfo.InvariantCulture, $"ε\u00A0=\u00A0{g.Epsilon:0.###}, δ\u00A0=\u00A0{g.Delta:0.##e+0}"));
            }
        }

        void Figure(string name, double? value, double times, string unit)
        {
            if (value is { } v)
            {
                Row(name, string.Create(CultureInfo.InvariantCulture, $"{v * times:0.#}{unit}"));
            }
        }
    }

    private static string Filled(string words, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, words, values);

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
