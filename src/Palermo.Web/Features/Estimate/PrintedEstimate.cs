using System.Net;
using Palermo.Estimation.Ensembles;
using Palermo.Web.Localization;
using Palermo.Web.Printing;

namespace Palermo.Web.Features.Estimate;

/// <summary>
/// The report of an estimate as a document: HTML in one file with no script and no request to anywhere, and PDF, which a browser prints
/// from it. The pages and the command line write the same.
/// </summary>
public static class PrintedEstimate
{
    /// <param name="report">The report.</param>
    /// <param name="source">The file or dataset it is of.</param>
    /// <param name="language">One of <see cref="Language.All"/>.</param>
    public static async Task<string> HtmlAsync(EstimationReport report, string source, Language language)
    {
        var title = Texts.In(language)["estimate.of", source];
        var body = await StaticHtml.RenderAsync<EstimateBody>(language, (nameof(EstimateBody.Report), report));
        return StandaloneDocument.Of(language, title, $"<main><h1>{WebUtility.HtmlEncode(title)}</h1>{body}</main>");
    }

    /// <summary>As tagged PDF with page numbers; null when no browser is installed.</summary>
    /// <exception cref="PrintingException">The browser did not print.</exception>
    public static async Task<byte[]?> PdfAsync(EstimationReport report, string source, Language language, CancellationToken cancel = default) =>
        HeadlessBrowser.Find() is { } browser ? await browser.PrintAsync(await HtmlAsync(report, source, language), cancel) : null;
}
