using System.CommandLine;
using Palermo.Statistics.Reports;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Report;
using Palermo.Web.Localization;
using Palermo.Web.Printing;

namespace Palermo.Cli.Statistics;

/// <summary>The report as a document with pictures, in one of six languages: HTML, or PDF where a browser can print it.</summary>
internal sealed class ReportDocumentOutput
{
    private readonly Option<FileInfo?> document = new("--document") { Description = "Write the report with its pictures to this file: .html, or .pdf where Chromium is installed." };
    private readonly Option<string> language = new("--language") { Description = "The language of the document: " + string.Join(", ", Language.Reports.Select(l => l.Tag)), DefaultValueFactory = _ => "en" };

    public void AddTo(Command command)
    {
        language.AcceptOnlyFromAmong([.. Language.Reports.Select(l => l.Tag)]);
        command.Options.Add(document);
        command.Options.Add(language);
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(document) is not null;

    /// <summary>Writes the document where one is asked for, and says whether it was.</summary>
    public async Task<bool> WriteAsync(ParseResult parsed, NationalReport report, CancellationToken cancel)
    {
        if (parsed.GetValue(document) is not { } file)
        {
            return false;
        }

        var reader = Language.FindReport(parsed.GetValue(language)!)!;
        switch (file.Extension.ToLowerInvariant())
        {
            case ".html" or ".htm":
                await File.WriteAllTextAsync(file.FullName, await PrintedReport.HtmlAsync(report, reader, DatasetShelf.IsSample(report.Origin.Sha256)), cancel);
                return true;
            case ".pdf":
                await File.WriteAllBytesAsync(file.FullName, await PdfAsync(report, reader, cancel), cancel);
                return true;
            default:
                throw Refusal.Usage("--document ends in .html or .pdf.");
        }
    }

    private static async Task<byte[]> PdfAsync(NationalReport report, Language reader, CancellationToken cancel)
    {
        try
        {
            return await PrintedReport.PdfAsync(report, reader, DatasetShelf.IsSample(report.Origin.Sha256), cancel)
                ?? throw Refusal.Usage("--document FILE.pdf: no Chromium is installed to print it. Install it, name it in PALERMO_CHROMIUM, or ask for FILE.html, which prints from any browser.");
        }
        catch (PrintingException e)
        {
            throw Refusal.Usage("--document: " + e.Message);
        }
    }
}
