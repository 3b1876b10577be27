using System.Diagnostics;

namespace Palermo.Cli.Estimating;

/// <summary>Prints a page to PDF with a headless Chromium where one is installed.</summary>
internal static class BrowserPdf
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"];

    /// <exception cref="Refusal">No browser is installed, or it failed.</exception>
    public static async Task PrintAsync(string html, FileInfo pdf, CancellationToken stop)
    {
        var browser = (Environment.GetEnvironmentVariable("PALERMO_CHROMIUM") is { Length: > 0 } set ? [set] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder => Names.Select(name => Path.Combine(folder, name))))
            .FirstOrDefault(File.Exists)
            ?? throw new Refusal(ExitCode.Findings, "A PDF needs Chromium, and none is installed (or PALERMO_CHROMIUM names none). Write HTML instead (--output html) and print it from a browser.");
        var work = Directory.CreateTempSubdirectory("palermo-print-");
        try
        {
            var page = Path.Combine(work.FullName, "report.html");
            await File.WriteAllTextAsync(page, html, stop);
            var start = new ProcessStartInfo(browser) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[] { "--headless", "--disable-gpu", "--no-sandbox", "--disable-dev-shm-usage", "--no-pdf-header-footer", "--user-data-dir=" + Path.Combine(work.FullName, "profile"), "--print-to-pdf=" + pdf.FullName, new Uri(page).AbsoluteUri })
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(TimeSpan.FromSeconds(60));
            try
            {
                await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            if (process.ExitCode != 0 || !pdf.Exists)
            {
                throw new Refusal(ExitCode.Findings, "The browser could not print the report. Write HTML instead (--output html).");
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
