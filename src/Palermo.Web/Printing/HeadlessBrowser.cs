using System.Diagnostics;
using System.Globalization;

namespace Palermo.Web.Printing;

/// <summary>
/// Prints a document to PDF or takes its picture with an installed Chromium. Optional: without one, everything is still there
/// as HTML and SVG, and <see cref="Find"/> says so by being null.
/// </summary>
/// <remarks>
/// The document is read from a private folder that is removed afterwards; the browser gets a profile of its own, runs no
/// script of the document's (there is none) and resolves no name, so nothing leaves the machine.
/// </remarks>
public sealed class HeadlessBrowser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
        "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly string _program;

    private HeadlessBrowser(string program) => _program = program;

    /// <summary>The browser named by PALERMO_CHROMIUM, else one in the usual places; null when there is none.</summary>
    /// <param name="named">A path that comes before all others. One that is not there is not replaced by another.</param>
    public static HeadlessBrowser? Find(string? named = null)
    {
        named ??= Environment.GetEnvironmentVariable("PALERMO_CHROMIUM");
        var program = string.IsNullOrEmpty(named) ? Places.FirstOrDefault(File.Exists) : File.Exists(named) ? named : null;
        return program is null ? null : new(program);
    }

    /// <summary>Prints a document to a tagged PDF; sizes and page numbers are the document's own.</summary>
    /// <exception cref="PrintingException">The browser did not print.</exception>
    public Task<byte[]> PrintAsync(string html, CancellationToken cancel = default) =>
        RunAsync(html, "printed.pdf", ["--print-to-pdf=", "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline"], cancel);

    /// <summary>Takes the picture of a document as PNG, twice as fine as its size in pixels.</summary>
    /// <exception cref="PrintingException">The browser took no picture.</exception>
    public Task<byte[]> PictureAsync(string html, int width, int height, CancellationToken cancel = default) =>
        RunAsync(html, "picture.png", ["--screenshot=", string.Create(CultureInfo.InvariantCulture, $"--window-size={width},{height}"), "--force-device-scale-factor=2"], cancel);

    private async Task<byte[]> RunAsync(string html, string result, string[] task, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("palermo-print-").FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            var output = Path.Combine(folder, result);
            await File.WriteAllTextAsync(page, html, cancel);
            var start = new ProcessStartInfo(_program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var argument in (string[])["--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + Path.Combine(folder, "profile"), .. Unboxed, .. task])
            {
                start.ArgumentList.Add(argument.EndsWith('=') ? argument + output : argument);
            }

            start.ArgumentList.Add(new Uri(page).AbsoluteUri);
            await WaitAsync(start, cancel);
            return File.Exists(output) ? await File.ReadAllBytesAsync(output, cancel) : throw new PrintingException("the browser ended without writing the file", "Try the browser by hand: " + _program + " --headless --print-to-pdf PAGE");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The superuser cannot have the browser's own box; everybody else keeps it.
    private static string[] Unboxed => string.Equals(Environment.UserName, "root", StringComparison.Ordinal) ? ["--no-sandbox"] : [];

    private static async Task WaitAsync(ProcessStartInfo start, CancellationToken cancel)
    {
        using var process = Process.Start(start) ?? throw new PrintingException("the browser could not be started", "Check that " + start.FileName + " may be run.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            // Both pipes are emptied, or a talkative browser would wait for ever.
            await Task.WhenAll(process.StandardError.ReadToEndAsync(limit.Token), process.StandardOutput.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new PrintingException("the browser did not finish within a minute", "Print the HTML from any browser instead, or try again on a less busy machine.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}

/// <summary>A document could not be printed.</summary>
public sealed class PrintingException(string what, string whatToDo) : Exception($"The document could not be printed: {what}. {whatToDo}")
{
    public string WhatToDo => whatToDo;
}
