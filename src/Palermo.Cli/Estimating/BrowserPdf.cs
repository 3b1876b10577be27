using Palermo.Web.Printing;

namespace Palermo.Cli.Estimating;

/// <summary>Prints a page to PDF with a headless Chromium where one is installed.</summary>
internal static class BrowserPdf
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <exception cref="Refusal">No browser is installed, or it failed.</exception>
    public static async Task PrintAsync(string html, FileInfo pdf, CancellationToken stop)
    {
        var browser = HeadlessBrowser.Find() ?? OnPath()
            ?? throw new Refusal(ExitCode.Findings, "A PDF needs Chromium, and none is installed (or PALERMO_CHROMIUM names none). Write HTML instead (--output html) and print it from a browser.");
        try
        {
            await File.WriteAllBytesAsync(pdf.FullName, await browser.PrintAsync(html, stop), stop);
        }
        catch (PrintingException)
        {
            throw new Refusal(ExitCode.Findings, "The browser could not print the report. Write HTML instead (--output html).");
        }
    }

    /// <summary>A browser elsewhere on the path; none where PALERMO_CHROMIUM names one, which is not replaced by another.</summary>
    private static HeadlessBrowser? OnPath() =>
        Environment.GetEnvironmentVariable("PALERMO_CHROMIUM") is { Length: > 0 } ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).Where(File.Exists).Select(HeadlessBrowser.Find).FirstOrDefault();
}
