using System.Text.Json.Nodes;

namespace Palermo.Web.Printing;

/// <summary>
/// Prints a document to PDF or takes its picture with an installed Chromium. Optional: without one, everything is still there
/// as HTML and SVG, and <see cref="Find"/> says so by being null. On Windows the browser takes no pipe in this way, so it is null there.
/// </summary>
/// <remarks>
/// The document goes to the browser and the result comes back over pipes: neither is ever a file, so a server that is killed
/// while it prints leaves none behind. The browser gets an empty profile of its own, which is removed afterwards, opens the
/// document in a window that keeps nothing, runs no script of the document's (there is none) and resolves no name.
/// </remarks>
public sealed class HeadlessBrowser
{
    /// <summary>The folder of a profile begins with this.</summary>
    public const string ProfilePrefix = "palermo-print-";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
        "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    private static readonly string[] Manners =
    [
        "--headless", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-breakpad", "--disable-crash-reporter", "--host-resolver-rules=MAP * ~NOTFOUND",
    ];

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly string _program;

    private HeadlessBrowser(string program) => _program = program;

    /// <summary>The browser named by PALERMO_CHROMIUM, else one in the usual places or on the path; null when there is none.</summary>
    /// <param name="named">A path that comes before all others. One that is not there is not replaced by another.</param>
    public static HeadlessBrowser? Find(string? named = null)
    {
        named ??= Environment.GetEnvironmentVariable("PALERMO_CHROMIUM");
        var program = string.IsNullOrEmpty(named) ? Places.Concat(OnPath()).FirstOrDefault(File.Exists) : File.Exists(named) ? named : null;
        return program is null || OperatingSystem.IsWindows() ? null : new(program);
    }

    private static IEnumerable<string> OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)));

    /// <summary>Prints a document to a tagged PDF; sizes and page numbers are the document's own.</summary>
    /// <exception cref="PrintingException">The browser did not print.</exception>
    public Task<byte[]> PrintAsync(string html, CancellationToken cancel = default) =>
        RunAsync(html, null, "Page.printToPDF", new() { ["printBackground"] = true, ["preferCSSPageSize"] = true, ["generateTaggedPDF"] = true, ["generateDocumentOutline"] = true }, cancel);

    /// <summary>Takes the picture of a document as PNG, twice as fine as its size in pixels.</summary>
    /// <exception cref="PrintingException">The browser took no picture.</exception>
    public Task<byte[]> PictureAsync(string html, int width, int height, CancellationToken cancel = default) =>
        RunAsync(html, new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 2, ["mobile"] = false }, "Page.captureScreenshot", new() { ["format"] = "png" }, cancel);

    private async Task<byte[]> RunAsync(string html, JsonObject? window, string task, JsonObject parameters, CancellationToken cancel)
    {
        var profile = Directory.CreateTempSubdirectory(ProfilePrefix).FullName;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            using var browser = BrowserPipe.Start(_program, [.. Manners, .. Unboxed, .. Memory, "--user-data-dir=" + profile]);
            var page = await OpenAsync(browser, html, window, limit.Token);
            var done = await browser.Ask(task, parameters, page, limit.Token);
            return done.GetProperty("data").GetBytesFromBase64();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new PrintingException("the browser did not finish within a minute", "Print the HTML from any browser instead, or try again on a less busy machine.");
        }
        catch (IOException)
        {
            throw new PrintingException("the browser ended without answering", "Try the browser by hand: " + _program + " --headless, or print the HTML from any browser.");
        }
        finally
        {
            Remove(profile);
        }
    }

    /// <summary>The profile holds nothing of the document: what a process of the browser still keeps open may stay.</summary>
    private static void Remove(string profile)
    {
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // The system clears its temporary folder.
        }
    }

    /// <summary>A window that keeps nothing, with the document in it and its fonts loaded; returns the name it answers to.</summary>
    private static async Task<string> OpenAsync(BrowserPipe browser, string html, JsonObject? window, CancellationToken cancel)
    {
        var apart = (await browser.Ask("Target.createBrowserContext", new() { ["disposeOnDetach"] = true }, null, cancel)).GetProperty("browserContextId").GetString();
        var target = (await browser.Ask("Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = apart }, null, cancel)).GetProperty("targetId").GetString();
        var page = (await browser.Ask("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }, null, cancel)).GetProperty("sessionId").GetString()!;
        if (window is not null)
        {
            await browser.Ask("Emulation.setDeviceMetricsOverride", window, page, cancel);
        }

        var frame = (await browser.Ask("Page.getFrameTree", new(), page, cancel)).GetProperty("frameTree").GetProperty("frame").GetProperty("id").GetString();
        await browser.Ask("Page.setDocumentContent", new() { ["frameId"] = frame, ["html"] = html }, page, cancel);
        // Laying the page out is what makes it ask for its fonts.
        await browser.Ask("Runtime.evaluate", new() { ["expression"] = "document.documentElement.getBoundingClientRect(); document.fonts.ready.then(() => 0)", ["awaitPromise"] = true }, page, cancel);
        return page;
    }

    // The superuser cannot have the browser's own box; everybody else keeps it.
    private static string[] Unboxed => string.Equals(Environment.UserName, "root", StringComparison.Ordinal) ? ["--no-sandbox"] : [];

    // What its processes share stays in memory where the system has a place for that; else the browser would need files for it.
    private static string[] Memory => OperatingSystem.IsLinux() && !Directory.Exists("/dev/shm") ? ["--disable-dev-shm-usage"] : [];
}

/// <summary>A document could not be printed.</summary>
public sealed class PrintingException(string what, string whatToDo) : Exception($"The document could not be printed: {what}. {whatToDo}")
{
    public string WhatToDo => whatToDo;
}
