using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Palermo.Disclosure.Gates;

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
        text.Append("<style>body{font:1.05rem/1.6 system-ui,sans-serif;max-inline-size:42rem;margin:2rem auto;padding-inline:1rem;color:#1a1a1a;background:#fff}th{text-align:start;padding-inline-end:1rem}@media(prefers-color-scheme:dark){body{color:#eee;background:#111}}</style>");
        text.Append(CultureInfo.InvariantCulture, $"<h1>{E(t.Title)}</h1>");
        if (manifest.Withdrawn is { } reason)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p><strong>{E(t.Withdrawn)}</strong> <bdi>{E(reason)}</bdi></p>");
        }

        if (manifest.Audience is Audience.ResearchPartner or Audience.Internal)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p><strong>{E(manifest.Audience == Audience.Internal ? t.Internal : t.Partner)}</strong></p>");
        }

        text.Append(CultureInfo.InvariantCulture, $"<p>{E(manifest.Protection switch
        {
            ProtectionKind.DifferentialPrivacy => t.Private,
            ProtectionKind.KAnonymousSynthesis => t.KAnonymous,
            ProtectionKind.Suppression => t.Suppressed,
            ProtectionKind.Rounding => string.Format(CultureInfo.InvariantCulture, t.Rounded, manifest.MostNoise),
            _ => string.Format(CultureInfo.InvariantCulture, t.CellKey, manifest.MostNoise, manifest.SmallestShown),
        })}</p>");
        if (manifest.Rows > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p>{E(t.RowsAreInvented)}</p>");
        }

        text.Append("<table>");
        void Row(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{E(name)}</th><td dir=\"ltr\">{E(value)}</td></tr>");
        Row(t.Dataset, manifest.Dataset);
        Row(t.Identifier, manifest.Identifier);
        Row(t.Date, manifest.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (manifest.Guarantee is { } g)
        {
            Row(t.Guarantee, string.Create(CultureInfo.InvariantCulture, $"ε = {g.Epsilon:0.###}, δ = {g.Delta:0.##e+0}"));
        }

        if (manifest.GuaranteeOfAllReleases is { } all)
        {
            Row(t.AllReleases, string.Create(CultureInfo.InvariantCulture, $"ε = {all.Epsilon:0.###}, δ = {all.Delta:0.##e+0}"));
        }

        if (manifest.K is { } k)
        {
            Row("k", k.ToString(CultureInfo.InvariantCulture));
        }

        if (manifest.EstimatedFabricatedPairs is { } fabricated)
        {
            Row(t.Fabricated, string.Create(CultureInfo.InvariantCulture, $"{fabricated * 100:0.#} %"));
        }

        if (manifest.EstimatedMissingPairs is { } missing)
        {
            Row(t.Missing, string.Create(CultureInfo.InvariantCulture, $"{missing * 100:0.#} %"));
        }

        if (manifest.IntervalLevel is { } level)
        {
            Row(t.Intervals, string.Create(CultureInfo.InvariantCulture, $"{level * 100:0.#} %"));
        }

        text.Append(CultureInfo.InvariantCulture, $"</table><p>{E(manifest.Rows > 0 ? t.Limits : t.TableLimits)}</p></html>");
        return text.ToString();
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
