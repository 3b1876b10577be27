using System.CommandLine;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Reports;
using Palermo.Web.Features.Estimate;
using Palermo.Web.Localization;
using Palermo.Web.Printing;

namespace Palermo.Cli.Estimating;

/// <summary>How <c>palermo estimate</c> answers: text or JSON on the screen, or a document in one of the languages of the pages.</summary>
internal sealed class EstimateOutput
{
    private readonly Option<string> format = new("--output") { Description = "text, json, html or pdf (pdf needs --file and Chromium).", DefaultValueFactory = _ => "text" };
    private readonly Option<FileInfo?> file = new("--file") { Description = "Write the report here instead of to the screen." };
    private readonly Option<string> language = new("--language") { Description = "The language of html and pdf: " + string.Join(", ", Language.All.Select(l => l.Tag)) + ".", DefaultValueFactory = _ => "en" };

    public void AddTo(Command command)
    {
        format.AcceptOnlyFromAmong("text", "json", "html", "pdf");
        language.AcceptOnlyFromAmong([.. Language.All.Select(l => l.Tag)]);
        command.Options.Add(format);
        command.Options.Add(file);
        command.Options.Add(language);
    }

    /// <exception cref="Refusal">PDF without a file to write it to.</exception>
    public void Check(ParseResult parsed)
    {
        if (parsed.GetValue(format) == "pdf" && parsed.GetValue(file) is null)
        {
            throw Refusal.Usage("--output pdf needs --file NAME.pdf");
        }
    }

    /// <summary>A file that could not be read as a table.</summary>
    public Task WriteAsync(ParseResult parsed, string name, CaptureReading unreadable) =>
        Console.Out.WriteLineAsync(parsed.GetValue(format) == "json" ? ReportJson.Unreadable(unreadable) : ReportText.Unreadable(name, unreadable));

    public async Task WriteAsync(ParseResult parsed, string name, EstimationReport report, CancellationToken stop)
    {
        var (to, reader) = (parsed.GetValue(file), Language.Find(parsed.GetValue(language)!)!);
        if (parsed.GetValue(format) == "pdf")
        {
            await File.WriteAllBytesAsync(to!.FullName, await PdfAsync(report, name, reader, stop), stop);
            return;
        }

        var text = parsed.GetValue(format) switch { "json" => ReportJson.Write(report), "html" => await PrintedEstimate.HtmlAsync(report, name, reader), _ => ReportText.Write(report) };
        await (to is null ? Console.Out.WriteLineAsync(text) : File.WriteAllTextAsync(to.FullName, text, stop));
    }

    private static async Task<byte[]> PdfAsync(EstimationReport report, string name, Language reader, CancellationToken stop)
    {
        try
        {
            return await PrintedEstimate.PdfAsync(report, name, reader, stop)
                ?? throw new Refusal(ExitCode.Findings, "A PDF needs Chromium, and none is installed (or PALERMO_CHROMIUM names none). Write HTML instead (--output html) and print it from a browser.");
        }
        catch (PrintingException e)
        {
            throw new Refusal(ExitCode.Findings, e.Message);
        }
    }
}
