using Palermo.Statistics.Reports;
using Palermo.Web.Localization;
using Palermo.Web.Printing;

namespace Palermo.Web.Features.Report;

/// <summary>
/// The national report as a document: HTML in one file, the same bytes for the same report and language; and PDF, which a browser
/// prints from it. A PDF carries the time of its printing: its words and pages are the same each time, its bytes are not.
/// </summary>
public static class PrintedReport
{
    /// <param name="report">The report.</param>
    /// <param name="language">One of <see cref="Language.Reports"/>.</param>
    /// <param name="madeUp">The data are a made-up sample, which the document then says.</param>
    public static async Task<string> HtmlAsync(NationalReport report, Language language, bool madeUp = false)
    {
        var body = await StaticHtml.RenderAsync<ReportDocument>(language, (nameof(ReportDocument.Report), report), (nameof(ReportDocument.MadeUp), madeUp));
        var texts = Texts.In(language);
        return StandaloneDocument.Of(language, texts["report.title"] + texts["chart.colon"] + texts.Scope(report), "<main>" + body + "</main>");
    }

    /// <summary>The report as tagged PDF with page numbers; null when no browser is installed.</summary>
    /// <exception cref="PrintingException">The browser did not print.</exception>
    public static async Task<byte[]?> PdfAsync(NationalReport report, Language language, bool madeUp = false, CancellationToken cancel = default) =>
        HeadlessBrowser.Find() is { } browser ? await browser.PrintAsync(await HtmlAsync(report, language, madeUp), cancel) : null;
}
